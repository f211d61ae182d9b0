import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";

import { drawExplanation } from "../../cli/explain/draw";
import type { Evidence, Explanation } from "../../cli/explain/explanation";
import { explanationOf, isKnown } from "../../cli/explain/explanation";
import { eventNamed, keptRecords } from "../../cli/explain/kept-records";
import { lettersAbout } from "../../cli/explain/letters-about";
import { listenersOf } from "../../cli/explain/listeners";
import { runCommand } from "../../cli/run-command";
import type { DecisionEffect } from "../../local/effects";
import type { CloudTrailItem } from "../../local/input/items";
import type { Layout } from "../../local/program/layout";
import { saveRun } from "../../local/records/save";
import type { RunRecords } from "../../local/records/records";
import { laidOutProgram, webhookStack } from "../support/laid-out-program";
import { runHere } from "./run-here";

const id = "3f2c1111-2222-4333-8444-555566667777";
const at = "2026-03-17T10:00:00.000Z";
const later = "2026-03-17T10:00:30.000Z";

function item(fields: Readonly<Record<string, unknown>> = {}): CloudTrailItem {
  const record = {
    eventVersion: "1.11",
    eventID: id,
    eventTime: at,
    eventSource: "iam.amazonaws.com",
    eventName: "CreateUser",
    eventType: "AwsApiCall",
    awsRegion: "us-east-1",
    recipientAccountId: "111122223333",
    sourceIPAddress: "203.0.113.9",
    userAgent: "aws-cli/2",
    userIdentity: {
      type: "IAMUser",
      userName: "ana",
      arn: "arn:aws:iam::111122223333:user/ana",
      accountId: "111122223333",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    },
    errorCode: "AccessDenied",
    errorMessage: "User is not authorized. Encoded authorization failure message: c2VjcmV0IGJsb2I",
    requestParameters: { password: "hunter2-of-the-request" },
    responseElements: { secretAccessKey: "wJalr-of-the-answer" },
    ...fields,
  };
  return { kind: "cloudtrail", atMs: Date.parse(at), record, text: JSON.stringify(record), origin: "trail.json:1" };
}

const nothing: Evidence = { notes: [], decisions: [], alarms: [], deadLetters: {}, records: [] };

const decision = (fields: Partial<DecisionEffect> = {}): DecisionEffect => ({
  effect: "decision",
  at: later,
  function: "disable-key",
  action: "disable-key",
  subject: "AKIAIOSFODNN7EXAMPLE",
  verdict: "notify",
  reason: "mode-notify",
  eventIds: [id],
  ...fields,
});

const note = (what: Evidence["notes"][number]["what"], text = "", name = "post-denials") => ({
  at: later,
  function: name,
  what,
  text,
  eventIds: [id],
});

const drawn = (explanation: Explanation) => drawExplanation(explanation, { width: 120, colour: false });
const explained = (evidence: Partial<Evidence>, known = item()) =>
  explanationOf(id, { item: known }, { ...nothing, ...evidence }, []);

