import type { Denial } from "./denial";
import type { Severity } from "./severity";
import { severityOf } from "./severity";
import type { Tally } from "./tally";
import { counted, emptyTally, joined } from "./tally";

/** What one message speaks of. */
export type GroupKind = "cause" | "enumeration" | "spread" | "self" | "unreadable";

/** Denials that are gathered under one message while a window is open. Plain data: it is kept in DynamoDB between invocations. */
export interface Group {
  readonly id: string;
  readonly kind: GroupKind;
  /** The cause's key, or the name of the kind where a ledger holds only one of it. */
  readonly key: string;
  readonly closesAtMs: number;
  /** When the schedule has to speak of what is pending; absent where nothing is. */
  readonly dueAtMs?: number;
  readonly count: number;
  /** Of `count`, how many no message has carried yet. */
  readonly pendingCount: number;
  /** Names of the stored id lists that no message has carried yet. */
  readonly pendingChunks: readonly string[];
  readonly told: boolean;
  /** Where its first message is, for a channel whose messages can be updated. */
  readonly message?: { readonly channel: string; readonly ts: string };
  /** Over the hourly budget: its next message is the roll-up. */
  readonly rollUp?: boolean;
  readonly failedAttempts: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly sample: Denial;
  readonly severity: Severity;
  /** `service:Action` of each distinct action. */
  readonly actions: Tally;
  readonly addresses: Tally;
  readonly sessions: Tally;
  readonly accounts: Tally;
  readonly notes: readonly string[];
}

/** One denial with what a mute that has expired says of it. */
export interface NotedDenial {
  readonly denial: Denial;
  readonly note?: string;
}

/** Bounds of what a group remembers, whatever the storm: an item in DynamoDB holds at most 400 KB. */
const most = Object.freeze({ actions: 1000, addresses: 256, sessions: 256, accounts: 256, notes: 5 });

/** An empty group that opens with this denial; the denial itself is added by `withDenials`. */
export function openGroup(kind: GroupKind, key: string, denial: Denial, nowMs: number, windowMs: number): Group {
  return {
    id: `${kind}-${key}-${nowMs}`,
    kind,
    key,
    closesAtMs: nowMs + windowMs,
    count: 0,
    pendingCount: 0,
    pendingChunks: [],
    told: false,
    failedAttempts: 0,
    firstAt: denial.at,
    lastAt: denial.at,
    sample: denial,
    severity: severityOf(denial),
    actions: emptyTally,
    addresses: emptyTally,
    sessions: emptyTally,
    accounts: emptyTally,
    notes: [],
  };
}

/** The group with more denials, in the order in which they came, which some later message has to carry. */
export function withDenials(group: Group, noted: readonly NotedDenial[]): Group {
  const denials = noted.map(({ denial }) => denial);
  let { severity, sample, firstAt, lastAt } = group;
  for (const denial of denials) {
    const raised = moreSevere(severity, severityOf(denial));
    if (raised !== severity) sample = denial;
    severity = raised;
    if (denial.at < firstAt) firstAt = denial.at;
    if (denial.at > lastAt) lastAt = denial.at;
  }
  const notes = noted.flatMap(({ note }) => (note === undefined ? [] : [note]));
  return {
    ...group,
    count: group.count + denials.length,
    pendingCount: group.pendingCount + denials.length,
    firstAt,
    lastAt,
    severity,
    sample,
    actions: counted(
      group.actions,
      denials.map(({ service, action }) => `${service}:${action}`),
      most.actions,
    ),
    addresses: counted(
      group.addresses,
      denials.map(({ source }) => source.address || undefined),
      most.addresses,
    ),
    sessions: counted(
      group.sessions,
      denials.map(({ principal }) => principal.session),
      most.sessions,
    ),
    accounts: counted(
      group.accounts,
      denials.map(({ account }) => account),
      most.accounts,
    ),
    notes: notes.length === 0 ? group.notes : [...new Set([...group.notes, ...notes])].slice(0, most.notes),
  };
}

/** The group with accounts whose calls other messages count. */
export function withAccounts(group: Group, accounts: readonly string[]): Group {
  const named = { counts: Object.fromEntries(accounts.map((account) => [account, 0])), distinct: accounts.length };
  const whose = accounts.length === 1 ? "One of the accounts has" : `${accounts.length} of the accounts have`;
  return {
    ...group,
    accounts: joined(group.accounts, named, most.accounts),
    notes: [...group.notes, `${whose} earlier messages of their own, whose calls are not counted here.`],
  };
}

/** Of which kinds of names there may be more than were counted, because the group keeps no more of them. */
export function countedInPart(group: Group): string[] {
  const kinds = ["actions", "addresses", "sessions", "accounts"] as const;
  return kinds.filter((kind) => group[kind].distinct >= most[kind]);
}

/** `group` with all that `absorbed` has counted and not told yet. */
export function absorbing(group: Group, absorbed: Group): Group {
  return {
    ...group,
    count: group.count + absorbed.count,
    pendingCount: group.pendingCount + absorbed.pendingCount,
    pendingChunks: [...group.pendingChunks, ...absorbed.pendingChunks],
    firstAt: absorbed.firstAt < group.firstAt ? absorbed.firstAt : group.firstAt,
    lastAt: absorbed.lastAt > group.lastAt ? absorbed.lastAt : group.lastAt,
    severity: moreSevere(group.severity, absorbed.severity),
    actions: joined(group.actions, absorbed.actions, most.actions),
    addresses: joined(group.addresses, absorbed.addresses, most.addresses),
    sessions: joined(group.sessions, absorbed.sessions, most.sessions),
    accounts: joined(group.accounts, absorbed.accounts, most.accounts),
    notes: [...new Set([...group.notes, ...absorbed.notes])].slice(0, most.notes),
  };
}

/** What one message carried of a group. */
export interface Carried {
  readonly chunks: readonly string[];
  readonly count: number;
  readonly message?: Group["message"];
}

/** The group after a message has carried part or all of what was pending. */
export function asTold(group: Group, carried: Carried): Group {
  const pendingCount = group.pendingCount - carried.count;
  return {
    ...group,
    told: true,
    pendingCount,
    pendingChunks: group.pendingChunks.filter((chunk) => !carried.chunks.includes(chunk)),
    dueAtMs: pendingCount > 0 ? group.dueAtMs : undefined,
    failedAttempts: 0,
    rollUp: undefined,
    message: carried.message ?? group.message,
  };
}

const levels = Object.freeze(["info", "low", "high", "critical"] as const);

/** `one` where both are as severe. */
export function moreSevere(one: Severity, other: Severity): Severity {
  return levels.indexOf(other.level) > levels.indexOf(one.level) ? other : one;
}
