import { expect } from "chai";

import type { OrganizationFacts } from "../../../core/doctor/facts";
import type { Level } from "../../../core/doctor/line";
import { organizationLines } from "../../../core/doctor/organization";
import { account, accountId, configured, levelsOf, onlyLine, otherAccount, refused, textOf } from "./facts";

type Settings = Readonly<Record<string, unknown>>;

const cloudTrail = "cloudtrail.amazonaws.com";
const organization = (changes: Partial<OrganizationFacts> = {}): OrganizationFacts => ({
  id: "o-abc1234567",
  managementAccountId: otherAccount,
  delegatedServices: { value: [] },
  trustedServices: { value: [cloudTrail] },
  ...changes,
});
const management = { managementAccountId: accountId };
const linesFor = (found: OrganizationFacts | undefined, settings: Settings = {}) =>
  organizationLines(account({ organization: { value: found } }), configured(settings));

const trailOfAll = { trail: { create: true, organization: true } };
const lookingUp = { organization: { lookUp: true } };
const members = { memberRole: { role: "warden-member" } };

const matrix: readonly (readonly [string, Settings, OrganizationFacts | undefined, readonly Level[], RegExp])[] = [
  ["no organization, and none is wanted", {}, undefined, ["notes"], /in none/],
  ["no organization, and a trail of it", trailOfAll, undefined, ["fails"], /organization to false/],
  ["no organization, and names of accounts", lookingUp, undefined, ["fails"], /no account can be looked up/],
  ["no organization, and members", members, undefined, ["fails"], /trust its id/],
  ["a member account", {}, organization(), ["notes"], /o-abc1234567, managed by account 999988887777/],
  ["the management account", {}, organization(management), ["notes"], /this is its management account/],
  ["its trail from the management account", trailOfAll, organization(management), ["notes"], /management/],
  ["its trail from a member", trailOfAll, organization(), ["notes", "fails"], /NotOrganizationMasterAccountException/],
  [
    "its trail from CloudTrail's delegated administrator",
    trailOfAll,
    organization({ delegatedServices: { value: [cloudTrail] } }),
    ["notes"],
    /administers cloudtrail/,
  ],
  [
    "its trail where CloudTrail is not let in",
    trailOfAll,
    organization({ ...management, trustedServices: { value: [] } }),
    ["notes", "fails"],
    /CloudTrailAccessNotEnabledException/,
  ],
  [
    "its trail where nobody may be asked",
    trailOfAll,
    organization({
      delegatedServices: refused("organizations:ListDelegatedServicesForAccount"),
      trustedServices: refused("organizations:ListAWSServiceAccessForOrganization"),
    }),
    ["notes", "unseen"],
    /whether CloudTrail lets this account make one/,
  ],
  ["names of accounts from a member", lookingUp, organization(), ["notes", "fails"], /ids without names/],
  ["names of accounts from the management account", lookingUp, organization(management), ["notes"], /o-abc/],
  [
    "names of accounts from a delegated administrator",
    lookingUp,
    organization({ delegatedServices: { value: ["health.amazonaws.com"] } }),
    ["notes", "notes"],
    /so it may ask/,
  ],
  ["members, where Health tells each account of its own", members, organization(), ["notes", "notes"], /its own keys/],
  [
    "members, from the management account",
    members,
    organization(management),
    ["notes", "notes"],
    /organizational view/,
  ],
];

describe("doctor on the organization", () => {
  for (const [what, settings, found, levels, words] of matrix) {
    it(`${what}: ${levels.join(", ")}`, () => {
      const lines = linesFor(found, settings);
      expect(levelsOf(lines)).to.deep.equal(levels);
      expect(lines.map(textOf).join("\n")).to.match(words);
    });
  }

  it("says what seeing it takes", () => {
    const lines = organizationLines(
      account({ organization: refused("organizations:DescribeOrganization") }),
      configured(),
    );
    expect(onlyLine(lines, "unseen")).to.include("organizations:DescribeOrganization");
  });
});
