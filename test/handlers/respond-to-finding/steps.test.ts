import { expect } from "chai";

import type { FindingMemory } from "../../../clients/finding-memory";
import {
  credentials,
  findingAccount,
  findingAtMs,
  findingEvent,
  sessionKey,
  userKey,
} from "../../support/sample-finding";
import { deniedRecord } from "../../core/sample-record";
import type { StageOptions } from "./stage";
import { findingStage } from "./stage";

const event = findingEvent();
const repeat = (count: number) => findingEvent({ count, updatedAtMs: findingAtMs + count * 900_000 });
const memoryKey = `FINDING#${findingAccount}/0123456789abcdef0123456789abcdef`;

async function refusal(run: Promise<void>): Promise<Error> {
  const outcome: unknown = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error("it did not throw");
  return outcome;
}

async function played(options: StageOptions, ...events: readonly unknown[]) {
  const stage = await findingStage(options);
  for (const one of events) await stage.take(one);
  return stage;
}

describe("a finding whose caller may be anybody", () => {
  const from = (awsApiCallAction: object) =>
    findingEvent({
      action: {
        actionType: "AWS_API_CALL",
        awsApiCallAction: { api: "CreateUser", serviceName: "iam.amazonaws.com", ...awsApiCallAction },
      },
    });
  const country = { kind: "country", atMs: findingAtMs, text: "used from SG, outside allowedCountries" } as const;
  const places: readonly [what: string, action: object, reason: string][] = [
    [
      "an address of AWS's own",
      { remoteIpDetails: { ipAddressV4: "13.250.0.1", country: { countryName: "Singapore" } } },
      "aws-owned-address",
    ],
    ["a private address", { remoteIpDetails: { ipAddressV4: "10.1.2.3" } }, "unknown-origin"],
    ["a service", { domainDetails: { domain: "cloudformation.amazonaws.com" } }, "unknown-origin"],
    ["another account's resource", { remoteAccountDetails: { accountId: "444455556666" } }, "unknown-origin"],
    ["nowhere", {}, "unknown-origin"],
  ];
  for (const [what, action, reason] of places) {
    it(`is asked about, with enough signals in enforce: ${what}`, async () => {
      const stage = await played({ signalsToEnforce: 2, known: [country] }, from(action));
      expect(stage.decisions()).to.deep.equal([
        `disable-key ${userKey} ask ${reason}`,
        `revoke-sessions build ask ${reason}`,
      ]);
      expect(stage.keys.active.get(userKey)).to.equal(true);
      expect(stage.table.value(`SIGNALS#${userKey}`, "guardduty")).to.include({ doubt: reason });
    });
  }

  it("is asked about as well where the credentials are a user's session", async () => {
    const stage = await played(
      {},
      findingEvent({
        key: credentials.userSession,
        action: {
          actionType: "AWS_API_CALL",
          awsApiCallAction: { api: "CreateUser", remoteIpDetails: { ipAddressV4: "13.250.0.1" } },
        },
      }),
    );
    expect(stage.decisions()).to.deep.equal(["revoke-sessions build ask aws-owned-address"]);
  });

  it("acts on the same finding from any other address", async () => {
    const stage = await played({ signalsToEnforce: 2, known: [country] }, event);
    expect(stage.decisions()[0]).to.equal(`disable-key ${userKey} done signals`);
  });
});

describe("a finding that comes again", () => {
  it("is counted, and acts and tells no second time", async () => {
    const stage = await played({}, event, event, repeat(3), repeat(3), repeat(9));
    const [first, second, ...later] = stage.decisions();
    expect(first).to.equal(`disable-key ${userKey} done signals`);
    expect(second).to.equal("revoke-sessions build done signals");
    expect(later).to.deep.equal([
      `disable-key ${userKey} skip already-handled`,
      `disable-key ${userKey} skip already-handled`,
    ]);
    expect([stage.posts.length, stage.mails.length, stage.actionPosts.length]).to.deep.equal([1, 2, 2]);
    expect((stage.table.value(memoryKey, "STATE") as FindingMemory).count).to.equal(9);
  });

  it("is shown in the message itself where the channel can update it", async () => {
    const stage = await played({ updates: true }, event, repeat(3), findingEvent({ count: 2 }));
    expect(stage.posts).to.have.length(1);
    expect(stage.updated).to.have.length(2);
    expect(stage.updated[1]).to.contain("seen 3 times").and.contain("Investigation");
  });

  it("from the administrator's account is the same as the member's own", async () => {
    const ofAdministrator = findingEvent({ envelopeAccount: "999988887777" });
    const stage = await played({}, event, ofAdministrator);
    expect(stage.posts).to.have.length(1);
    expect(stage.decisions().filter((one) => one.includes("done"))).to.have.length(2);
  });

  it("while another invocation is at work on it comes again later", async () => {
    const stage = await findingStage();
    const claim = { by: "request-0", untilMs: stage.state.nowMs + 60_000 };
    const begun = { account: findingAccount, severity: 5, accessKeyIds: [userKey], count: 1, changedAtMs: 0, claim };
    await stage.table.write(memoryKey, "STATE", begun, 0);
    expect((await refusal(stage.take(event))).message).to.contain("another invocation is at work");
    expect(stage.happened).to.deep.equal([]);
    stage.state.nowMs += 61_000;
    await stage.take(event);
    expect(stage.posts).to.have.length(1);
  });
});

