import { modesIn } from "../../core/actions/account-modes";
import { respond } from "../actions/respond";
import type { OpenHere } from "./look-through";
import { recordIdOf, requestOfUntold } from "./owed";
import { requestOfSweep } from "./request";
import { sayMany } from "./say";
import type { SweepParts } from "./sweep";

/** More new rules than this in one look are told together. */
const toldOneByOne = 10;

/** A rule of this look. `isNew`: nobody knows of it. `untold`: the record of what people could not be told of it. */
export interface Found extends OpenHere {
  readonly region: string;
  readonly isNew: boolean;
  readonly isBaseline: boolean;
  readonly untold?: string | undefined;
}

/** A rule on which this look has failed, which is not to pass for known. */
export interface Failed {
  readonly ruleId: string;
  readonly region: string;
  /** Of what was decided on it, if anything was. */
  readonly recordId?: string;
  readonly wasNew: boolean;
  readonly error: unknown;
}

export interface Answered {
  readonly failed: readonly Failed[];
  readonly counts: Readonly<Record<string, number>>;
  /** Whether rules were taken away and more are left that only wait for room under the caps. */
  readonly waits: boolean;
}

/**
 * Responds to the new rules, the first ones one by one, and where the action is enforced to the older ones, as far as the caps
 * have room. What fails keeps back nothing else. Never throws.
 */
export async function respondToFound(found: readonly Found[], parts: SweepParts, nowMs: number): Promise<Answered> {
  const { looking } = parts;
  const isEnforced = modesIn(looking.settings, looking.ownAccount)["revoke-ingress"] === "enforce";
  const fresh = found.filter(({ isNew, isBaseline }) => isNew && !isBaseline);
  const older = isEnforced ? found.filter(({ isNew }) => !isNew) : [];
  const failed: Failed[] = [];
  let tried = 0;
  let waits = false;
  for (const one of fresh.slice(0, toldOneByOne)) {
    tried += 1;
    failed.push(...(await attempt(one, parts, nowMs)));
  }
  failed.push(...(await tellMany(fresh.slice(toldOneByOne), parts)));
  for (const one of older) {
    try {
      if (!(await isWorthATry(one, parts))) continue;
      if (await mayAct(parts, nowMs)) {
        tried += 1;
        failed.push(...(await attempt(one, parts, nowMs)));
      } else waits = tried > 0;
    } catch (error) {
      failed.push(failedOn(one, error));
    }
  }
  return { failed, counts: { fresh: fresh.length, tried }, waits };
}

async function attempt(one: Found, { responder, responding, looking }: SweepParts, nowMs: number): Promise<Failed[]> {
  const { region, untold } = one;
  let request = requestOfSweep(one, region, looking.ownAccount, nowMs);
  try {
    if (untold !== undefined) request = (await requestOfUntold(untold, responding)) ?? request;
    await respond(request, responder, responding, nowMs);
    return [];
  } catch (error) {
    return [{ ...failedOn(one, error), recordId: recordIdOf(request) }];
  }
}

async function tellMany(found: readonly Found[], parts: SweepParts): Promise<Failed[]> {
  try {
    await sayMany(found, parts);
    return [];
  } catch (error) {
    return found.map((one) => failedOn(one, error));
  }
}

function failedOn({ rule, region, isNew: wasNew }: Found, error: unknown): Failed {
  return { ruleId: rule.id, region, wasNew, error };
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
