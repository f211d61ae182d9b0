import { causeKey } from "./cause";
import type { Denial } from "./denial";
import type { Group, GroupKind, NotedDenial } from "./group";
import { absorbing, moreSevere, openGroup, withAccounts, withDenials } from "./group";

export type { NotedDenial } from "./group";

/**
 * The open groups of one principal, of one denial seen in many accounts, or of Warden itself. One item in DynamoDB, written
 * whole under its version.
 */
export interface Ledger {
  readonly key: string;
  readonly version: number;
  readonly groups: readonly Group[];
  /** Only for a denial seen in many accounts: when each account was last seen with it, in milliseconds. */
  readonly accountsSeenAtMs?: Readonly<Record<string, number>>;
}

export interface GatheringRules {
  readonly windowMs: number;
  /** How long a principal's second cause waits for a third, which would make both part of an enumeration. */
  readonly holdMs: number;
  /** When something gathered is due: at the window's end, or soon where the earlier message can be updated. */
  readonly gatheredDueMs: (group: Group, nowMs: number) => number;
}

export interface Gathering {
  readonly ledger: Ledger;
  /** Ids of the groups that are to be told of at once. */
  readonly tellNow: readonly string[];
  /** Which event ids were added to which group. */
  readonly addedEventIds: Readonly<Record<string, readonly string[]>>;
}

/** Distinct causes of one principal within a window that make an enumeration. */
export const enumerationCauses = 3;

/** Accounts that make the same denial one incident. */
export const spreadAccounts = 5;

const enumerationSeverity = Object.freeze({
  level: "high" as const,
  reason:
    "one principal is denied many different actions within minutes, as in reconnaissance with a stolen credential",
});

/** The ledger without groups whose window is over and that have nothing left to tell. */
export function withoutClosed(ledger: Ledger, nowMs: number): Ledger {
  return { ...ledger, groups: ledger.groups.filter((group) => group.closesAtMs > nowMs || group.pendingCount > 0) };
}

/** When something of the ledger is due, in milliseconds; undefined where nothing is. */
export function earliestDueMs({ groups }: Ledger): number | undefined {
  const due = groups.flatMap((group) => (group.dueAtMs === undefined ? [] : [group.dueAtMs]));
  return due.length === 0 ? undefined : Math.min(...due);
}

/**
 * Adds a principal's denials to its open groups. The first cause is told at once, as is what makes a group critical; a second
 * cause waits `holdMs` for a third; the third within the window folds all into one enumeration, told at once.
 */
export function gatherForPrincipal(
  before: Ledger,
  denials: readonly NotedDenial[],
  nowMs: number,
  rules: GatheringRules,
): Gathering {
  const ledger = withoutClosed(before, nowMs);
  const enumeration = ledger.groups.find((group) => group.kind === "enumeration");
  if (enumeration !== undefined) return gatherInto(ledger, enumeration, denials, nowMs, rules);

  const keys = new Set(ledger.groups.map((group) => group.key));
  for (const { denial } of denials) keys.add(causeKey(denial));
  const first = denials[0];
  if (first !== undefined && keys.size >= enumerationCauses) return fold(ledger, denials, first.denial, nowMs, rules);
  return gatherByCause(ledger, denials, nowMs, rules);
}

/** Adds denials to the one group of a ledger that holds only one, which opens and is told of at once where there is none yet. */
export function gatherIntoOne(
  before: Ledger,
  kind: GroupKind,
  denials: readonly NotedDenial[],
  nowMs: number,
  rules: GatheringRules,
): Gathering {
  const ledger = withoutClosed(before, nowMs);
  const open = ledger.groups.find((group) => group.kind === kind);
  if (open !== undefined) return gatherInto(ledger, open, denials, nowMs, rules);
  const first = denials[0];
  if (first === undefined) return { ledger, tellNow: [], addedEventIds: {} };
  const opened = openGroup(kind, kind, first.denial, nowMs, rules.windowMs);
  const group = withDenials(withEarlierAccounts(opened, ledger, denials), denials);
  return {
    ledger: { ...ledger, groups: [...ledger.groups, { ...group, dueAtMs: nowMs }] },
    tellNow: [group.id],
    addedEventIds: { [group.id]: idsOf(denials) },
  };
}

