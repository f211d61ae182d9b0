import { expect } from "chai";

import { alarmNotificationOf } from "../../../core/cis-alarms/notification";
import { alarmMessage } from "./sample-alarm";

const changedMs = Date.parse("2026-03-17T10:07:00Z");

function read(changes: Record<string, unknown>, trigger: Record<string, unknown> = {}) {
  const found = alarmNotificationOf(alarmMessage(changes, trigger));
  if (found === undefined) throw new Error("no notification");
  return found;
}

const times = (changes: Record<string, unknown>, trigger: Record<string, unknown> = {}) => {
  const { fromMs, toMs } = read(changes, trigger);
  return [fromMs, toMs].map((atMs) => new Date(atMs).toISOString().slice(11, 19));
};

describe("a notification of CloudWatch", () => {
  it("is read in the form that CloudWatch writes", () => {
    expect(read({})).to.deep.include({
      alarmName: "cis-5.4-1a2b3c4",
      account: "111122223333",
      state: "ALARM",
      metricName: "api-warden-dev-cis-5.4",
      threshold: 1,
      periodSeconds: 300,
      atMs: changedMs,
    });
  });

  it("is none where it is not JSON, or has no name, state or time", () => {
    for (const text of ["", "text", "[]", "null", "7", alarmMessage({ AlarmName: null })]) {
      expect(alarmNotificationOf(text), text).to.equal(undefined);
    }
    expect(alarmNotificationOf(alarmMessage({ NewStateValue: undefined }))).to.equal(undefined);
    for (const StateChangeTime of ["yesterday", "-271821-04-20T00:05:00Z", "+275760-09-13T00:00:00Z"]) {
      expect(alarmNotificationOf(alarmMessage({ StateChangeTime })), StateChangeTime).to.equal(undefined);
    }
  });

  it("looks back as long as its alarm does, from the change of state", () => {
    expect(times({})).to.deep.equal(["10:02:00", "10:07:00"]);
    expect(times({}, { Period: 60 })).to.deep.equal(["10:06:00", "10:07:00"]);
    expect(times({}, { Period: 60, EvaluationPeriods: 3 })).to.deep.equal(["10:04:00", "10:07:00"]);
  });

  it("looks at the datapoints that the reason names", () => {
    const reason = (points: string) =>
      `Threshold Crossed: datapoints [${points}] were greater than the threshold (1.0).`;
    expect(times({ NewStateReason: reason("3.0 (17/03/26 10:00:00)") })).to.deep.equal(["10:00:00", "10:05:00"]);
    const two = reason("3.0 (17/03/26 10:00:00), 1.0 (17/03/26 09:55:00)");
    expect(times({ NewStateReason: two })).to.deep.equal(["09:55:00", "10:05:00"]);
  });

  it("ends with the change of state where a datapoint's period is not over", () => {
    expect(times({ NewStateReason: "[1.0 (17/03/26 10:05:00)]" })).to.deep.equal(["10:05:00", "10:07:00"]);
  });

  it("believes no datapoint of another day or of the future, and no date that is none", () => {
    for (const point of ["17/03/27 10:00:00", "15/03/26 10:00:00", "03/17/26 10:00:00", "99/99/99 99:99:99"]) {
      expect(times({ NewStateReason: `[1.0 (${point})]` }), point).to.deep.equal(["10:02:00", "10:07:00"]);
    }
  });

  it("has usual numbers where its own are missing or are none", () => {
    for (const Period of [undefined, null, "300", -1, 0]) {
      expect(read({}, { Period, EvaluationPeriods: Period }).fromMs).to.equal(changedMs - 300_000);
    }
    expect(read({}, { Threshold: "1" }).threshold).to.equal(undefined);
    expect(read({ Trigger: undefined })).to.include({ metricName: "", periodSeconds: 300 });
    expect(read({}, { Period: 1e9 }).fromMs, "a day at most").to.equal(changedMs - 86_400_000);
  });
});
