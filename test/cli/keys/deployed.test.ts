import { expect } from "chai";
import * as path from "node:path";

import { profileStore } from "../../../clients/profile-store";
import type { LocalAccount } from "../../../local/account/server";
import { startLocalAccount } from "../../../local/account/server";
import { parseProfiles } from "../../../local/profiles/stored-profiles";
import { account, DeployedStage } from "../deployed-stage";
import type { WardenRun } from "../run-warden";
import { keptProfile, sampleRequest } from "../../local/profiles/sample-profile";
import { setEnvironment } from "../../support/environment";
import { AwsStub, awsError } from "./aws-stub";
import { call, day, key, KeysStage } from "./keys-stage";

const region = "eu-west-1";
const table = "profiles-1234567";
const forgetAfterMs = 90 * 86_400_000;

const outputs = {
  trailLogGroupName: "trail-1234567",
  commandTargets: { region, actionsTable: "actions-1", profilesTable: table, wakeQueues: {}, functions: {} },
};

describe("warden keys --stack", function () {
  this.timeout(60_000);
  let stage: DeployedStage;
  let files: KeysStage;
  let aws: AwsStub;
  let database: LocalAccount;
  let environment: Record<string, string>;
  before(async () => (stage = await DeployedStage.start()));
  after(() => stage.stop());

  beforeEach(async () => {
    stage.pulumiSays(0, JSON.stringify(outputs));
    files = new KeysStage();
    aws = new AwsStub();
    const statement = { Effect: "Allow", Action: "*", Resource: "*" };
    database = await startLocalAccount({
      setup: {
        accountId: account,
        region,
        callers: {
          ASIACALLER0000000001: {
            function: "caller",
            roleArn: `arn:aws:iam::${account}:role/admin`,
            policies: [{ Version: "2012-10-17", Statement: [statement] }],
          },
        },
        tables: [{ name: table, arn: `arn:aws:dynamodb:${region}:${account}:table/${table}`, hashKey: "key" }],
      },
      onCall: () => {},
      onEvent: () => {},
    });
    database.setClock(Date.now());
    environment = { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: await aws.start(), AWS_ENDPOINT_URL_DYNAMODB: database.endpoint };
  });
  afterEach(async () => {
    aws.stop();
    files.remove();
    await database.stop();
  });

  const run = (...args: readonly string[]): Promise<WardenRun> => stage.run(["keys", ...args], environment);

  /** Kept in the table by somebody else, before the command. */
  async function kept(minutes: readonly number[]): Promise<void> {
    const restore = setEnvironment({
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "ASIACALLER0000000001",
      AWS_SECRET_ACCESS_KEY: "invented",
    });
    try {
      const { profile } = keptProfile(minutes.map((minute) => sampleRequest(minute)));
      expect(await profileStore(table).save([{ profile, version: 0 }], forgetAfterMs)).to.have.property("size", 0);
    } finally {
      restore();
    }
  }

  async function inTable(): Promise<ReturnType<typeof parseProfiles>> {
    return parseProfiles((await run("export-profile")).stdout);
  }

  it("update-profile PATH: learns into the table, and the same again changes nothing", async () => {
    const file = files.log("a", [call(0), call(1, { action: "PutObject" })]);
    expect((await run("update-profile", file)).stdout).to.contain("2 requests counted");
    const before = (await run("export-profile")).stdout;
    expect([...((await inTable()).get(key)?.profile.values.event.keys() ?? [])]).to.have.members([
      "s3:GetObject",
      "s3:PutObject",
    ]);
    expect((await run("update-profile", file)).stdout).to.contain("0 requests counted, 2 counted before");
    expect((await run("export-profile")).stdout).to.equal(before);
  });

  it("update-profile PATH: takes history that is older than the table's, and nothing of the time that it has judged itself", async () => {
    await kept([10 * day, 12 * day]);
    const attack = call(11 * day, { ip: "203.0.113.66", action: "ListBuckets" });
    const file = files.log("a", [call(9 * day, { action: "PutObject" }), attack, call(12 * day + 1)]);
    const said = await run("update-profile", file);
    expect(said.status, said.stderr).to.equal(0);
    expect(said.stdout).to.contain("2 requests counted, 1 counted before");
    const profile = (await inTable()).get(key)?.profile;
    expect([...(profile?.values.event.keys() ?? [])]).to.have.members(["s3:GetObject", "s3:PutObject"]);
    expect([...(profile?.values.ip.keys() ?? [])]).to.deep.equal(["198.51.100.7"]);
  });

  it("score-requests: of the log group's last ten minutes, page by page", async () => {
    await kept([0, 2 * day]);
    const event = (id: string, record: unknown) => ({
      eventId: id,
      timestamp: Date.now(),
      message: JSON.stringify(record),
    });
    aws.answers = {
      FilterLogEvents: ({ nextToken }) =>
        nextToken === undefined
          ? {
              events: [event("1", call(3 * day)), { eventId: "x", timestamp: 1, message: "no record" }],
              nextToken: "more",
            }
          : { events: [event("2", call(3 * day + 1, { ip: "203.0.113.66" }))] },
    };
    const said = await run("score-requests");
    expect(said.status).to.equal(3);
    expect(said.stdout).to.contain("2 requests made with long-term keys; 2 scored.").and.to.contain("✗ 203.0.113.66");
    expect(said.stderr).to.equal("log event x: no record\n");
    const [first] = aws.calls;
    expect(first?.input).to.include({
      logGroupName: "trail-1234567",
      filterPattern: '{ $.userIdentity.accessKeyId = "AKIA*" }',
    });
    expect(Number(first?.input["endTime"]) - Number(first?.input["startTime"])).to.equal(600_000);
  });

  it("update-profile: of the log group's last day, or of the period and the key that are named", async () => {
    aws.answers = { FilterLogEvents: () => ({ events: [] }) };
    await run("update-profile");
    await run("update-profile", "--period", "2h", "--key", key);
    const spans = aws.calls.map(({ input }) => Number(input["endTime"]) - Number(input["startTime"]));
    expect(spans).to.deep.equal([86_400_000, 7_200_000]);
    expect(aws.calls[1]?.input["filterPattern"]).to.equal(`{ $.userIdentity.accessKeyId = "${key}" }`);
  });

  it("show-profile and delete-profile: in the table", async () => {
    await kept([0]);
    expect((await run("show-profile")).stdout).to.contain(key);
    expect((await run("delete-profile", key)).stdout).to.contain(`is gone from the table ${table}`);
    expect((await run("delete-profile", key)).status).to.equal(1);
    expect((await run("show-profile")).stdout).to.contain("There are no key profiles");
  });

  it("import-profile: from a file of this machine into the table, and out of it into another file", async () => {
    await files.runOnStore(["update-profile", files.log("a", [call(0), call(2 * day, { agent: 'a: "b" $(id) <i>' })])]);
    await files.runOnStore(["export-profile", path.join(files.folder, "one.json")]);
    expect((await run("import-profile", path.join(files.folder, "one.json"))).stdout).to.contain("1 profile imported");
    const [there, here] = [await inTable(), parseProfiles(files.stored)];
    expect(there.get(key)?.profile).to.deep.equal(here.get(key)?.profile);
  });

  it("says in one line what is missing: the log group's permission, the table", async () => {
    aws.answers = { FilterLogEvents: () => awsError("AccessDeniedException", "logs:FilterLogEvents is not allowed") };
    const refused = await run("score-requests");
    expect(refused.status).to.equal(1);
    expect(refused.stderr).to.equal("warden: AccessDeniedException: logs:FilterLogEvents is not allowed\n");
    const older = { ...outputs.commandTargets, profilesTable: undefined };
    stage.pulumiSays(0, JSON.stringify({ ...outputs, commandTargets: older }));
    expect((await run("show-profile")).stderr).to.match(/^warden: stack prod has no table of key profiles: deploy it/);
  });
});
