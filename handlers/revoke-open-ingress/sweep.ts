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

/** A region with what was remembered of it before this look. */
interface Looked {
  readonly view: RegionView;
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
  const views = await lookThrough(regions, looking, nowMs, isOver);
  const account = looking.ownAccount ?? "unknown";
  const looked = await Promise.all(
    views.map(async (view): Promise<Looked> => ({ view, before: await looking.memory.region(account, view.region) })),
  );
  const found = await sortOut(looked, parts);
  const baseline = found.filter(({ isBaseline }) => isBaseline);
  await sayBaseline(baseline, newlyUnseen(looked, "first"), parts);
  await sayUnseen(newlyUnseen(looked, "later"), parts);
  const answered = await respondToAll(found, parts, nowMs);
  for (const one of looked) await looking.memory.saveRegion(account, one.view.region, after(one));
  log("swept", { regions: views.length, unseen: unseenOf(views), open: found.length, ...answered.counts });
  if (answered.failures.length > 0) throw answered.failures[0];
  const isEnforced = modesIn(looking.settings, looking.ownAccount)["revoke-ingress"] === "enforce";
  if (isEnforced && baseline.length > 0) return { nothingDueBefore: new Date(nowMs + 1).toISOString() };
  return answered.waits ? { nothingDueBefore: new Date(nowMs + hourMs).toISOString() } : {};
}

function unseenOf(views: readonly RegionView[]): string[] {
  return views.flatMap((view) => ("unseen" in view ? [view.region] : []));
}

/** What a person or an event has been told of already is not new, whoever looked first. */
async function sortOut(looked: readonly Looked[], { responding }: SweepParts): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { view, before } of looked) {
    if ("unseen" in view) continue;
    const known = new Set(before?.known ?? []);
    for (const one of view.open) {
      const { rule } = one;
      const isNew = !known.has(rule.id) && !(await isTold(rule.id, responding));
      const isBaseline = isNew && before?.known === undefined;
      found.push({ ...one, region: view.region, isNew, isBaseline });
    }
  }
  return found;
}

async function isTold(ruleId: string, { store }: ResponderParts): Promise<boolean> {
  const memory = await store.subject("revoke-ingress", { kind: "rule", id: ruleId, account: undefined });
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
