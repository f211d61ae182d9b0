import type { TicketEvent } from "../incidents/ticket-event";

/** An issue as Jira names it: by its number, which stays, and by its key, which people read. */
export interface TicketIssue {
  readonly id: string;
  readonly key: string;
}

/** Something that the issue is still to be told of: one or more events of one outcome. */
export interface Note {
  /** Tells it from other notes of the incident, whatever is added to it meanwhile. */
  readonly number: number;
  readonly phase: "seen" | "resolved";
  readonly outcome: string;
  /** For people, of the newest event. */
  readonly text: string;
  /** Occasions among its events: 0 for more word of one that is counted. */
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

/**
 * All that is known of one incident's ticket. What is to be told waits here in the order of its events, whatever order it
 * was delivered in, until Jira has it: the record is the queue.
 */
export interface TicketRecord {
  readonly label: string;
  readonly kind: string;
  readonly subject: TicketEvent["subject"];
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** The first ones. */
  readonly eventIds: readonly string[];
  /** Of the newest event that has one. */
  readonly action?: string | undefined;
  readonly issue?: TicketIssue | undefined;
  readonly issueSinceMs?: number | undefined;
  /** When an issue was asked for whose making was not confirmed. */
  readonly askedForMs?: number | undefined;
  /** Occasions in all, and how many of them the issue has been told of. */
  readonly count: number;
  readonly toldCount: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** Time of the newest occasion that the issue was told of. */
  readonly toldUntilMs?: number | undefined;
  /** When the issue was last told of each outcome. */
  readonly toldOutcomes: Readonly<Record<string, number>>;
  readonly notes: readonly Note[];
  readonly nextNumber: number;
  /** The newest messages, and what they said of which occasion, by which what comes again is known; then occasions alone. */
  readonly messageIds: readonly string[];
  readonly occasions: readonly string[];
  /** Since when Jira fails, and when it is to be tried again. */
  readonly failingSinceMs?: number | undefined;
  readonly failures: number;
  readonly retryAtMs?: number | undefined;
  /** When the function wakes itself for what is gathered. */
  readonly wakeAtMs?: number | undefined;
  readonly claim?: { readonly by: string; readonly untilMs: number } | undefined;
}

const mostRemembered = 200;
const mostEventIds = 20;

/** Beyond it what is new joins what waits already: an outage may be long, an item of DynamoDB is not. */
const mostNotes = 40;

/** The record with this message in it; undefined where the message is in it already. */
export function takeIn(
  known: TicketRecord | undefined,
  event: TicketEvent,
  label: string,
  messageId: string,
): TicketRecord | undefined {
  const record = known ?? newRecord(event, label);
  const { phase = "seen", occasion, outcome = event.kind } = event;
  // A sender that tries again publishes another message of the same.
  const ids = occasion === undefined ? [messageId] : [messageId, `${occasion} ${outcome} ${phase}`];
  if (ids.some((id) => record.messageIds.includes(id))) return undefined;
  const isCounted = phase === "seen" && (occasion === undefined || !record.occasions.includes(occasion));
  const count = isCounted ? 1 : 0;
  const atMs = Date.parse(event.at);
  return {
    ...record,
    action: event.record ?? record.action,
    eventIds: newest([...new Set([...record.eventIds, ...event.eventIds])], mostEventIds, "first"),
    count: record.count + count,
    firstAtMs: Math.min(record.firstAtMs, atMs),
    lastAtMs: Math.max(record.lastAtMs, atMs),
    notes: withNote(record, event, count, atMs),
    nextNumber: record.nextNumber + 1,
    messageIds: newest([...record.messageIds, ...ids], mostRemembered),
    occasions: occasion === undefined ? record.occasions : newest([...record.occasions, occasion], mostRemembered),
  };
}

function newRecord(event: TicketEvent, label: string): TicketRecord {
  const { kind, subject, account, region } = event;
  const atMs = Date.parse(event.at);
  return {
    ...{ label, kind, subject, account, region },
    eventIds: [],
    count: 0,
    toldCount: 0,
    firstAtMs: atMs,
    lastAtMs: atMs,
    toldOutcomes: {},
    notes: [],
    nextNumber: 1,
    messageIds: [],
    occasions: [],
    failures: 0,
  };
}

function newest<Value>(values: readonly Value[], most: number, which: "first" | "last" = "last"): readonly Value[] {
  return which === "first" ? values.slice(0, most) : values.slice(-most);
}

function withNote(record: TicketRecord, event: TicketEvent, count: number, atMs: number): readonly Note[] {
  const { notes, nextNumber } = record;
  const { phase = "seen", outcome = event.kind, text } = event;
  const place = notes.findLastIndex(({ firstAtMs }) => firstAtMs <= atMs);
  const before = notes[place];
  const isFull = notes.length >= mostNotes;
  const neighbour = before ?? (isFull ? notes[0] : undefined);
  if (neighbour !== undefined && (isFull || (neighbour.phase === phase && neighbour.outcome === outcome))) {
    const isNewer = atMs >= neighbour.lastAtMs;
    const joined: Note = {
      ...neighbour,
      text: isNewer && neighbour.phase === phase ? text : neighbour.text,
      count: neighbour.count + count,
      firstAtMs: Math.min(neighbour.firstAtMs, atMs),
      lastAtMs: Math.max(neighbour.lastAtMs, atMs),
    };
    return notes.map((note) => (note === neighbour ? joined : note));
  }
  const note: Note = { number: nextNumber, phase, outcome, text, count, firstAtMs: atMs, lastAtMs: atMs };
  return [...notes.slice(0, place + 1), note, ...notes.slice(place + 1)];
}