describe("what is done about a finding", () => {
  it("begins with the alert; the report comes next and the look-ups last", async () => {
    const { happened } = await played({}, event);
    expect([...happened.slice(0, 2)].sort()).to.deep.equal(["mail", "post"]);
    expect(happened.slice(2)).to.deep.equal(["report", "lookup eu-central-1", "lookup us-east-1", "mail"]);
  });

  it("goes on without Slack: the credential is reported, and Slack is tried again later", async () => {
    const stage = await findingStage();
    stage.trouble.slack = true;
    expect((await refusal(stage.take(event))).message).to.contain("503");
    expect(stage.reports).to.have.length(1);
    expect(stage.posts).to.deep.equal([]);
    stage.trouble.slack = false;
    await stage.take(event);
    expect(stage.posts).to.have.length(1);
    expect(stage.mails.map(({ subject }) => subject.includes("Investigation"))).to.deep.equal([false, true]);
    expect(stage.happened.filter((one) => one === "report")).to.have.length(1);
  });

  it("is told by the one who acts where people could not be told before", async () => {
    const stage = await findingStage({ findings: "notify" });
    stage.trouble.slack = true;
    await refusal(stage.take(event));
    stage.trouble.slack = false;
    await stage.takeReports();
    expect(stage.actionPosts).to.have.length(2);
  });

  it("comes again where the credential could not be reported, and tells no second time", async () => {
    const stage = await findingStage();
    stage.trouble.topic = true;
    await refusal(stage.take(event));
    stage.trouble.topic = false;
    await stage.take(event);
    expect([stage.posts.length, stage.decisions()[0]]).to.deep.equal([1, `disable-key ${userKey} done signals`]);
  });

  it("is to tell alone where the table can't be read", async () => {
    const stage = await findingStage();
    stage.table.fail("read", "FINDING#");
    await refusal(stage.take(event));
    expect([stage.posts.length, stage.mails.length, stage.reports.length]).to.deep.equal([1, 1, 0]);
    stage.table.fail("read", undefined);
  });

  it("is mailed alone without Slack, once, with what was found in a mail of its own", async () => {
    const stage = await played({ slack: false, findings: "notify" }, event, event);
    expect(stage.posts).to.deep.equal([]);
    expect(stage.mails).to.have.length(2);
    expect(stage.logged.filter(({ warden }) => warden === "posted")).to.have.length(1);
    expect(stage.actionPosts).to.deep.equal([]);
  });
});

