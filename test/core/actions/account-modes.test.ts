import { expect } from "chai";
import * as fc from "fast-check";

import type { ModeConfiguration } from "../../../core/actions/account-modes";
import { accountModes, leastCautiousMode, mayChangeSomewhere, modesIn } from "../../../core/actions/account-modes";
import { moreCautious } from "../../../core/actions/caution";
import type { ModeOverride } from "../../../core/configuration/configuration";
import type { Mode } from "../../../core/configuration/names";
import { modes } from "../../../core/configuration/names";
import type { Organization } from "../../../core/organization/organization";

const action = "revoke-ingress" as const;
const [shop, lab, sandbox, stranger] = ["111122223333", "222233334444", "333344445555", "999999999999"] as const;

const organization: Organization = {
  [shop]: { name: "shop", unit: "Workloads/Production", tags: { critical: "yes", team: "shop" } },
  [lab]: { name: "lab", unit: "Workloads/Test", tags: { team: "lab" } },
  [sandbox]: { name: "sandbox", unit: "Sandbox", tags: {} },
};

const forAll = (mode: Mode) => ({
  "disable-key": mode,
  "revoke-sessions": mode,
  "revoke-ingress": mode,
  "restart-trail": mode,
  "block-public-access": mode,
});

const override = (subject: ModeOverride["subject"], value: string, mode: Mode): ModeOverride => ({
  subject,
  value,
  modes: { [action]: mode },
});

function modeOf(account: string | undefined, overrides: readonly ModeOverride[], base: Mode = "notify"): Mode {
  return modesIn(accountModes({ modes: forAll(base), modeOverrides: overrides, organization }), account)[action];
}

describe("modes of an account", () => {
  it("are those of `modes` where nothing is overridden", () => {
    for (const account of [shop, stranger, undefined]) expect(modeOf(account, [], "approve")).to.equal("approve");
  });

  it("are those of the most specific override: the account, the longest path of units, its tags", () => {
    const all = [
      override("tag", "critical", "notify"),
      override("unit", "Workloads", "approve"),
      override("unit", "Workloads/Production", "enforce"),
      override("account", shop, "approve"),
    ];
    expect(modeOf(shop, all)).to.equal("approve");
    expect(modeOf(shop, all.slice(0, 3))).to.equal("enforce");
    expect(modeOf(shop, all.slice(0, 2))).to.equal("approve");
    expect(modeOf(shop, all.slice(0, 1), "enforce")).to.equal("notify");
    expect(modeOf(sandbox, all, "enforce"), "none of them applies").to.equal("enforce");
  });

  it("take a unit for itself and for those below it, not for one whose name begins alike", () => {
    expect(modeOf(lab, [override("unit", "Workloads/Test", "enforce")])).to.equal("enforce");
    for (const unit of ["Work", "Workloads/Te", "Test", "Workloads/Test/Below"])
      expect(modeOf(lab, [override("unit", unit, "enforce")]), unit).to.equal("notify");
  });

  it("take a tag by its key, or by key and value, and the more cautious of several", () => {
    expect(modeOf(lab, [override("tag", "team", "enforce")])).to.equal("enforce");
    expect(modeOf(lab, [override("tag", "team=lab", "enforce")])).to.equal("enforce");
    expect(modeOf(lab, [override("tag", "team=shop", "enforce")])).to.equal("notify");
    expect(modeOf(shop, [override("tag", "team", "enforce"), override("tag", "critical=yes", "approve")])).to.equal(
      "approve",
    );
  });

  it("keep what an override does not name", () => {
    const of = accountModes({
      modes: forAll("approve"),
      modeOverrides: [{ subject: "account", value: shop, modes: { "disable-key": "enforce" } }],
      organization,
    });
    expect(modesIn(of, shop)).to.deep.equal({ ...forAll("approve"), "disable-key": "enforce" });
  });

  it("are the most cautious that could hold where unit and tags are not known", () => {
    const overrides = [override("unit", "Sandbox", "enforce"), override("tag", "critical", "notify")];
    for (const account of [stranger, undefined, "unknown", "__proto__"])
      expect(modeOf(account, overrides, "enforce"), account).to.equal("notify");
    expect(modeOf(stranger, [override("unit", "Sandbox", "enforce")]), "never less cautious").to.equal("notify");
  });

  it("override an account that the organization does not name, too", () => {
    expect(modeOf(stranger, [override("account", stranger, "enforce")])).to.equal("enforce");
  });

  it("never are less cautious for an unknown account than for any known one without its own override", () => {
    const anyMode = fc.constantFrom(...modes);
    const anyOverride = fc.oneof(
      fc
        .tuple(fc.constantFrom("Workloads", "Workloads/Production", "Sandbox"), anyMode)
        .map(([unit, mode]) => override("unit", unit, mode)),
      fc
        .tuple(fc.constantFrom("critical", "team", "team=lab"), anyMode)
        .map(([tag, mode]) => override("tag", tag, mode)),
    );
    fc.assert(
      fc.property(fc.array(anyOverride, { maxLength: 5 }), anyMode, (overrides, base) => {
        const unknown = modeOf(stranger, overrides, base);
        for (const account of [shop, lab, sandbox]) {
          const known = modeOf(account, overrides, base);
          expect(moreCautious(unknown, known)).to.equal(unknown);
        }
      }),
    );
  });
});

describe("what a function's role has to allow for", () => {
  const configuration = (overrides: readonly ModeOverride[]): ModeConfiguration => ({
    modes: forAll("notify"),
    modeOverrides: overrides,
    organization,
  });

  it("is a change as soon as one account has a mode that is not notify", () => {
    expect(mayChangeSomewhere(accountModes(configuration([])), action)).to.equal(false);
    const somewhere = accountModes(configuration([override("unit", "Sandbox", "approve")]));
    expect(mayChangeSomewhere(somewhere, action)).to.equal(true);
    expect(mayChangeSomewhere(somewhere, "disable-key")).to.equal(false);
    expect(leastCautiousMode(somewhere, action)).to.equal("approve");
  });

  it("is none where an override applies to no account", () => {
    expect(mayChangeSomewhere(accountModes(configuration([override("unit", "Nowhere", "enforce")])), action)).to.equal(
      false,
    );
  });
});
