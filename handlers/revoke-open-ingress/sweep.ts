import { modesIn } from "../../core/actions/account-modes";
import type { SweptRegion } from "../../clients/ingress-memory";
import { log } from "../post-denials/audit";
import { respond } from "../actions/respond";
import type { ResponderParts } from "../actions/parts";
import type { Responder } from "../actions/responder";
import type { OpenHere, RegionView } from "./look-through";
import { lookThrough } from "./look-through";
import type { IngressParts } from "./parts";
import type { RuleRequest } from "./request";
import { requestOfSweep } from "./request";
import { sayBaseline, sayMany, sayUnseen } from "./say";

/** More new rules than this in one look are told together. */
const toldOneByOne = 10;

/** Looks that a region may miss before people are told: a throttled minute is no news. */
const missesUntilTold = 3;

const hourMs = 3_600_000;

type LookedAt = Exclude<RegionView, { readonly asSeen: number }>;

/** A region with what was remembered of it before this look. */
interface Looked {
  readonly view: LookedAt;
  readonly before: SweptRegion | undefined;
}

/** A rule of this look. `isNew`: nobody knows of it. */
interface Found extends OpenHere {
  readonly region: string;
  readonly isNew: boolean;
  readonly isBaseline: boolean;
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
  const looked = await Promise.all(
    views.flatMap((view) => ("asSeen" in view ? [] : [lookedAt(view, account, parts, nowMs)])),
  );
  const found = await sortOut(looked, parts);
  const baseline = found.filter(({ isBaseline }) => isBaseline);
  await sayBaseline(baseline, newlyUnseen(looked, "first"), parts);
  await sayUnseen(newlyUnseen(looked, "later"), parts);
  const answered = await respondToAll(found, parts, nowMs);
  for (const one of looked) await looking.memory.saveRegion(account, one.view.region, after(one), nowMs);
  const asSeen = views.reduce((sum, view) => sum + ("asSeen" in view ? view.asSeen : 0), 0);
  log("swept", { regions: views.length, unseen: unseenOf(views), open: found.length + asSeen, ...answered.counts });
  if (answered.failures.length > 0) throw answered.failures[0];
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
  if (seen?.known === undefined || seen.missed > 0 || seen.known.length !== ruleIds.length) return false;
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

/** What a person or an event has been told of already is not new, whoever looked first. */
async function sortOut(looked: readonly Looked[], parts: SweepParts): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { view, before } of looked) {
    if ("unseen" in view) continue;
    const known = new Set(before?.known ?? []);
    for (const one of view.open) {
      const { rule } = one;
      const isNew = !known.has(rule.id) && !(await isTold(rule.id, parts));
      const isBaseline = isNew && before?.known === undefined;
      found.push({ ...one, region: view.region, isNew, isBaseline });
    }
  }
  return found;
}

async function isTold(ruleId: string, { told, responding }: SweepParts): Promise<boolean> {
  if (told.has(ruleId)) return true;
  const memory = await responding.store.subject("revoke-ingress", { kind: "rule", id: ruleId, account: undefined });
  return memory?.value.newest !== undefined;
}

function newlyUnseen(looked: readonly Looked[], when: "first" | "later") {
  return looked.flatMap(({ view, before }) => {
    if (!("unseen" in view) || before?.missedTold === true) return [];
    const isNews =
      when === "first" ? before === undefined : before !== undefined && before.missed + 1 >= missesUntilTold;
    return isNews ? [view] : [];
  });
}

function after({ view, before }: Looked): SweptRegion {
  if (!("unseen" in view)) return { known: view.open.map(({ rule }) => rule.id), missed: 0 };
  const missed = (before?.missed ?? 0) + 1;
  const missedTold = before === undefined || before.missedTold === true || missed >= missesUntilTold;
  return { known: before?.known, missed, missedTold };
}

interface Answered {
  readonly failures: readonly unknown[];
  readonly counts: Readonly<Record<string, number>>;
  /** Whether rules were taken away and more are left that only wait for room under the caps. */
  readonly waits: boolean;
}

async function respondToAll(found: readonly Found[], parts: SweepParts, nowMs: number): Promise<Answered> {
  const { responder, responding, looking } = parts;
  const isEnforced = modesIn(looking.settings, looking.ownAccount)["revoke-ingress"] === "enforce";
  const fresh = found.filter(({ isNew, isBaseline }) => isNew && !isBaseline);
  const older = isEnforced ? found.filter(({ isNew }) => !isNew) : [];
  const failures: unknown[] = [];
  let tried = 0;
  let waits = false;
  const attempt = async (one: Found) => {
    tried += 1;
    const request = requestOfSweep(one, one.region, looking.ownAccount, nowMs);
    try {
      await respond(request, responder, responding, nowMs);
    } catch (error) {
      // The other rules are not to wait for this one.
      failures.push(error);
    }
  };
  for (const one of fresh.slice(0, toldOneByOne)) await attempt(one);
  await sayMany(fresh.slice(toldOneByOne), parts);
  for (const one of older) {
    if (!(await isWorthATry(one, parts))) continue;
    if (await mayAct(parts, nowMs)) await attempt(one);
    else waits = tried > 0;
  }
  return { failures, counts: { fresh: fresh.length, tried }, waits };
}

/** Not those on which a decision stands that only people change. */
async function isWorthATry({ rule }: Found, { responding }: SweepParts): Promise<boolean> {
  const memory = await responding.store.subject("revoke-ingress", { kind: "rule", id: rule.id, account: undefined });
  const newest = memory?.value.newest;
  return (
    newest?.verdict !== "refused" && newest?.reason !== "returned-too-often" && newest?.reason !== "prefix-list-open"
  );
}

async function mayAct({ responding, looking }: SweepParts, nowMs: number): Promise<boolean> {
  const { store, settings } = responding;
  const account = looking.ownAccount;
  if ((await store.pauseOf("revoke-ingress", account)) !== "running") return false;
  const wanted = { id: "sweep", atMs: nowMs, account: account ?? "unknown", budget: "ordinary" } as const;
  return (await store.room(wanted, settings.limits)) === "room";
}
