import type { ProbeArrival, SentProbe } from "./probe-call";

/** How people are reached. */
export type ProbeChannel = "slack" | "mail";

/** A topic that people are mailed through. */
export interface TopicHealth {
  /** As people know it, such as "alert topic". */
  readonly title: string;
  readonly isThere: boolean;
  readonly confirmed: number;
  /** Addresses that the stack declares. */
  readonly addresses: number;
}

/** An alarm that the probe's call has to set off. */
export interface AlarmHealth {
  readonly name: string;
  readonly isThere: boolean;
  readonly isOn: boolean;
  /** Whether it is in ALARM now, or has changed its state since the call. */
  readonly hasMoved: boolean;
}

export interface ProbeEvidence {
  readonly sent: SentProbe;
  /** Undefined where the call has not come out at the other end. */
  readonly arrival: ProbeArrival | undefined;
  /** False where no function reads the trail: then nothing is to arrive. */
  readonly isReadByFunction: boolean;
  readonly topics: readonly TopicHealth[];
  readonly alarms: readonly AlarmHealth[];
}

/** Something that is broken, and over which channels people are told: never over the broken one alone. */
export interface ProbeFault {
  readonly what: string;
  readonly tell: readonly ProbeChannel[];
}

const everywhere: readonly ProbeChannel[] = Object.freeze(["slack", "mail"]);

/** What a probe that had its time says is broken. */
export function faultsOf({ sent, arrival, isReadByFunction, topics, alarms }: ProbeEvidence): readonly ProbeFault[] {
  const at = new Date(sent.sentAtMs).toISOString().slice(0, 16).replace("T", " ");
  const faults: ProbeFault[] = [];
  if (arrival === undefined && isReadByFunction) {
    const what = `the denied call of ${at} UTC did not come out at the other end: denied calls may go untold`;
    faults.push({ what, tell: everywhere });
  }
  if (arrival?.channel === "refused") {
    faults.push({ what: `Slack takes no message: ${arrival.why ?? "no reason was given"}`, tell: ["mail"] });
  }
  for (const topic of topics) {
    const what = topicFault(topic);
    if (what !== undefined) faults.push({ what, tell: ["slack"] });
  }
  for (const alarm of alarms) {
    const what = alarmFault(alarm, at);
    if (what !== undefined) faults.push({ what, tell: everywhere });
  }
  return faults;
}

function topicFault({ title, isThere, confirmed, addresses }: TopicHealth): string | undefined {
  if (!isThere) return `the ${title} is gone: nobody is mailed`;
  if (addresses === 0 || confirmed > 0) return undefined;
  return `nobody has confirmed the e-mail of the ${title}: nobody is mailed`;
}

function alarmFault({ name, isThere, isOn, hasMoved }: AlarmHealth, at: string): string | undefined {
  if (!isThere) return `the alarm ${name} is gone`;
  if (!isOn) return `the actions of the alarm ${name} are switched off`;
  return hasMoved ? undefined : `the denied call of ${at} UTC has not set off the alarm ${name}`;
}
