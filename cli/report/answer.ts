import type { SeverityLevel } from "../../core/denials/severity";
import { principalWords } from "../../core/slack/principal-words";
import type { Actors, Unit } from "./gathering/actors";
import type { Count, Span } from "./gathering/counts";
import { Counts, emptySpan, widen } from "./gathering/counts";
import type { Deed } from "./gathering/deeds";
import { rankOf, worse } from "./gathering/severity-of-headline";

/** One kind of thing that somebody did, under whatever name. */
export interface DeedOfSomebody extends Span {
  readonly kind: string;
  severity: SeverityLevel | undefined;
  reason: string;
  count: number;
  failed: number;
  readonly actions: Counts;
}

/** Somebody whom messages or alarms tell of, with all roles that were assumed under this name. */
export interface Suspect extends Span {
  /** Position of the caller. */
  readonly unit: number;
  /** "user bert-jan" */
  readonly name: string;
  readonly account: string;
  readonly severity: SeverityLevel | undefined;
  /** Records of all the names together. */
  readonly records: number;
  /** "role deploy", most records first. */
  readonly otherNames: readonly Count[];
  readonly keyIds: readonly Count[];
  readonly addresses: readonly Count[];
  readonly tools: readonly Count[];
  /** Messages of Warden that tell of it, and when the first one did. */
  readonly messages: number;
  readonly firstToldMs: number | undefined;
  /** Most severe first. */
  readonly deeds: readonly DeedOfSomebody[];
}

/** Who a reader should look at first. */
export interface Answer {
  readonly suspects: readonly Suspect[];
  /** Others whom something tells of. */
  readonly others: number;
}

interface Group extends Span {
  readonly unit: number;
  severity: SeverityLevel | undefined;
  records: number;
  messages: number;
  firstToldMs: number | undefined;
  readonly names: Counts;
  readonly keyIds: Counts;
  readonly addresses: Counts;
  readonly tools: Counts;
  readonly deeds: Map<string, DeedOfSomebody>;
}

/** A message, and the callers whose events it accounts for. */
export interface ToldOf {
  readonly atMs: number;
  readonly severity: SeverityLevel | undefined;
  readonly units: readonly number[];
}

const mostSuspects = 8;
const mostValues = 200;
const mostActions = 2_000;

/**
 * Who is behind what messages and alarms tell of. The most severe message about somebody counts first, then how many different
 * things they did, then how often; what a service does by itself is nobody's doing.
 */
export function answerOf(actors: Actors, deeds: readonly Deed[], told: readonly ToldOf[]): Answer {
  const groups = new Map<number, Group>();
  const groupOf = (unit: number) => {
    const behind = actors.behind(unit);
    const known = groups.get(behind);
    if (known !== undefined) return known;
    const group = newGroup(behind);
    groups.set(behind, group);
    return group;
  };
  for (const deed of deeds) addDeed(groupOf(deed.unit), deed);
  for (const { atMs, severity, units } of told) {
    for (const group of new Set(units.map(groupOf))) {
      group.messages += 1;
      group.firstToldMs ??= atMs;
      group.severity = worse(group.severity, severity);
    }
  }
  actors.units.forEach((unit, position) => {
    const group = groups.get(actors.behind(position));
    if (group !== undefined) addUnit(group, unit, position);
  });
  const found = [...groups.values()].filter(({ unit }) => actors.units[unit]?.principal.type !== "AWSService");
  const sorted = found.sort(inOrder).map((group) => suspectOf(group, actors.units));
  return { suspects: sorted.slice(0, mostSuspects), others: Math.max(0, sorted.length - mostSuspects) };
}

function newGroup(unit: number): Group {
  const counts = () => new Counts(mostValues);
  const values = { names: counts(), keyIds: counts(), addresses: counts(), tools: counts() };
  return {
    unit,
    severity: undefined,
    records: 0,
    messages: 0,
    firstToldMs: undefined,
    ...values,
    deeds: new Map(),
    ...emptySpan(),
  };
}

function addDeed(group: Group, { kind, severity, reason, count, failed, actions, firstMs, lastMs }: Deed): void {
  let deed = group.deeds.get(kind);
  if (deed === undefined) {
    deed = {
      kind,
      severity: undefined,
      reason: "",
      count: 0,
      failed: 0,
      actions: new Counts(mostActions),
      ...emptySpan(),
    };
    group.deeds.set(kind, deed);
  }
  if (worse(deed.severity, severity) !== deed.severity) [deed.severity, deed.reason] = [severity, reason];
  deed.count += count;
  deed.failed += failed;
  deed.actions.addAll(actions);
  widen(deed, firstMs);
  widen(deed, lastMs);
}

function addUnit(group: Group, unit: Unit, position: number): void {
  group.records += unit.records;
  if (position !== group.unit) group.names.add(nameOf(unit), unit.records);
  group.keyIds.addAll(unit.keyIds);
  group.addresses.addAll(unit.addresses);
  group.tools.addAll(unit.tools);
  widen(group, unit.firstMs);
  widen(group, unit.lastMs);
}

/** As people call the caller; text of anybody's choosing. */
export function nameOf({ principal }: Pick<Unit, "principal">): string {
  return principalWords(principal, (text) => text, 100);
}

function suspectOf(group: Group, units: readonly Unit[]): Suspect {
  const { unit, severity, records, messages, firstToldMs, names, keyIds, addresses, tools, firstMs, lastMs } = group;
  const own = units[unit];
  const name = own === undefined ? "unknown caller" : nameOf(own);
  return {
    ...{ unit, name, account: own?.account ?? "unknown", severity, records, messages, firstToldMs, firstMs, lastMs },
    // Other accounts record the same caller by itself.
    otherNames: names.top().filter((other) => other.name !== name),
    keyIds: keyIds.top(),
    addresses: addresses.top(),
    tools: tools.top(),
    deeds: [...group.deeds.values()].sort(bySeverity),
  };
}

function bySeverity(one: DeedOfSomebody, other: DeedOfSomebody): number {
  return rankOf(other.severity) - rankOf(one.severity) || other.count - one.count || (one.kind < other.kind ? -1 : 1);
}

function inOrder(one: Group, other: Group): number {
  return (
    rankOf(other.severity) - rankOf(one.severity) ||
    other.deeds.size - one.deeds.size ||
    deedsOf(other) - deedsOf(one) ||
    one.unit - other.unit
  );
}

function deedsOf({ deeds }: Group): number {
  return [...deeds.values()].reduce((sum, { count }) => sum + count, 0);
}
