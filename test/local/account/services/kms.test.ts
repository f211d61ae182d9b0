import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import { expect } from "chai";
import * as fixture from "../fixture";

const keyArn = `arn:aws:kms:${fixture.REGION}:${fixture.ACCOUNT}:key/invented`;
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });

describe("KMS", () => {
  let running: fixture.RunningAccount;
  beforeEach(async () => {
    running = await fixture.startAccount({ ...fixture.SETUP, keyPolicies: [{ arn: keyArn, policy }] });
  });
  afterEach(() => running.account.stop());

  const read = (KeyId: string, accessKeyId?: string) =>
    new KMSClient(fixture.clientOptions(running.account.endpoint, accessKeyId)).send(
      new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }),
    );

  it("gives the policy of a key as it was put there", async () => {
    const { Policy, PolicyName } = await read(keyArn);
    expect({ Policy, PolicyName }).to.deep.equal({ Policy: policy, PolicyName: "default" });
  });

  it("names a key that is not there", async () => {
    expect((await fixture.errorOf(read(`${keyArn}-gone`))).name).to.equal("NotFoundException");
  });

  it("refuses whoever may not read it", async () => {
    const { message, name } = await fixture.errorOf(read(keyArn, "AKIALOCALREADER"));
    expect(name).to.equal("AccessDeniedException");
    expect(message).to.contain(`kms:GetKeyPolicy on resource: ${keyArn}`);
  });
});
