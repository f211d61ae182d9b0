import { GetFunctionConfigurationCommand, GetPolicyCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";

import { policyLets } from "../../../../core/probe/policy-lets";
import * as fixture from "../fixture";

const sourceArn = `arn:aws:events:${fixture.REGION}:${fixture.ACCOUNT}:rule/every-day`;
const permission = { id: "clock", action: "lambda:InvokeFunction", principal: "events.amazonaws.com", sourceArn };

describe("Lambda of the local account", () => {
  let running: fixture.RunningAccount;
  let client: LambdaClient;

  beforeEach(async () => {
    running = await fixture.startAccount({
      ...fixture.SETUP,
      functions: [
        { name: "probe", permissions: [{ ...permission, sourceAccount: fixture.ACCOUNT }] },
        { name: "alone", permissions: [] },
      ],
    });
    client = new LambdaClient(fixture.clientOptions(running.account.endpoint));
  });
  afterEach(async () => {
    client.destroy();
    await running.account.stop();
  });

  it("tells who may invoke a function, as a policy", async () => {
    const { Policy = "" } = await client.send(new GetPolicyCommand({ FunctionName: "probe" }));
    const asked = { service: "events.amazonaws.com", action: "lambda:InvokeFunction" };
    expect(policyLets(Policy, { ...asked, sourceArn })).to.equal(true);
    expect(policyLets(Policy, { ...asked, sourceArn: `${sourceArn}-2` })).to.equal(false);
  });

  it("has no policy for a function that nobody may invoke, and no function that is not declared", async () => {
    for (const FunctionName of ["alone", "gone"]) {
      const error = await fixture.errorOf(client.send(new GetPolicyCommand({ FunctionName })));
      expect(error.name).to.equal("ResourceNotFoundException");
    }
  });

  it("says of a function that it is there", async () => {
    const { State, FunctionName } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: "alone" }));
    expect({ State, FunctionName }).to.deep.equal({ State: "Active", FunctionName: "alone" });
  });

  it("refuses who has no leave to look", async () => {
    const reader = new LambdaClient(fixture.clientOptions(running.account.endpoint, "AKIALOCALREADER"));
    const error = await fixture.errorOf(reader.send(new GetPolicyCommand({ FunctionName: "probe" })));
    expect(error.name).to.equal("AccessDeniedException");
    reader.destroy();
  });
});
