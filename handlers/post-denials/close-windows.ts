import type { DenialStore } from "../../clients/denial-store";
import type { Group } from "../../core/denials/group";
import { asTold } from "../../core/denials/group";
import { earliestDueMs } from "../../core/denials/ledger";
import { someAtOnce } from "./at-once";
import { log } from "./audit";
import type { DueGroup } from "./due-groups";
import { dueIn, isPost, openSpread, spreadsOf } from "./due-groups";
import type { Change, Held } from "./held-ledgers";
import { confirm, settle } from "./held-ledgers";
import type { Teller } from "./teller";
import { deadLetterUndelivered } from "./undelivered";

/** Ledgers looked at in one tick; what is left is due in the next. */
const mostLedgers = 50;

/** Groups in one digest: Slack takes 50 blocks. */
const mostGroupsInDigest = 40;

/** A gathered message gets as many tries as Lambda gives an asynchronous event. */
const mostAttempts = 3;

const ownWindowMs = 3_600_000;
const retryMs = 60_000;

/** A tick comes at most so much later than what is due. */
const tickMs = 60_000;

export interface CloserParts {
  readonly store: DenialStore;
  readonly teller: Teller;
  readonly deadLetterQueueUrl: string;
}

/**
 * Tells of all groups that are due, and closes the windows that are over. What is told of stands in ledgers that were read a moment
 * ago, or that the table has said are as this container believes. Returns when something will be due again, in milliseconds, if
 * anything will.
 */
export async function closeWindows(parts: CloserParts, nowMs: number): Promise<number | undefined> {
  const { store, teller } = parts;
  const upcoming = await store.upcoming(mostLedgers);
  const keys = upcoming.filter(({ dueAtMs }) => dueAtMs <= nowMs).map(({ key }) => key);
  if (keys.length === 0) return upcoming[0]?.dueAtMs;
  const silentUntilMs = (await teller.budget.silentUntilMs(nowMs)) ?? nowMs;
  const horizonMs = Math.max(nowMs, silentUntilMs - 2 * tickMs);
  const soonKeys = upcoming
    .map(({ key }) => key)
    .slice(keys.length, upcoming.findLastIndex(({ dueAtMs }) => dueAtMs <= horizonMs) + 1);
  const held: Held = new Map();
  const load = async (key: string) => void held.set(key, await store.load(key, nowMs));
  await someAtOnce([...keys, ...soonKeys], load);
  await someAtOnce(spreadsOf(dueIn([...keys, ...soonKeys], held, horizonMs), teller), load);
  const mayTell = silentUntilMs <= nowMs || dueIn(keys, held, nowMs).some((one) => !isPost(one, teller));
  if (mayTell) await confirm(held, await teller.budget.checks(), store, nowMs);
  const closing = { ...parts, held };
  await tellAll(
    dueIn(keys, held, nowMs),
    await postponed(dueIn(soonKeys, held, horizonMs), closing, nowMs),
    closing,
    nowMs,
  );
  // There may be more that is due than one page has.
  if (keys.length === mostLedgers) return nowMs;
  const dueMs = [...held.values()].map(({ ledger }) => earliestDueMs(ledger));
  const next = [...dueMs, upcoming[keys.length + soonKeys.length]?.dueAtMs].filter((one) => one !== undefined);
  return next.length === 0 ? undefined : Math.min(...next);
}

/** Lets wait for the roll-up, in this tick's write, what the ticks until then would find without a budget. */
async function postponed(soon: readonly DueGroup[], parts: Closing, nowMs: number): Promise<Change[]> {
  const posts = soon.filter((one) => isPost(one, parts.teller) && openSpread(one, parts.held, nowMs) === undefined);
  const dueAtMs = await parts.teller.budget.nextRollUpMs(nowMs);
  return posts.map((one) => changeOf(one, (group) => ({ ...group, rollUp: true, dueAtMs })));
}

interface Closing extends CloserParts {
  readonly held: Held;
}

