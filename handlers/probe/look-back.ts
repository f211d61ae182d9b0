import type { AlarmHealth, ProbeFault, TopicHealth } from "../../core/probe/judge";
import { faultsOf } from "../../core/probe/judge";
import type { ProbeArrival, SentProbe } from "../../core/probe/probe-call";
import type { ProbeParts } from "./parts";

/** What is broken, by all that can be seen of a probe and of the channels. */
export async function lookBack(
  sent: SentProbe,
  arrival: ProbeArrival | undefined,
  parts: ProbeParts,
): Promise<readonly ProbeFault[]> {
  const { isReadByFunction } = parts.settings;
  const [topics, alarms] = await Promise.all([topicsOf(parts), alarmsOf(sent, parts)]);
  return faultsOf({ sent, arrival, isReadByFunction, topics, alarms });
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
