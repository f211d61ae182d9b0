import { expect } from "chai";

import { deployerLines } from "../../../core/doctor/deployer";
import type { SimulatedAction } from "../../../core/doctor/facts";
import { functionUrlAction, functionUrlLines } from "../../../core/doctor/function-urls";
import { account, accountId, levelsOf, onlyLine, refused } from "./facts";

const action = (name: string, changes: Partial<SimulatedAction> = {}): SimulatedAction => ({
  action: name,
  decision: "allowed",
  isAllowedByOrganization: true,
  ...changes,
});
const linesFor = (...simulated: readonly SimulatedAction[]) =>
  deployerLines(account({ simulation: { value: simulated } }), undefined);

describe("doctor on whoever deploys", () => {
  it("finds that all is allowed", () => {
    expect(onlyLine(linesFor(action("s3:CreateBucket"), action("iam:CreateRole")), "notes")).to.match(
      /deploying as arn:aws:iam::111122223333:user\/dana \| all 2 actions are allowed/,
    );
  });

  it("fails where the organization forbids something, whatever the own policies say", () => {
    const barred = action("guardduty:CreateDetector", { decision: "explicitDeny", isAllowedByOrganization: false });
    expect(onlyLine(linesFor(barred, action("iam:CreateRole")), "fails")).to.match(
      /the organization's policies forbid guardduty:CreateDetector \| no principal of this account/,
    );
  });

  it("fails where an own policy or boundary forbids something", () => {
    expect(onlyLine(linesFor(action("iam:CreateRole", { decision: "explicitDeny" })), "fails")).to.match(
      /your own policies or their boundary forbid iam:CreateRole/,
    );
  });

  it("warns of what is not allowed on all resources, because it may be on the stack's", () => {
    expect(onlyLine(linesFor(action("iam:CreateRole", { decision: "implicitDeny" })), "warns")).to.match(
      /permissions prints/,
    );
  });

  it("names eight actions and counts the rest", () => {
    const many = Array.from({ length: 11 }, (_, index) => action(`s3:Put${index}`, { decision: "implicitDeny" }));
    expect(onlyLine(linesFor(...many), "warns"))
      .to.match(/s3:Put7 and 3 more/)
      .and.to.not.include("s3:Put8");
  });

  it("says what simulating takes", () => {
    const lines = deployerLines(account({ simulation: refused("iam:SimulatePrincipalPolicy") }), undefined);
    expect(onlyLine(lines, "unseen")).to.include("iam:SimulatePrincipalPolicy");
  });

  it("fails where the boundary of roles is not there", () => {
    const arn = `arn:aws:iam::${accountId}:policy/boundary`;
    const lines = (isThere: boolean) => deployerLines(account({ permissionsBoundary: { value: isThere } }), arn);
    expect(onlyLine(lines(false), "fails")).to.match(/no such policy \| .*NoSuchEntity/);
    expect(levelsOf(lines(true))).to.deep.equal(["notes", "notes"]);
  });
});

describe("doctor on public addresses of functions", () => {
  const urlsFor = (simulated: readonly SimulatedAction[], functions = ["approve-action"]) =>
    functionUrlLines(functions, account({ simulation: { value: simulated } }));

  it("says nothing where the stack has none", () => expect(urlsFor([], [])).to.deep.equal([]));

  it("fails where the organization forbids them", () => {
    expect(onlyLine(urlsFor([action(functionUrlAction, { isAllowedByOrganization: false })]), "fails")).to.match(
      /approve-action \| .*forbid function URLs.*interactive to false/,
    );
  });

  it("does not take the simulation's word for their being allowed, which leaves conditions out", () => {
    expect(onlyLine(urlsFor([action(functionUrlAction)]), "unseen")).to.match(/CT\.LAMBDA\.PV\.1/);
  });
});
