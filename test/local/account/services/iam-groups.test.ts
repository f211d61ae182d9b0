import { IAMClient, ListAttachedGroupPoliciesCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";

import { clientOptions, errorOf, SETUP, startAccount } from "../fixture";
import type { RunningAccount } from "../fixture";

describe("groups of the local account", () => {
  let running: RunningAccount;
  let client: IAMClient;

  before(async () => {
    running = await startAccount({ ...SETUP, users: [{ name: "alice", groups: ["operators"] }] });
    client = new IAMClient(clientOptions(running.account.endpoint));
  });
  after(() => {
    client.destroy();
    return running.account.stop();
  });

  const policiesOf = (GroupName: string, by = client) => by.send(new ListAttachedGroupPoliciesCommand({ GroupName }));

  it("are there as soon as somebody is in them, with no policy that is known", async () => {
    const { AttachedPolicies, IsTruncated } = await policiesOf("operators");
    expect([AttachedPolicies ?? [], IsTruncated]).to.deep.equal([[], false]);
    expect((await errorOf(policiesOf("nobody"))).name).to.equal("NoSuchEntityException");
  });

  it("are looked at by those alone who may", async () => {
    const reader = new IAMClient(clientOptions(running.account.endpoint, "AKIALOCALREADER"));
    expect((await errorOf(policiesOf("operators", reader))).name).to.match(/^AccessDenied/);
    reader.destroy();
  });
});