describe("warden explain", () => {
  it("says who did what, when, where and with which error", () => {
    const text = drawn(explained({}));
    for (const fact of ["iam.amazonaws.com CreateUser", "user ana, key ending MPLE", "2026-03-17 10:00:00 UTC"]) {
      expect(text).to.include(fact);
    }
    expect(text).to.include("account 111122223333, us-east-1").and.to.include("203.0.113.9");
    expect(text).to.include("AccessDenied: User is not authorized");
  });

  it("describes a finding by its type, and a call that came by EventBridge as a call", () => {
    const at2 = { kind: "eventbridge", atMs: Date.parse(at), origin: "events.jsonl:2" } as const;
    const type = "UnauthorizedAccess:IAMUser/TorIPCaller";
    const detail = { id, type, severity: 8, accountId: "111122223333", region: "eu-west-1" };
    const finding = { source: "aws.guardduty", "detail-type": "GuardDuty Finding", detail };
    const told = drawn(explanationOf(id, { item: { ...at2, event: finding } }, nothing, []));
    expect(told).to.include(`aws.guardduty ${type}, severity 8`).and.to.include("account 111122223333, eu-west-1");
    expect(told).not.to.include("it succeeded");
    const event = { source: "aws.iam", "detail-type": "AWS API Call via CloudTrail", detail: item().record };
    const call = drawn(explanationOf(id, { item: { ...at2, event } }, nothing, []));
    expect(call).to.include("user ana").and.to.include("AWS API Call via CloudTrail, events.jsonl:2");
  });

  it("shows nothing of what was asked for and answered, no encoded message and no whole key id of a caller", () => {
    for (const text of [drawn(explained({})), JSON.stringify(explained({}))]) {
      expect(text).not.to.match(/hunter2|wJalr|c2VjcmV0|AKIAIOSFODNN7EXAMPLE/);
    }
  });

  it("lets no control character of a caller through", () => {
    const hostile = item({ userAgent: "\u001b[2Jgone\n\nDECISION done", eventName: "\u202eresUetaerC" });
    const text = drawn(explained({ notes: [note("posted", "\u001b[31mred\nline")] }, hostile));
    for (const hidden of ["\u001b", "\u202e", "\nDECISION"]) expect(text).not.to.include(hidden);
    expect(text).to.include("[U+001B]").and.to.include("[U+202E]");
  });

  it("names the message that told of it, the mute that took it, and what was only gathered", () => {
    const notes = [note("gathered"), note("posted", "🟡 Low: denied"), note("muted", "config-probe", "other")];
    const text = drawn(explained({ notes }));
    expect(text).to.include("gathered, for a message that tells of several");
    expect(text).to.include("told in the message: 🟡 Low: denied");
    expect(text).to.include("muted by the rule: config-probe");
  });

  it("goes through the checks of a decision up to the one that settled it", () => {
    const { functions } = explained({ decisions: [decision()] });
    const answers = functions[0]?.decisions[0]?.outcome.checks.map(({ answer }) => answer);
    expect(answers).to.deep.equal([...Array<string>(5).fill("yes"), "no", ...Array<string>(4).fill("not asked")]);
    expect(drawn(explained({ decisions: [decision()] })))
      .to.include("notify, mode-notify (the mode of this action is `notify`)")
      .and.to.match(/ 6 {2}NO +the mode is not `notify`/)
      .and.to.include("notify all the same");
  });

  it("says what enforce would have come to, and what a person's approval stood in for", () => {
    const ifEnforced = { verdict: "ask", reason: "recently-good-use" } as const;
    expect(drawn(explained({ decisions: [decision({ ifEnforced })] }))).to.match(
      /With enforce it would have been ask, recently-good-use \(.+\),\s+settled by check 8\./,
    );
    const approved = explained({ decisions: [decision({ verdict: "done", reason: "approved" })] });
    const overridden = approved.functions[0]?.decisions[0]?.outcome.checks.flatMap(({ answer }, position) =>
      answer === "overridden by the approval" ? [position + 1] : [],
    );
    expect(overridden).to.deep.equal([5, 7, 8, 9]);
  });

  it("tells a mode of this program apart from a reason that it does not know", () => {
    expect(drawn(explained({ decisions: [decision({ reason: "constructor" })] }))).to.include("notify, constructor\n");
  });

  describe("by what is declared", () => {
    let layout: Layout;
    before(async function () {
      this.timeout(120_000);
      layout = await laidOutProgram(webhookStack);
    });

    it("names the functions that are handed it by filter or rule, and those that say nothing of it", () => {
      const listeners = listenersOf(layout, item());
      expect(listeners.handedTo).to.deep.include({ to: "post-denials", by: "subscription filter post-denials" });
      const text = drawn(explanationOf(id, { item: item(), listeners }, { ...nothing, notes: [note("gathered")] }, []));
      expect(text).to.include("post-denials, by subscription filter post-denials\n");
      expect(text).to.match(/watch-keys, by subscription filter watch-keys; it stated nothing of its own/);
      const rule = item({ eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging", errorCode: undefined });
      const stopped = listenersOf(layout, rule);
      expect(stopped.handedTo).to.deep.include({ to: "restart-trail", by: "rule restart-trail" });
    });

    it("says so where no filter and no rule wants it, or where it is too large to be delivered", () => {
      const read = { eventName: "ListUsers", errorCode: undefined, userIdentity: { type: "AWSService" } };
      const calm = item({ ...read, readOnly: true });
      expect(drawn(explanationOf(id, { item: calm, listeners: listenersOf(layout, calm) }, nothing, []))).to.include(
        "Nobody: no filter and no rule wants it.",
      );
      const large = { ...item(), text: "x".repeat(300_000) };
      expect(drawn(explanationOf(id, { item: large, listeners: listenersOf(layout, large) }, nothing, []))).to.include(
        "CloudTrail does not deliver a record of this size",
      );
    });

    it("names the alarms that counted it: gone off, in alarm already, or silent", () => {
      const listeners = listenersOf(layout, item());
      expect(listeners.countedBy.map(({ alarm }) => alarm)).to.include("denied-calls");
      const [{ alarm, metric } = { alarm: "", metric: "" }] = listeners.countedBy;
      const change = (state: "ALARM" | "OK", time: string) =>
        ({ effect: "alarm", at: time, alarm, state, metric, value: 1 }) as const;
      const outcome = (alarms: Evidence["alarms"]) =>
        explanationOf(id, { item: item(), listeners }, { ...nothing, alarms }, []).alarms[0];
      expect(outcome([change("ALARM", "2026-03-17T10:01:00.000Z")])).to.deep.include({ outcome: "went off" });
      expect(outcome([change("ALARM", "2026-03-17T09:00:00.000Z")])).to.deep.include({
        outcome: "was in alarm already",
      });
      expect(outcome([change("ALARM", "2026-03-17T12:00:00.000Z")])).to.deep.include({ outcome: "did not go off" });
    });
  });

  it("finds it in dead-letter queues, inside a packed delivery too", () => {
    const logEvents = [{ id: "1", timestamp: 1, message: item().text }];
    const envelope = { messageType: "DATA_MESSAGE", owner: "1", logGroup: "g", logStream: "s", logEvents };
    const event = { awslogs: { data: gzipSync(JSON.stringify(envelope)).toString("base64") } };
    const body = JSON.stringify({ requestContext: { functionArn: "arn" }, requestPayload: event });
    expect(lettersAbout([body, '{"awslogs":{"data":"?"}}', "no JSON"], id)).to.equal(1);
    expect(lettersAbout([body], "another")).to.equal(0);
    const failed = { notes: [note("failed", "no table")], deadLetters: { "post-denials": [body] } };
    expect(drawn(explained(failed))).to.include("warden redrive post-denials");
    expect(drawn(explained({ notes: failed.notes }))).to.include(
      "Not in the dead-letter queue of post-denials any more",
    );
  });

  it("says how the records of actions on it stand, and takes the id of one for its first event", () => {
    const value = { id: "wa-abcdefghij", state: "restored", action: "disable-key", subject: { id: "AKIAONE" } };
    const items = [
      {
        key: { S: "RECORD#wa-abcdefghij" },
        value: { S: JSON.stringify({ ...value, eventIds: [id], changedAtMs: 0 }) },
      },
      { key: { S: "RECORD#wa-broken" }, value: { S: "{" } },
      { key: { S: "CAPS" }, value: { S: "{}" } },
    ];
    const records = keptRecords({ tables: [{ name: "actions", arn: "arn", hashKey: "key", items }] });
    expect(records.map((record) => record.id)).to.deep.equal(["wa-abcdefghij"]);
    expect(eventNamed("wa-abcdefghij", records)).to.equal(id);
    expect(eventNamed("wa-jjjjjjjjjj", records)).to.equal("wa-jjjjjjjjjj");
    expect(drawn(explained({ records }))).to.include(
      "Record wa-abcdefghij, disable-key AKIAONE: restored since 1970-01-01 00:00:00 UTC",
    );
    expect(explanationOf("other", {}, { ...nothing, records }, []).records).to.deep.equal([]);
  });

  it("knows nothing of an id that neither a record nor its input has", () => {
    expect(isKnown(explanationOf("other", {}, nothing, []))).to.equal(false);
    expect(isKnown(explained({}))).to.equal(true);
  });

  describe("on the last local run", () => {
    let folder: string;
    beforeEach(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "warden-explain-"))));
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    const leave = (fields: Partial<RunRecords> = {}) => {
      fs.writeFileSync(path.join(folder, "trail.json"), JSON.stringify({ Records: [item().record] }));
      const run: RunRecords["run"] = {
        savedAt: at,
        endedAt: later,
        paths: [path.join(folder, "trail.json")],
        stackFile: path.join(folder, "gone.yaml"),
        modes: {},
        slack: true,
        allAccounts: false,
        accountId: "123456789012",
        region: "us-east-1",
      };
      const told = { notes: [note("posted", "the headline")], alarms: [], idsLeftOut: 0 };
      saveRun(
        { run, account: {}, decisions: [decision()], deadLetters: {}, told, ...fields },
        path.join(folder, ".warden"),
      );
    };
    const explain = (...args: string[]) => runHere(() => runCommand(["explain", ...args]), { NO_COLOR: "1" }, folder);

    it("reads its records and the event again, and tells what it can't know", async () => {
      leave();
      const { status, stdout, stderr } = await explain(id);
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      expect(stdout).to.include("user ana").and.to.include("the headline").and.to.include("mode-notify");
      expect(stdout).to.match(/Not known\n +who was handed it and which alarms it counted for: .*gone\.yaml/);
    });

    it("explains what it has where the event's file is gone", async () => {
      leave();
      fs.rmSync(path.join(folder, "trail.json"));
      const { status, stdout } = await explain(id);
      expect(status).to.equal(0);
      expect(stdout).to.include("The event itself could not be read again.").and.to.include("the headline");
    });

    it("says that notes are missing where an older run kept none", async () => {
      leave({ told: undefined });
      expect((await explain(id)).stdout).to.include("the run kept no notes of that");
    });

    it("writes one JSON object with --json", async () => {
      leave();
      const parsed = JSON.parse((await explain(id, "--json")).stdout) as Explanation;
      expect(parsed.eventId).to.equal(id);
      expect(parsed.functions.map((part) => part.function)).to.have.members(["post-denials", "disable-key"]);
    });

    it("is status 1 for an id that is unknown, and where no run was kept", async () => {
      const { status, stderr } = await explain(id);
      expect({ status, stderr }).to.deep.include({ status: 1 });
      expect(stderr).to.include("no run has left its records");
      leave();
      const unknown = await explain("no-\u001bsuch");
      expect(unknown).to.deep.equal({
        status: 1,
        stdout: "",
        stderr: "warden: there is no event no-[U+001B]such in the last run; give PATH to play other history\n",
      });
    });

    it("is status 2 without an id, and for an option that goes with a PATH", async () => {
      expect(await explain()).to.deep.include({ status: 2, stdout: "" });
      const { status, stderr } = await explain(id, "--modes", "all=enforce");
      expect(status).to.equal(2);
      expect(stderr).to.include("--modes goes with a PATH to play");
    });

    it("--help: status 0, and no option that the page does not have", async () => {
      const { status, stdout } = await explain("--help");
      expect(status).to.equal(0);
      const page = fs.readFileSync(path.join(__dirname, "..", "..", "docs", "commands.md"), "utf8");
      for (const option of stdout.match(/--[a-z-]+/g) ?? ["none"]) {
        expect(option === "--help" || page.includes(option), option).to.equal(true);
      }
    });
  });
});
