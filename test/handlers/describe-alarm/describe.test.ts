import { expect } from "chai";
import * as fc from "fast-check";

import type { FoundRecords, TrailLog } from "../../../clients/trail-log";
import { cisAlarm, cisAlarms } from "../../../core/cis-alarms";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { describeNotification } from "../../../handlers/describe-alarm/describe";
import { messagesOf } from "../../../handlers/describe-alarm/messages";
import { alarmMessage } from "../../core/cis-alarms/sample-alarm";
import { deniedRecord } from "../../core/sample-record";

const settings = { country: { dataDate: "2026-03-01", maxAgeDays: 60 } };
const place = { logGroup: "trail-1a2b3c4", homeRegion: "eu-central-1" };
const country = (address: string) => (address.startsWith("203.0.113.") ? "SG" : undefined);

/** A log group that answers the same to every question, and remembers the questions. */
function trailThat(answer: () => Promise<FoundRecords>) {
  const questions: { readonly pattern: string; readonly from: string; readonly to: string }[] = [];
  const trail: TrailLog = {
    async find(pattern, fromMs, toMs) {
      questions.push({ pattern, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() });
      return answer();
    },
  };
  return { trail, questions };
}

const holding = (...records: readonly CloudTrailRecord[]) => trailThat(async () => ({ records, truncated: false }));
const failing = (error: Error) => trailThat(() => Promise.reject(error));

const prepareMail = () => undefined;

async function described(text: string, { trail } = holding(deniedRecord()), changes: object = {}) {
  const found = await describeNotification(text, { settings, trail, country, place, prepareMail, ...changes });
  if (found === undefined) throw new Error("nothing was described");
  return found;
}

describe("describe-alarm, of one message", () => {
  it("asks the log group for the alarm's own pattern in the alarm's own time", async () => {
    for (const alarm of cisAlarms.slice(1)) {
      const log = holding();
      const { cis } = await described(alarmMessage({}, { MetricName: `any-stack-name-cis-${alarm.id}` }), log);
      expect(cis).to.equal(alarm.id);
      expect(log.questions).to.deep.equal([
        { pattern: alarm.pattern, from: "2026-03-17T10:02:00.000Z", to: "2026-03-17T10:06:59.999Z" },
      ]);
    }
  });

  it("names who it was, with the country of the address", async () => {
    const { mail, callers, lookUpFailed } = await described(alarmMessage());
    expect(mail.subject).to.equal("CIS 5.4 (high) Changes to IAM policies: user alice");
    expect(mail.text).to.include("From: 203.0.113.7 (SG)");
    expect([callers, lookUpFailed]).to.deep.equal([1, undefined]);
  });

  it("knows no country of a private address, of one behind an endpoint, and where the data can't be read", async () => {
    const privately = holding(deniedRecord({ sourceIPAddress: "10.0.0.7" }));
    const byEndpoint = holding(deniedRecord({ vpcEndpointId: "vpce-0a1b2c3d" }));
    const broken = () => {
      throw new Error("no data");
    };
    expect((await described(alarmMessage(), privately, { country: () => "XX" })).mail.text).to.include(
      "From: 10.0.0.7\n",
    );
    expect((await described(alarmMessage(), byEndpoint)).mail.text).to.include("From: 203.0.113.7\n");
    expect((await described(alarmMessage(), holding(deniedRecord()), { country: broken })).mail.text).to.include(
      "From: 203.0.113.7\n",
    );
  });

  it("says that countries are unknown where the data is too old for the time of the alarm", async () => {
    const old = { settings: { country: { dataDate: "2025-01-01", maxAgeDays: 60 } } };
    const { mail } = await described(alarmMessage(), holding(deniedRecord()), old);
    expect(mail.text).to.include("Country unknown").and.to.not.include("(SG)");
  });

  it("mails all the same where the log group does not answer, and says so", async () => {
    const timeOut = Object.assign(new Error("The operation was aborted: AKIAIOSFODNN7EXAMPLE"), {
      name: "TimeoutError",
    });
    const { mail, lookUpFailed, callers } = await described(alarmMessage(), failing(timeOut));
    expect(mail.subject).to.equal("CIS 5.4 (high) Changes to IAM policies");
    expect(mail.text).to.include("Could not be looked up (TimeoutError).").and.to.include(cisAlarm("5.4").why);
    expect(mail.text).to.not.include("aborted");
    expect([callers, lookUpFailed]).to.deep.equal([undefined, "TimeoutError"]);
  });

  it("tells of an alarm that is in no table without looking anything up", async () => {
    for (const MetricName of ["Errors", "api-warden-dev-cis-5.99", "x-cis-5.4-more", undefined]) {
      const log = holding();
      const { mail, cis } = await described(alarmMessage({}, { MetricName }), log);
      expect(mail.subject).to.equal("ALARM: cis-5.4-1a2b3c4");
      expect([cis, log.questions.length]).to.deep.equal([undefined, 0]);
    }
  });

  it("makes a mail of whatever a notification holds", async () => {
    const anything = fc.oneof(fc.jsonValue(), fc.double(), fc.integer(), fc.constant(undefined));
    const fields = fc.record({ AlarmDescription: anything, AWSAccountId: anything, NewStateReason: anything });
    const trigger = fc.record({ Period: anything, EvaluationPeriods: anything, Threshold: anything });
    const time = fc
      .date({ min: new Date("1971-01-01"), max: new Date("9998-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString());
    await fc.assert(
      fc.asyncProperty(fields, trigger, time, async (changes, triggerChanges, StateChangeTime) => {
        const { mail } = await described(alarmMessage({ ...changes, StateChangeTime }, triggerChanges));
        expect(mail.subject).to.match(/^CIS 5\.4 [\x20-\x7e]{1,91}$/);
        expect(mail.text)
          .to.include("WHO")
          .and.to.not.match(/undefined|NaN|\[object/);
      }),
      { numRuns: 300 },
    );
  });

  it("has nothing to say of an alarm that is OK again", async () => {
    for (const NewStateValue of ["OK", "INSUFFICIENT_DATA"]) {
      const { trail, questions } = holding();
      let prepared = 0;
      const parts = { settings, trail, country, place, prepareMail: () => void (prepared += 1) };
      expect(await describeNotification(alarmMessage({ NewStateValue }), parts)).to.equal(undefined);
      expect(questions).to.deep.equal([]);
      expect(prepared).to.equal(0);
    }
  });

  it("fails on what is no notification, so that it ends in the dead-letter queue", async () => {
    for (const text of ["", "hello", "{}", '{"AlarmName":"x"}']) {
      const failure = await described(text).then(
        () => undefined,
        (error: Error) => error.message,
      );
      expect(failure, text).to.equal("the message is no notification of a CloudWatch alarm");
    }
  });
});

describe("an event of SNS", () => {
  it("holds messages with their ids", () => {
    const event = { Records: [{ Sns: { MessageId: "one", Message: "text" } }] };
    expect(messagesOf(event)).to.deep.equal([{ id: "one", text: "text" }]);
  });

  it("is refused where it holds none", () => {
    for (const event of [
      undefined,
      null,
      {},
      { Records: [] },
      { Records: [{}] },
      { Records: [{ Sns: { MessageId: "x" } }] },
    ]) {
      expect(() => messagesOf(event)).to.throw("not an event of SNS");
    }
  });
});
