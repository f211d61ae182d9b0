/** One alarm of the benchmark. Plain data: functions carry it. */
export interface CisAlarm {
  /** Number of the section, for example "5.4". */
  readonly id: string;
  readonly title: string;
  /** How much it matters by itself, before anybody has looked at who it was. */
  readonly severity: "low" | "high" | "critical";
  /** The filter pattern, character by character as the benchmark prints it. */
  readonly pattern: string;
  /** Why anybody should care, in a sentence or two. */
  readonly why: string;
  /** What to do, step by step. */
  readonly runbook: readonly string[];
  /** The technique of MITRE ATT&CK that it may be a sign of, where there is one. https://attack.mitre.org/matrices/enterprise/cloud/iaas/ */
  readonly technique?: { readonly id: string; readonly name: string };
}

/** Frozen, with its runbook. */
export function frozenAlarm(alarm: CisAlarm): CisAlarm {
  return Object.freeze({ ...alarm, runbook: Object.freeze([...alarm.runbook]) });
}

/** The page of a technique. */
export function techniqueLink({ id }: { readonly id: string }): string {
  return `https://attack.mitre.org/techniques/${id.replace(".", "/")}/`;
}
