import { modesIn } from "../../core/actions/account-modes";
import type { SweptRegion } from "../../clients/ingress-memory";
import { log } from "../post-denials/audit";
import type { ResponderParts } from "../actions/parts";
import type { Responder } from "../actions/responder";
import type { RegionView } from "./look-through";
import { lookThrough } from "./look-through";
import type { IngressParts } from "./parts";
import type { Settled } from "./owed";
import { boundedOwed, settleOwed } from "./owed";
import type { RuleRequest } from "./request";
import type { Failed, Found } from "./respond-to-found";
import { respondToFound } from "./respond-to-found";
import { sayBaseline, sayUnseen } from "./say";

/** Looks that a region may miss before people are told: a throttled minute is no news. */
const missesUntilTold = 3;

const hourMs = 3_600_000;

type LookedAt = Exclude<RegionView, { readonly asSeen: number }>;

/** A region with what was remembered of it before this look. */
interface Looked {
  readonly view: LookedAt;
  readonly before: SweptRegion | undefined;
}

/** A region with what came of telling what earlier looks could not tell. */
interface SettledRegion extends Looked {
  readonly settled: Settled;
}

export interface SweepParts {
  readonly looking: IngressParts;
  readonly responding: ResponderParts;
  readonly responder: Responder<RuleRequest>;
  readonly regions: readonly string[];
  /** Ids of rules that this container itself has told people of, after a change of their groups. */
  readonly told: Pick<ReadonlySet<string>, "has">;
  /** Whether no further region is to be begun. */
  readonly isOver: () => boolean;
}

/**
 * One look through all groups of all regions. The first look at a region is told in one message and changes nothing; after
 * it new rules are responded to, and where the action is enforced the older ones, too, as far as the caps have room. Throws
 * what failed once all else is done.
 */
export async function sweep(parts: SweepParts, nowMs: number): Promise<{ readonly nothingDueBefore?: string }> {
  const { looking, regions, isOver } = parts;
  const account = looking.ownAccount ?? "unknown";
  const isEnforced = modesIn(looking.settings, looking.ownAccount)["revoke-ingress"] === "enforce";
  const isAsSeen = (region: string, ruleIds: readonly string[]) =>
    !isEnforced && isJustKnown(ruleIds, looking.memory.seenRegion(account, region, nowMs));
  const views = await lookThrough(regions, looking, { nowMs, isOver, isAsSeen });
  const seen = await Promise.all(
    views.flatMap((view) => ("asSeen" in view ? [] : [lookedAt(view, account, parts, nowMs)])),
  );
  const looked = await settleAll(seen, parts, nowMs);
  const found = await sortOut(looked, parts);
  const baseline = found.filter(({ isBaseline }) => isBaseline);
  await sayBaseline(baseline, newlyUnseen(looked, "first"), parts);
  await sayUnseen(newlyUnseen(looked, "later"), parts);
  const answered = await respondToFound(found, parts, nowMs);
  for (const one of looked)
    await looking.memory.saveRegion(account, one.view.region, after(one, answered.failed), nowMs);
  const asSeen = views.reduce((sum, view) => sum + ("asSeen" in view ? view.asSeen : 0), 0);
  log("swept", { regions: views.length, unseen: unseenOf(views), open: found.length + asSeen, ...answered.counts });
  const failures = [...looked.flatMap(({ settled }) => settled.failures), ...answered.failed.map(({ error }) => error)];
  if (failures.length > 0) throw failures[0];
  if (isEnforced && baseline.length > 0) return { nothingDueBefore: new Date(nowMs + 1).toISOString() };
  return answered.waits ? { nothingDueBefore: new Date(nowMs + hourMs).toISOString() } : {};
}

/** The table is asked where this container has not seen the region itself, or sees in it what people may not know of. */
async function lookedAt(view: LookedAt, account: string, parts: SweepParts, nowMs: number): Promise<Looked> {
  const { memory } = parts.looking;
  const seen = memory.seenRegion(account, view.region, nowMs);
  const isEnough = seen !== undefined && isNothingNew(view, seen, parts);
  return { view, before: isEnough ? seen : await memory.region(account, view.region, nowMs) };
}

