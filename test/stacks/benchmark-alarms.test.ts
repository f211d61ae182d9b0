import { expect } from "chai";

import { cisAlarm, cisAlarms } from "../../core/cis-alarms";
import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import { benchmarkTexts } from "../core/cis-alarms/benchmark-texts";
import { eventNames } from "../core/cis-alarms/event-names";
import { deniedRecord } from "../core/sample-record";
import type { Registration } from "../program/registrations";
import { AlarmStage } from "./alarm-stage";
import { recordStacks } from "./recorded-stacks";
import type { Registered } from "./wiring";
import { registered } from "./wiring";

const account = { accountId: "123456789012", region: "eu-west-1" };
const filterType = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const startMs = Date.parse("2026-03-17T10:00:00Z");
const numbers = cisAlarms.map(({ id }) => id);
const ownNumbers = numbers.filter((id) => id !== "5.1");
const nameOf = (id: string) => (id === "5.1" ? "denied-calls-cis6" : `cis-${id}`);

const allowed = (changes: CloudTrailRecord) =>
  deniedRecord({ errorCode: undefined, errorMessage: undefined, ...changes });
const signIn = (changes: CloudTrailRecord) =>
  allowed({ eventName: "ConsoleLogin", eventSource: "signin.amazonaws.com", ...changes });
const root = (changes: object) =>
  allowed({ userIdentity: { type: "Root", arn: "arn:aws:iam::123456789012:root", ...changes } });

/** For the alarms on more than event names: records that make one go off, and records that do not. */
const others: Readonly<Record<string, { readonly fires: CloudTrailRecord[]; readonly silent: CloudTrailRecord[] }>> = {
  "5.1": {
    fires: [deniedRecord(), deniedRecord({ errorCode: "Client.UnauthorizedOperation" })],
    silent: [
      allowed({}),
      deniedRecord({ eventName: "HeadBucket" }),
      deniedRecord({ errorCode: "Client.DryRunOperation" }),
    ],
  },
  "5.2": {
    fires: [signIn({ additionalEventData: { MFAUsed: "No" } })],
    silent: [signIn({ additionalEventData: { MFAUsed: "Yes" } }), allowed({ additionalEventData: { MFAUsed: "No" } })],
  },
  "5.3": {
    fires: [root({})],
    silent: [root({ invokedBy: "s3.amazonaws.com" }), { ...root({}), eventType: "AwsServiceEvent" }, allowed({})],
  },
  "5.6": {
    fires: [signIn({ errorMessage: "Failed authentication" })],
    silent: [signIn({}), allowed({ errorMessage: "Failed authentication" })],
  },
};

/** One set that makes the alarm go off, and one that does not. */
function setsOf(id: string) {
  const named = eventNames[id];
  if (named === undefined) return others[id] ?? { fires: [], silent: [] };
  const eventSource = named.source ?? "service.amazonaws.com";
  return {
    fires: named.has.map((eventName) => allowed({ eventSource, eventName })),
    silent: [
      ...named.misses.map((eventName) => allowed({ eventSource, eventName })),
      ...named.has.map((eventName) => allowed({ eventSource, eventName: eventName.toLowerCase() })),
      ...(named.source === undefined ? [] : named.has.map((eventName) => allowed({ eventName }))),
    ],
  };
}

const atMinutes = (records: readonly CloudTrailRecord[], minutes = 0) =>
  records.map((record, position) => ({ atMs: startMs + minutes * 60_000 + position, record }));

