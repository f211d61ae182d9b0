import { decisionChecks, settlingCheck } from "../../core/actions/checks";
import { reasonWords } from "../../core/slack/action-words";
import { visibleText, withoutKeyIds } from "../../core/slack/escape";
import type { AlarmEffect, DecisionEffect } from "../../local/effects";
import type { DeadLetters } from "../../local/records/dead-letters";
import type { Note } from "../../local/records/notes";
import { describedEvent } from "./described-event";
import type { DescribedEvent } from "./described-event";
import type { CountingAlarm, Listeners } from "./listeners";
import type { RecordPart } from "./kept-records";
import { lettersAbout } from "./letters-about";
import type { InputItem } from "../../local/input/items";

/** What a run left about one event: notes and decisions that name it, and all that alarms and dead-letter queues hold. */
export interface Evidence {
  readonly notes: readonly Note[];
  readonly decisions: readonly DecisionEffect[];
  readonly alarms: readonly AlarmEffect[];
  readonly deadLetters: DeadLetters;
  /** All records of actions. */
  readonly records: readonly RecordPart[];
}

export interface Explanation {
  readonly eventId: string;
  /** Absent where the event itself could not be read again. */
  readonly event?: DescribedEvent;
  /** Absent where the event is unknown. */
  readonly listeners?: Pick<Listeners, "handedTo" | "isDelivered">;
  readonly functions: readonly FunctionPart[];
  readonly alarms: readonly AlarmPart[];
  /** Dead-letter queues that it waits in. */
  readonly waitsIn: readonly { readonly function: string; readonly letters: number }[];
  /** Records of actions that name it, as they stand now. */
  readonly records: readonly Omit<RecordPart, "eventIds">[];
  /** What the answer lacks, a sentence each. */
  readonly gaps: readonly string[];
}

/** What one function made of it, in event time. */
export interface FunctionPart {
  readonly function: string;
  readonly notes: readonly Pick<Note, "at" | "what" | "text">[];
  readonly decisions: readonly ExplainedDecision[];
}

export interface ExplainedDecision {
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly outcome: ExplainedOutcome;
  /** What `enforce` would have come to, where that is another verdict. */
  readonly ifEnforced?: ExplainedOutcome;
}

export interface ExplainedOutcome {
  readonly verdict: DecisionEffect["verdict"];
  readonly reason: string;
  /** The reason in words. */
  readonly because: string;
  readonly checks: readonly ExplainedCheck[];
}

export interface ExplainedCheck {
  readonly check: string;
  readonly answer: "yes" | "no" | "not asked" | "overridden by the approval";
}

export interface AlarmPart {
  readonly alarm: string;
  readonly metric: string;
  readonly outcome: "went off" | "was in alarm already" | "did not go off";
  /** When it went into alarm. */
  readonly since?: string;
}

/** Checks that a person's approval stands in for, by their numbers. */
const overridable: readonly number[] = Object.freeze([5, 7, 8, 9]);

/** Puts together what is known of an event. */
export function explanationOf(
  eventId: string,
  found: { readonly item?: InputItem | undefined; readonly listeners?: Listeners | undefined },
  evidence: Evidence,
  gaps: readonly string[],
): Explanation {
  const { item, listeners } = found;
  const waiting = Object.entries(evidence.deadLetters)
    .map(([name, bodies]) => ({ function: name, letters: lettersAbout(bodies, eventId) }))
    .filter(({ letters }) => letters > 0);
  return {
    eventId: shown(eventId),
    ...(item === undefined ? {} : { event: describedEvent(item) }),
    ...(listeners === undefined
      ? {}
      : { listeners: { handedTo: listeners.handedTo, isDelivered: listeners.isDelivered } }),
    functions: functionParts(evidence),
    alarms: (listeners?.countedBy ?? []).map((alarm) => alarmPart(alarm, item?.atMs ?? 0, evidence.alarms)),
    waitsIn: waiting,
    records: evidence.records.filter(({ eventIds }) => eventIds.includes(eventId)).map(shownRecord),
    gaps,
  };
}

/** Whether anything at all is known of the event. */
export function isKnown({ event, functions, waitsIn }: Explanation): boolean {
  return event !== undefined || functions.length > 0 || waitsIn.length > 0;
}

function shownRecord({ id, action, subject, state, since }: RecordPart): Explanation["records"][number] {
  return { id, action, subject, state, ...(since === undefined ? {} : { since }) };
}

function functionParts({ notes, decisions }: Evidence): FunctionPart[] {
  const names = new Set([...notes, ...decisions].map((one) => one.function));
  return [...names].map((name) => ({
    function: name,
    notes: notes
      .filter((note) => note.function === name)
      .map(({ at, what, text }) => ({ at, what, text: what === "muted" ? visibleText(text) : shown(text) })),
    decisions: decisions.filter((decision) => decision.function === name).map(explainedDecision),
  }));
}

function explainedDecision({ at, action, subject, verdict, reason, ifEnforced }: DecisionEffect): ExplainedDecision {
  return {
    at,
    action: visibleText(action),
    subject: visibleText(subject),
    outcome: outcomeOf({ verdict, reason }),
    ...(ifEnforced === undefined ? {} : { ifEnforced: outcomeOf(ifEnforced) }),
  };
}

function outcomeOf({ verdict, reason }: Pick<DecisionEffect, "verdict" | "reason">): ExplainedOutcome {
  const settledBy = settlingCheck({ verdict, reason });
  const words: Readonly<Record<string, string>> = reasonWords;
  return {
    verdict,
    reason: visibleText(reason),
    because: Object.hasOwn(words, reason) ? (words[reason] ?? "") : "",
    checks: decisionChecks.map((check, position) => ({ check, answer: answerOf(position + 1, settledBy, reason) })),
  };
}

function answerOf(number: number, settledBy: number | undefined, reason: string): ExplainedCheck["answer"] {
  if (settledBy !== undefined && number >= settledBy) return number === settledBy ? "no" : "not asked";
  return reason === "approved" && overridable.includes(number) ? "overridden by the approval" : "yes";
}

/** CloudWatch looks at the end of each minute; an event counts until it has left the alarm's periods. */
function alarmPart(
  { alarm, metric, countsForMs }: CountingAlarm,
  atMs: number,
  changes: readonly AlarmEffect[],
): AlarmPart {
  const own = changes.filter((change) => change.alarm === alarm);
  const before = own.filter(({ at }) => Date.parse(at) <= atMs).at(-1);
  if (before?.state === "ALARM") return { alarm, metric, outcome: "was in alarm already", since: before.at };
  const untilMs = atMs + countsForMs + 60_000;
  const after = own.find(({ at, state }) => state === "ALARM" && Date.parse(at) > atMs && Date.parse(at) <= untilMs);
  return after === undefined
    ? { alarm, metric, outcome: "did not go off" }
    : { alarm, metric, outcome: "went off", since: after.at };
}

function shown(text: string): string {
  return visibleText(withoutKeyIds(text));
}