describe("what is found out about a finding", () => {
  const record = deniedRecord({ eventID: "1", eventTime: "2026-10-01T11:00:00Z" });

  it("is what the key did in both regions, the user's keys and the names of its policies", async () => {
    const stage = await played({ updates: true, page: () => ({ records: [record] }) }, event);
    expect(stage.updated).to.have.length(1);
    for (const text of [stage.updated[0], stage.mails[1]?.text]) {
      expect(text).to.contain("1 call in the last 24 hours, 1 of them denied");
      expect(text).to.contain("dynamodb:DeleteTable 1×");
      expect(text).to.contain("Key ending 0001 is active, never used");
      expect(text).to.contain("Attached policies: ReadOnly").and.contain("In the group ops");
    }
  });

  it("is what a role may do, for its session", async () => {
    const stage = await played({}, findingEvent({ key: credentials.roleSession }));
    expect(stage.mails[1]?.text).to.contain("Attached policies: Deploy").and.contain("Inline policies: own");
    expect(stage.mails[1]?.text).not.to.contain("Key ending");
  });

  it("is posted a second time by a webhook for high findings alone", async () => {
    expect((await played({}, findingEvent({ severity: 6.9 }))).posts).to.have.length(1);
    const high = await played({}, findingEvent({ severity: 7 }));
    expect(high.posts).to.have.length(2);
    expect(high.posts[1]).to.contain("Investigation of").and.contain("No call in the event history");
  });

  it("never stands in the way: a history that fails is said, and what is left is told", async () => {
    const page = () => Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
    const stage = await played({ page }, event);
    expect(stage.posts).to.have.length(1);
    expect(stage.decisions()[0]).to.equal(`disable-key ${userKey} done signals`);
    expect(stage.mails[1]?.text).to.contain("could not be read").and.contain("ThrottlingException");
  });

  it("ends after twenty answers, no more than two a second in a region", async () => {
    const asked: string[] = [];
    const page = ({ region }: { readonly region: string }, next: string | undefined) => {
      asked.push(region);
      return { records: [{ ...record, eventID: `${region} ${next}` }], next: `${asked.length}` };
    };
    const stage = await findingStage({ page });
    // Each answer takes a second, as in the service, so that hardly anything has to be waited for.
    const { history } = stage.parts;
    const slow: typeof history = {
      async page(question, next) {
        stage.state.nowMs += 1_000;
        return history.page(question, next);
      },
    };
    Object.assign(stage.parts, { history: slow });
    await stage.take(event);
    expect(asked).to.have.length(20);
    expect(asked.filter((region) => region === "us-east-1")).to.have.length(10);
    expect(stage.mails[1]?.text).to.contain("At least 20 calls").and.contain("answers that are read for one finding");
  });

  it("stops where it would wait for more than three seconds in sum", async () => {
    let answers = 0;
    const stage = await findingStage({ page: () => ({ records: [], next: String((answers += 1)) }) });
    await stage.take(event);
    expect(stage.state.waitedMs).to.be.above(0).and.at.most(3_000);
    expect(answers).to.be.below(20);
    expect(stage.mails[1]?.text).to.contain("other look-ups took the room");
  });

  it("takes its turn behind other invocations", async () => {
    const stage = await findingStage();
    const key = `LOOKUPS#${findingAccount}/eu-central-1`;
    await stage.table.write(key, "NEXT", { nextMs: stage.state.nowMs + 1_500 }, 0);
    await stage.take(event);
    expect(stage.state.waitedMs).to.equal(1_500);
  });

  it("is not looked for in another account", async () => {
    const stage = await played({ ownAccount: "999988887777" }, event);
    expect(stage.happened.filter((one) => one.startsWith("lookup"))).to.deep.equal([]);
    expect(stage.mails).to.have.length(1);
  });
});

describe("sessions that a finding names", () => {
  const roleFinding = findingEvent({ key: credentials.roleSession });

  it("are not touched where the name is another's by now", async () => {
    const stage = await findingStage();
    stage.roles.deploy = { id: "AROAANOTHER000000001", arn: "arn", path: "/", tags: {} };
    await stage.take(roleFinding);
    expect(stage.decisions()).to.deep.equal(["revoke-sessions deploy refused owner-mismatch"]);
  });

  it("are not touched of service-linked roles and those of single sign-on", async () => {
    for (const [path, reason] of [
      ["/aws-service-role/x.amazonaws.com/", "service-linked"],
      ["/aws-reserved/sso.amazonaws.com/eu-west-1/", "single-sign-on"],
    ] as const) {
      const stage = await findingStage();
      stage.roles.deploy = { id: "AROAEXAMPLEDEPLOY001", arn: "arn", path, tags: {} };
      await stage.take(roleFinding);
      expect(stage.decisions()).to.deep.equal([`revoke-sessions deploy refused ${reason}`]);
    }
  });

  it("are gone with the role", async () => {
    const stage = await findingStage();
    stage.roles.deploy = undefined;
    await stage.take(roleFinding);
    expect(stage.decisions()).to.deep.equal(["revoke-sessions deploy skip gone"]);
  });

  it("are nobody's to report but of a finding that the table knows", async () => {
    const stage = await findingStage();
    const claim = {
      version: 1,
      accessKeyId: sessionKey,
      principalType: "AssumedRole",
      userName: "deploy",
      signals: [],
    };
    stage.reports.push(JSON.stringify({ ...claim, finding: "111122223333/made-up" }));
    await stage.takeReports();
    expect(stage.decisions()).to.include(`disable-key ${sessionKey} refused temporary-credentials`);
    expect(stage.policies.role.documents.size).to.equal(0);
  });
});
