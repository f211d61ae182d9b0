import * as http from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import type { Link } from "../../../core/probe/links";
import type { AccountSetup } from "../../../local/account/types";
import { startLocalAccount } from "../../../local/account/server";
import { account, DeployedStage } from "../deployed-stage";

const region = "eu-west-1";
const id = "a".repeat(20);
const topicArn = `arn:aws:sns:${region}:${account}:alerts`;
const keyArn = `arn:aws:kms:${region}:${account}:key/1`;
const service = "cloudwatch.amazonaws.com";

const lets = (...actions: readonly string[]) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: actions, Resource: "*" }] });

const links: readonly Link[] = [
  { kind: "topic", title: "alerts", arn: topicArn, addresses: ["ops@example.com"], publishers: [service] },
];

const outputs = {
  commandTargets: {
    region,
    actionsTable: "actions",
    wakeQueues: {},
    functions: { probe: { name: "probe-1234567", deadLetterQueueUrl: "https://sqs/1/q" } },
  },
  links,
};

/** Lambda as far as it answers for the function `probe`. */
async function startProbe(): Promise<{ readonly endpoint: string; readonly asked: unknown[]; stop(): void }> {
  const asked: unknown[] = [];
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const question = JSON.parse(Buffer.concat(parts).toString("utf8")) as { readonly id?: string };
      asked.push({ path: request.url, ...question });
      const sentAtMs = Date.now();
      const sent = { probe: { id, kind: "verify", sentAtMs, roleArn: "r" }, outcome: "denied", channel: "webhook" };
      const arrival = { atMs: sentAtMs, eventId: "e1", channel: "posted" };
      response.end(JSON.stringify(question.id === undefined ? sent : { arrival }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, stop };
}

describe("warden verify, on a deployed stack", () => {
  let stage: DeployedStage;
  before(async () => {
    stage = await DeployedStage.start();
  });
  after(() => stage.stop());

  /** The command, in an account that has these beside a caller who may do everything. */
  async function verify(has: Partial<AccountSetup>) {
    const statement = { Effect: "Allow", Action: "*", Resource: "*" };
    const caller = {
      function: "caller",
      roleArn: `arn:aws:iam::${account}:role/admin`,
      policies: [{ Statement: [statement] }],
    };
    const local = await startLocalAccount({
      setup: { accountId: account, region, callers: { ASIACALLER0000000001: caller }, ...has },
      onCall: () => undefined,
      onEvent: () => undefined,
    });
    const lambda = await startProbe();
    stage.pulumiSays(0, JSON.stringify(outputs));
    try {
      const run = await stage.run(["verify"], {
        AWS_ENDPOINT_URL: local.endpoint,
        AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint,
      });
      return { ...run, asked: lambda.asked };
    } finally {
      lambda.stop();
      await local.stop();
    }
  }

  const topic = { arn: topicArn, kmsKeyArn: keyArn, policy: lets("sns:Publish") };
  const keyPolicies = [{ arn: keyArn, policy: lets("kms:Decrypt", "kms:GenerateDataKey*") }];
  const subscription = {
    arn: `${topicArn}:1`,
    topicArn,
    protocol: "email",
    endpoint: "ops@example.com",
    isConfirmed: true,
  };

  it("asks the function probe, looks at the links of the stack's outputs, and passes", async () => {
    const { status, stdout, stderr, asked } = await verify({
      topics: [topic],
      keyPolicies,
      subscriptions: [subscription],
    });
    expect(status, stderr).to.equal(0);
    expect(stdout)
      .to.contain("warden verify: prod")
      .and.to.match(/ok +topic alerts +confirmed by ops@example\.com/)
      .and.to.match(/ok +denied call +iam:GetRole of warden-probe-a{20}/)
      .and.to.contain("Every link that could be looked at holds.");
    const path = "/2015-03-31/functions/probe-1234567/invocations";
    expect(asked).to.deep.equal([
      { path, warden: "verify" },
      { path, warden: "verify", id },
    ]);
  });

  it("names an address that has not confirmed, by status 1", async () => {
    const subscriptions = [{ ...subscription, isConfirmed: false }];
    const { status, stdout } = await verify({ topics: [topic], keyPolicies, subscriptions });
    expect(status).to.equal(1);
    expect(stdout).to.contain("One link is broken.").and.to.contain("not confirmed by ops@example.com");
  });

  it("names a key that CloudWatch may not use", async () => {
    const locked = [{ arn: keyArn, policy: lets("kms:DescribeKey") }];
    const { stdout } = await verify({ topics: [topic], keyPolicies: locked, subscriptions: [subscription] });
    expect(stdout).to.contain("topic alerts: the policy of its key does not let cloudwatch.amazonaws.com use the key");
  });

  it("says of a stack of another version that it has no probe", async () => {
    stage.pulumiSays(0, JSON.stringify({ ...outputs, links: undefined }));
    const { status, stderr } = await stage.run(["verify"]);
    expect(status).to.equal(1);
    expect(stderr).to.contain("stack prod has no probe: deploy it with this version (npm run deploy)");
  });

  for (const args of [["--wait", "0"], ["--wait", "soon"], ["--stack-file", "Pulumi.dev.yaml"], ["everything"]]) {
    it(`refuses ${args.join(" ")} as wrong usage`, async () => {
      const { status, stderr } = await stage.run(["verify", ...args]);
      expect(status).to.equal(2);
      expect(stderr).to.contain(args[0] === "everything" ? "verify takes no operand" : args[0]);
    });
  }
});
