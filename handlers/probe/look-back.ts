import type { AlarmHealth, ProbeFault, TopicHealth } from "../../core/probe/judge";
import { faultsOf } from "../../core/probe/judge";
import type { ProbeArrival, SentProbe } from "../../core/probe/probe-call";
import type { ProbeParts } from "./parts";

/** What is seen of a probe and of the channels, and what of that is broken. */
export interface LookBack {
  readonly arrival: ProbeArrival | undefined;
  readonly faults: readonly ProbeFault[];
}

/** Looks at all of it at once. Throws what AWS says. */
export async function lookBack(sent: SentProbe, parts: ProbeParts): Promise<LookBack> {
  const { isReadByFunction } = parts.settings;
  const asked = [parts.store.arrival(sent.id), topicsOf(parts), alarmsOf(sent, parts)] as const;
  const [arrival, topics, alarms] = await Promise.all(asked);
  return { arrival, faults: faultsOf({ sent, arrival, isReadByFunction, topics, alarms }) };
}

async function topicsOf({ environment, settings, topicState }: ProbeParts): Promise<TopicHealth[]> {
  const { addresses } = settings;
  const asked = [
    { title: "alert topic", arn: environment.ALERT_TOPIC_ARN, addresses: addresses.alerts },
    { title: "compliance topic", arn: environment.COMPLIANCE_TOPIC_ARN, addresses: addresses.compliance },
  ];
  return Promise.all(
    asked.map(async ({ title, arn, addresses: declared }) => {
      const state = await topicState(arn);
      return { title, isThere: state !== undefined, confirmed: state?.confirmed ?? 0, addresses: declared };
    }),
  );
}

async function alarmsOf(
  { sentAtMs }: SentProbe,
  { environment, settings, alarmStates }: ProbeParts,
): Promise<AlarmHealth[]> {
  const names = JSON.parse(environment.ALARM_NAMES) as string[];
  const states = await alarmStates(names);
  return names.map((name) => {
    const found = states.find((one) => one.name === name);
    const hasMoved = found?.state === "ALARM" || (found?.movedAtMs ?? 0) >= sentAtMs;
    return {
      name,
      isThere: found !== undefined,
      isOn: found?.actionsEnabled === true,
      hasMoved: hasMoved || !settings.setsAlarmsOff,
    };
  });
}
