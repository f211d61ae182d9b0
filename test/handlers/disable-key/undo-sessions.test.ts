import { expect } from "chai";

import { revokePolicyPrefix } from "../../../core/keys/revoke-policy";
import { isPolicyBefore, sessionUndo } from "../../../handlers/disable-key/undo-sessions";
import { sampleActionRecord } from "../../core/actions/sample-action-record";
import { knownPolicies } from "../../support/known-policies";

const policyName = `${revokePolicyPrefix}wa-abcdefghij`;

describe("taking a revocation of sessions back", () => {
  it("takes the policy from the role or the user that it was attached to, once", async () => {
    const sessions = { user: knownPolicies("deploy"), role: knownPolicies("deploy") };
    for (const policies of Object.values(sessions)) await policies.putPolicy("deploy", policyName, "{}");
    const undo = (before: object) => sessionUndo(sessions).undo(sampleActionRecord({ before }));
    expect(await undo({ roleName: "deploy", policyName })).to.equal("restored");
    expect(await undo({ roleName: "deploy", policyName })).to.equal("already-so");
    expect([sessions.role.documents.size, sessions.user.documents.size]).to.deep.equal([0, 1]);
    expect(await undo({ userName: "deploy", policyName })).to.equal("restored");
  });

  it("knows a policy of Warden's on one holder, and nothing else", () => {
    expect(isPolicyBefore({ roleName: "deploy", policyName })).to.equal(true);
    for (const other of [
      { roleName: "deploy", userName: "build", policyName },
      { roleName: "deploy", policyName: "own" },
      { roleName: "", policyName },
      { policyName },
      null,
    ])
      expect(isPolicyBefore(other)).to.equal(false);
  });
});