async function tellAll(
  due: readonly DueGroup[],
  beside: readonly Change[],
  parts: Closing,
  nowMs: number,
): Promise<void> {
  for (const one of due.filter((each) => !isPost(each, parts.teller))) {
    await tell([one], [], parts, nowMs, async () => {
      if (one.group.message !== undefined) await parts.teller.update(one, one.group.message, nowMs);
      return true;
    });
  }
  const folded = untilFolded(due, parts, nowMs);
  const waits = new Set(folded.map(({ groupId }) => groupId));
  const waiting = [...beside, ...folded];
  const posts = due.filter((one) => isPost(one, parts.teller) && !waits.has(one.group.id));
  const [only] = posts;
  if (only === undefined) return settle(waiting, parts, nowMs);
  if (posts.length === 1 && only.group.rollUp === undefined) {
    return tell([only], waiting, parts, nowMs, () => parts.teller.post(only, nowMs));
  }
  for (let from = 0; from < posts.length; from += mostGroupsInDigest) {
    const some = posts.slice(from, from + mostGroupsInDigest);
    await tell(some, from === 0 ? waiting : [], parts, nowMs, async () =>
      (await parts.teller.digest(some, nowMs)) ? {} : undefined,
    );
  }
}

/** Lets wait, until its digest, what belongs to a denial that was folded over many accounts after it was first told of. */
function untilFolded(due: readonly DueGroup[], parts: Closing, nowMs: number): Change[] {
  const posts = due.filter((one) => isPost(one, parts.teller));
  return posts.flatMap((one) => {
    const open = openSpread(one, parts.held, nowMs);
    if (open === undefined) return [];
    return [changeOf(one, (group) => ({ ...group, dueAtMs: open.closesAtMs }))];
  });
}

function changeOf({ ledgerKey, group: { id } }: DueGroup, change: (group: Group) => Group): Change {
  return { ledgerKey, groupId: id, change };
}

/** Speaks, then writes down what was said, with other changes. `speak` gives undefined where the budget is used up. */
async function tell(
  some: readonly DueGroup[],
  beside: readonly Change[],
  parts: Closing,
  nowMs: number,
  speak: () => Promise<true | { readonly message?: Group["message"] } | undefined>,
): Promise<void> {
  const settleAll = async (change: (one: DueGroup) => (group: Group) => Group) =>
    settle([...beside, ...some.map((one) => changeOf(one, whilePending(one, change(one))))], parts, nowMs);
  try {
    const said = await speak();
    if (said === undefined) {
      const dueAtMs = Math.max(await parts.teller.budget.nextRollUpMs(nowMs), nowMs + retryMs);
      await settleAll(() => (group) => ({ ...group, rollUp: true, dueAtMs }));
    } else await settleAll((one) => (group) => afterTelling(group, one, said, nowMs));
  } catch (error) {
    log("not-posted", { why: (error as Error).message, incidents: some.map(({ group }) => group.id) });
    const given = await givenUp(some, parts);
    await settleAll(
      (one) => (group) =>
        given.includes(one)
          ? afterTelling(group, one, true, nowMs)
          : { ...group, failedAttempts: group.failedAttempts + 1, dueAtMs: nowMs + retryMs },
    );
  }
}

/** Leaves the group alone where another tick, or an earlier try, has told of it by now. */
function whilePending(
  { group: { pendingChunks } }: DueGroup,
  change: (group: Group) => Group,
): (group: Group) => Group {
  return (group) =>
    pendingChunks.length === 0 || pendingChunks.some((name) => group.pendingChunks.includes(name))
      ? change(group)
      : group;
}

function afterTelling(
  group: Group,
  carried: DueGroup,
  said: true | { readonly message?: Group["message"] },
  nowMs: number,
): Group {
  const told = asTold(group, {
    chunks: carried.group.pendingChunks,
    count: carried.group.pendingCount,
    message: said === true ? undefined : said.message,
  });
  // Warden's own denials are told of once an hour: the window goes on.
  return group.kind === "self" ? { ...told, closesAtMs: nowMs + ownWindowMs } : told;
}

/** What has failed too often goes into the dead-letter queue, from where it can be redriven; the rest is tried at the next tick. */
async function givenUp(some: readonly DueGroup[], { deadLetterQueueUrl }: Closing): Promise<readonly DueGroup[]> {
  const given = some.filter(({ group }) => group.failedAttempts + 1 >= mostAttempts);
  await deadLetterUndelivered(deadLetterQueueUrl, given);
  return given;
}