describe("the benchmark's alarms", function () {
  this.timeout(120_000);

  let all: readonly Registration[];
  let tuned: readonly Registration[];
  let none: readonly Registration[];
  let stage: AlarmStage;
  let tunedStage: AlarmStage;

  before("declare them as a stack does by itself, tuned, and not at all", async () => {
    const configurations = [
      { "api-warden:compliance": "both", "api-warden:complianceEmails": ["audit@example.com"] },
      { "api-warden:benchmarkAlarms": { "5.10": false, "5.6": { threshold: 3, periodSeconds: 600 } } },
      { "api-warden:benchmarkAlarms": Object.fromEntries(ownNumbers.map((id) => [id, false])) },
    ];
    const recorded = await recordStacks(
      configurations.map((configuration) => ({
        account,
        stack: "test",
        configuration: { "api-warden:trail": { create: true }, ...configuration },
      })),
    );
    [all = [], tuned = [], none = []] = recorded;
    [stage, tunedStage] = [new AlarmStage(all, account), new AlarmStage(tuned, account)];
  });

  const of = (registrations: readonly Registration[], type: string): Registered[] =>
    registrations.map(registered).filter((resource) => resource.type === type);
  /** Those on functions' own logs are another's matter. */
  const trailFilters = (registrations: readonly Registration[]): Registered[] =>
    of(registrations, filterType).filter(({ dependsOn }) => /LogGroup::trail$/.test(dependsOn("logGroupName").join()));
  const named = (registrations: readonly Registration[], type: string, name: string): Registered => {
    const [found, ...more] = of(registrations, type).filter((resource) => resource.name === name);
    if (found === undefined || more.length > 0) throw new Error(`not one ${type} ${name}`);
    return found;
  };

  it("have the benchmark's texts byte for byte as metric filters on the trail's log group", () => {
    for (const id of numbers) {
      const filter = named(all, filterType, nameOf(id));
      expect(filter.inputs.pattern, id).to.equal(benchmarkTexts[id]);
      expect(filter.dependsOn("logGroupName").join(), id).to.match(/LogGroup::trail$/);
    }
  });

  it("leave room on the log group, which takes 100 metric filters", () => {
    expect(trailFilters(all)).to.have.length(16);
  });

  for (const id of ownNumbers) {
    it(`${id} sums its own filter's metric as the benchmark wants it, and says why and where its runbook is`, () => {
      const { inputs, dependsOn } = named(all, alarmType, nameOf(id));
      expect(inputs).to.include({
        namespace: "CISBenchmark",
        statistic: "Sum",
        period: 300,
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        metricName: `api-warden-test-cis-${id}`,
      });
      const { metricTransformation } = named(all, filterType, nameOf(id)).inputs;
      expect(metricTransformation).to.deep.include({
        namespace: "CISBenchmark",
        name: inputs.metricName,
        value: "1",
        defaultValue: "0",
      });
      expect(dependsOn("alarmActions").join()).to.match(/Topic::benchmark$/);
      expect(inputs.alarmDescription)
        .to.include(cisAlarm(id).why)
        .and.to.match(/Runbook: docs\/cis-alarms\.md#\S+$/);
      expect(String(inputs.alarmDescription)).to.have.length.below(1_024);
    });
  }

  it("5.1, in either text, says where its runbook is, and mails without describe-alarm", () => {
    for (const name of ["denied-calls", "denied-calls-cis6"]) {
      const { inputs, dependsOn } = named(all, alarmType, name);
      expect(inputs.alarmDescription).to.match(/Runbook: docs\/cis-alarms\.md#51-\S+$/);
      expect(dependsOn("alarmActions").join()).to.match(/Topic::compliance$/);
    }
  });

  it("reach people through describe-alarm alone", () => {
    const subscriptions = of(all, "aws:sns/topicSubscription:TopicSubscription").map(({ inputs, dependsOn }) => [
      dependsOn("topic").join().split("::").at(-1),
      inputs.protocol,
      inputs.protocol === "email" ? inputs.endpoint : dependsOn("endpoint").join().split("::").at(-1),
    ]);
    expect(subscriptions.filter(([topic]) => topic?.toString().startsWith("benchmark"))).to.have.deep.members([
      ["benchmark-mail", "email", "audit@example.com"],
      ["benchmark", "lambda", "describe-alarm"],
    ]);
  });

  it("are switched off and tuned one by one", () => {
    const names = trailFilters(tuned).map(({ name }) => name);
    expect(names).to.have.members(["denied-calls", ...ownNumbers.filter((id) => id !== "5.10").map(nameOf)]);
    expect(named(tuned, alarmType, "cis-5.6").inputs).to.include({ threshold: 3, period: 600 });
    expect(named(tuned, alarmType, "cis-5.5").inputs).to.include({ threshold: 1, period: 300 });
  });

  it("leave nothing behind where all are off but 5.1, which compliance declares", () => {
    expect(trailFilters(none).map(({ name }) => name)).to.deep.equal(["denied-calls"]);
    expect(JSON.stringify(none.map(({ urn }) => urn))).to.not.match(/benchmark|describe-alarm/);
  });

  for (const id of numbers) {
    describe(id, () => {
      const { fires, silent } = setsOf(id);
      const changesOf = async (records: ReturnType<typeof atMinutes>) => {
        const { changes, invoked } = await stage.take(records);
        const own = changes.filter(({ alarm }) => alarm === nameOf(id));
        return { changes: own.map(({ state, at }) => `${state} ${at.slice(11, 16)}`), invoked };
      };

      it(`goes off with ${fires.length === 1 ? "one record" : `each of ${fires.length} records`}, and is OK again`, async () => {
        expect(fires).to.have.length.above(0);
        for (const record of fires) {
          const { changes, invoked } = await changesOf(atMinutes([record]));
          expect(changes, String(record.eventName)).to.deep.equal(["ALARM 10:01", "OK 10:06"]);
          if (id !== "5.1") expect(invoked).to.include("describe-alarm");
        }
      });

      it("stays silent on what is not meant", async () => {
        expect(silent).to.have.length.above(1);
        expect((await changesOf(atMinutes(silent))).changes).to.deep.equal([]);
      });

      it("goes off in a burst of one hour, once, and is OK again after it", async () => {
        const burst = Array.from({ length: 60 }, (_, minute) =>
          atMinutes([fires[minute % fires.length] as CloudTrailRecord], minute),
        );
        expect((await changesOf(burst.flat())).changes).to.deep.equal(["ALARM 10:01", "OK 11:05"]);
      });
    });
  }

  it("count to their own threshold within their own period where the stack says so", async () => {
    const [failed] = others["5.6"]?.fires ?? [];
    const after = async (...minutes: readonly number[]) => {
      const records = minutes.flatMap((minute) => atMinutes([failed as CloudTrailRecord], minute));
      return (await tunedStage.take(records)).changes
        .filter(({ alarm }) => alarm === "cis-5.6")
        .map(({ state }) => state);
    };
    expect(await after(0, 9)).to.deep.equal([]);
    expect(await after(0, 5, 10)).to.deep.equal([]);
    expect(await after(0, 5, 9)).to.deep.equal(["ALARM", "OK"]);
  });
});
