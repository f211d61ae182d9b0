import type { Subject } from "../actions/action";

/** Something that people have to follow up on in a ticket, as the topic `incidents` carries it in JSON. */
export interface TicketEvent {
  readonly version: 1;
  /** What kind of incident it is, for example `rule-returned`. */
  readonly kind: string;
  readonly subject: Pick<Subject, "kind" | "id">;
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** What makes two events one incident: the same text each time the same thing comes back. */
  readonly cause: string;
  /** For people: own sentences; names of others stand in backticks and may be hostile. */
  readonly text: string;
  /** Events that led here, at most 200. */
  readonly eventIds: readonly string[];
  /** ISO time. */
  readonly at: string;
  /** `resolved`: a second look has found that what was done holds. Absent: it was seen, once more or for the first time. */
  readonly phase?: "seen" | "resolved" | undefined;
  /** What was made of it, in a word or two: people are told at once where it is another than before. */
  readonly outcome?: string | undefined;
  /** Two messages of one occasion count once. */
  readonly occasion?: string | undefined;
  /** The action's record, where there is one. */
  readonly record?: string | undefined;
}

const longestText = 2_000;
const mostEventIds = 200;

/** The event as the text of a message, bounded: a message of SNS holds at most 256 KB. */
export function ticketEventText(event: Omit<TicketEvent, "version">): string {
  const { text, eventIds, ...rest } = event;
  const bounded: TicketEvent = {
    version: 1,
    ...rest,
    text: text.slice(0, longestText),
    eventIds: eventIds.slice(0, mostEventIds),
  };
  return JSON.stringify(bounded);
}

/** Longest of each text that is read back, but for the text itself. */
const longestField = 1_000;

/** A message of the topic as what it is. Throws an Error that says what is wrong with it and repeats nothing of it. */
export function parseTicketEvent(message: string): TicketEvent {
  const value = objectIn(message);
  if (value.version !== 1) throw malformed("version is not 1");
  const { subject, eventIds, at } = value;
  const { kind: subjectKind, id } = (subject ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof at !== "string" || !Number.isFinite(Date.parse(at))) throw malformed("at is no time");
  if (!Array.isArray(eventIds)) throw malformed("eventIds is no list");
  const ids = eventIds.filter((one): one is string => typeof one === "string");
  const optional = Object.fromEntries(
    (["account", "region", "outcome", "occasion", "record"] as const).map((name) => [name, optionalText(value, name)]),
  );
  return {
    version: 1,
    kind: requiredText(value.kind, "kind"),
    subject: { kind: requiredText(subjectKind, "subject.kind") as Subject["kind"], id: requiredText(id, "subject.id") },
    account: undefined,
    region: undefined,
    ...optional,
    cause: requiredText(value.cause, "cause"),
    text: typeof value.text === "string" ? value.text.slice(0, longestText) : "",
    eventIds: ids.slice(0, mostEventIds).map((one) => one.slice(0, longestField)),
    at,
    phase: value.phase === "resolved" ? "resolved" : "seen",
  };
}

function objectIn(message: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    throw malformed("not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed("not an object");
  return value as Readonly<Record<string, unknown>>;
}

function requiredText(value: unknown, name: string): string {
  if (typeof value === "string" && value !== "") return value.slice(0, longestField);
  throw malformed(`${name} is no text`);
}

function optionalText(value: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const text = value[name];
  return typeof text === "string" && text !== "" ? text.slice(0, longestField) : undefined;
}

function malformed(why: string): Error {
  return new Error(`malformed message on incidents: ${why}`);
}