function isJustKnown(ruleIds: readonly string[], seen: SweptRegion | undefined): boolean {
  if (seen?.known === undefined || seen.missed > 0 || seen.owed !== undefined) return false;
  if (seen.known.length !== ruleIds.length) return false;
  const known = new Set(seen.known);
  return ruleIds.every((id) => known.has(id));
}

/** Whether people know of all that is open, so that there is nothing to say of the region. */
function isNothingNew(view: LookedAt, before: SweptRegion, { told }: SweepParts): boolean {
  if ("unseen" in view || before.known === undefined || before.missed > 0) return false;
  const known = new Set(before.known);
  return view.open.every(({ rule: { id } }) => known.has(id) || told.has(id));
}

function unseenOf(views: readonly RegionView[]): string[] {
  return views.flatMap((view) => ("unseen" in view ? [view.region] : []));
}

/** Before anything new is decided, so that it is told once. */
async function settleAll(
  looked: readonly Looked[],
  { responding, responder }: SweepParts,
  nowMs: number,
): Promise<readonly SettledRegion[]> {
  const settled: SettledRegion[] = [];
  for (const one of looked) {
    const open = "unseen" in one.view ? [] : one.view.open.map(({ rule }) => rule.id);
    const isOpen = (ruleId: string) => open.includes(ruleId);
    const owed = one.before?.owed ?? [];
    settled.push({ ...one, settled: await settleOwed(owed, isOpen, { responding, responder }, nowMs) });
  }
  return settled;
}

/** What a person or an event has been told of already is not new, whoever looked first. */
async function sortOut(looked: readonly SettledRegion[], parts: SweepParts): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { view, before, settled } of looked) {
    if ("unseen" in view) continue;
    const known = new Set(before?.known ?? []);
    for (const one of view.open) {
      const { rule } = one;
      if (settled.ruleIds.includes(rule.id)) continue;
      const told = known.has(rule.id) ? "told" : await isTold(rule.id, parts);
      const isNew = told !== "told";
      const isBaseline = isNew && before?.known === undefined;
      found.push({ ...one, region: view.region, isNew, isBaseline, untold: isNew ? told?.untold : undefined });
    }
  }
  return found;
}

/** "told", or the record of what people could not be told; undefined where nothing was decided on the rule. */
async function isTold(
  ruleId: string,
  { told, responding }: SweepParts,
): Promise<"told" | { readonly untold: string } | undefined> {
  if (told.has(ruleId)) return "told";
  const memory = await responding.store.subject("revoke-ingress", { kind: "rule", id: ruleId, account: undefined });
  const newest = memory?.value.newest;
  if (newest === undefined) return undefined;
  return newest.toldAtMs > 0 ? "told" : { untold: newest.recordId };
}

function newlyUnseen(looked: readonly Looked[], when: "first" | "later") {
  return looked.flatMap(({ view, before }) => {
    if (!("unseen" in view) || before?.missedTold === true) return [];
    const isNews =
      when === "first" ? before === undefined : before !== undefined && before.missed + 1 >= missesUntilTold;
    return isNews ? [view] : [];
  });
}

/** What nobody was told of stays unknown, so that the next look finds it anew. */
function after({ view, before, settled }: SettledRegion, failed: readonly Failed[]): SweptRegion {
  const here = failed.filter(({ region }) => region === view.region);
  const owed = boundedOwed([...settled.owed, ...here.flatMap(({ recordId }) => recordId ?? [])]);
  const owing = owed.length === 0 ? {} : { owed };
  if (!("unseen" in view)) {
    const unknown = new Set(here.flatMap(({ ruleId, wasNew }) => (wasNew ? [ruleId] : [])));
    const known = view.open.map(({ rule }) => rule.id).filter((id) => !unknown.has(id));
    return { known, missed: 0, ...owing };
  }
  const missed = (before?.missed ?? 0) + 1;
  const missedTold = before === undefined || before.missedTold === true || missed >= missesUntilTold;
  return { known: before?.known, missed, missedTold, ...owing };
}
