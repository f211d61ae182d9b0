import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import * as fixture from "../fixture";

describe("Secrets Manager", () => {
  let running: fixture.RunningAccount;
  beforeEach(async () => {
    running = await fixture.startAccount();
  });
  afterEach(() => running.account.stop());

  const read = (SecretId: string) =>
    new SecretsManagerClient(fixture.clientOptions(running.account.endpoint)).send(
      new GetSecretValueCommand({ SecretId }),
    );

  it("gives a secret by name, by ARN and by ARN without its suffix", async () => {
    for (const id of ["slack", fixture.SECRET_ARN, fixture.SECRET_ARN.slice(0, -7)]) {
      const { SecretString, ARN, Name } = await read(id);
      expect({ SecretString, ARN, Name }).to.deep.equal({
        SecretString: "invented",
        ARN: fixture.SECRET_ARN,
        Name: "slack",
      });
    }
  });

  it("names a secret that is not there", async () => {
    expect((await fixture.errorOf(read("jira"))).name).to.equal("ResourceNotFoundException");
  });

  it("asks for the key of a secret that has its own", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/invented";
    const policies = [
      { Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: fixture.SECRET_ARN }] },
    ];
    running.account.put({
      secrets: [{ arn: fixture.SECRET_ARN, name: "slack", value: "invented", kmsKeyArn }],
      callers: { AKIALOCALADMIN: { function: "probe", roleArn: "arn:aws:iam::111122223333:role/probe", policies } },
    });
    expect((await fixture.errorOf(read("slack"))).message).to.contain(`kms:Decrypt on resource: ${kmsKeyArn}`);
  });
});