/** The accounts that were told of before there was enough for a fold belong to it, but their calls do not. */
function withEarlierAccounts(group: Group, ledger: Ledger, denials: readonly NotedDenial[]): Group {
  const now = new Set(denials.map(({ denial }) => denial.account));
  const earlier = Object.keys(ledger.accountsSeenAtMs ?? {}).filter((account) => !now.has(account));
  return earlier.length === 0 ? group : withAccounts(group, earlier);
}

/** Notes that these accounts were denied the same; `spread` says whether that is now one incident over many accounts. */
export function noteAccounts(
  before: Ledger,
  accounts: readonly string[],
  nowMs: number,
  windowMs: number,
): { readonly ledger: Ledger; readonly spread: boolean } {
  const ledger = withoutClosed(before, nowMs);
  const recent = Object.entries(ledger.accountsSeenAtMs ?? {}).filter(([, seenAtMs]) => seenAtMs + windowMs > nowMs);
  const accountsSeenAtMs = Object.fromEntries([...recent, ...accounts.map((account) => [account, nowMs] as const)]);
  const spread = ledger.groups.length > 0 || Object.keys(accountsSeenAtMs).length >= spreadAccounts;
  return { ledger: { ...ledger, accountsSeenAtMs }, spread };
}

/** What cannot wait for the end of a window: root, and tampering with what would tell of it. */
function isCritical(group: Group): boolean {
  return group.severity.level === "critical";
}

function idsOf(denials: readonly NotedDenial[]): string[] {
  return denials.map(({ denial }) => denial.eventId);
}

function gatherInto(
  ledger: Ledger,
  group: Group,
  denials: readonly NotedDenial[],
  nowMs: number,
  rules: GatheringRules,
): Gathering {
  const grown = withDenials(group, denials);
  const alarming = isCritical(grown) && !isCritical(group);
  const due = { ...grown, dueAtMs: alarming ? nowMs : (group.dueAtMs ?? rules.gatheredDueMs(group, nowMs)) };
  return {
    ledger: { ...ledger, groups: ledger.groups.map((one) => (one.id === group.id ? due : one)) },
    tellNow: alarming ? [group.id] : [],
    addedEventIds: { [group.id]: idsOf(denials) },
  };
}

function fold(
  ledger: Ledger,
  denials: readonly NotedDenial[],
  first: Denial,
  nowMs: number,
  rules: GatheringRules,
): Gathering {
  const opened = openGroup("enumeration", "enumeration", first, nowMs, rules.windowMs);
  const absorbed = ledger.groups.reduce(absorbing, opened);
  const grown = withDenials(absorbed, denials);
  const group = { ...grown, severity: moreSevere(enumerationSeverity, grown.severity), dueAtMs: nowMs };
  return {
    ledger: { ...ledger, groups: [group] },
    tellNow: [group.id],
    addedEventIds: { [group.id]: idsOf(denials) },
  };
}

function gatherByCause(
  ledger: Ledger,
  denials: readonly NotedDenial[],
  nowMs: number,
  rules: GatheringRules,
): Gathering {
  const tellNow: string[] = [];
  const addedEventIds: Record<string, readonly string[]> = {};
  const groups = [...ledger.groups];
  for (const [key, alike] of byCause(denials)) {
    let at = groups.findIndex((group) => group.key === key);
    if (at < 0) {
      const opened = openGroup("cause", key, alike[0].denial, nowMs, rules.windowMs);
      const atOnce = groups.length === 0 || isCritical(opened);
      if (atOnce) tellNow.push(opened.id);
      at = groups.push({ ...opened, dueAtMs: atOnce ? nowMs : nowMs + rules.holdMs }) - 1;
    }
    const group = groups[at];
    if (group === undefined) continue;
    const dueAtMs = group.dueAtMs ?? rules.gatheredDueMs(group, nowMs);
    groups[at] = { ...withDenials(group, alike), dueAtMs };
    addedEventIds[group.id] = idsOf(alike);
  }
  return { ledger: { ...ledger, groups }, tellNow, addedEventIds };
}

/** In the order in which the causes come. */
function byCause(denials: readonly NotedDenial[]): Map<string, [NotedDenial, ...NotedDenial[]]> {
  const causes = new Map<string, [NotedDenial, ...NotedDenial[]]>();
  for (const noted of denials) {
    const key = causeKey(noted.denial);
    const alike = causes.get(key);
    if (alike === undefined) causes.set(key, [noted]);
    else alike.push(noted);
  }
  return causes;
}
