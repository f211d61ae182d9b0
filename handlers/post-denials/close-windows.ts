import type { DenialStore } from "../../clients/denial-store";
import type { LoadedLedger } from "../../clients/denials/ledgers";
import { spreadKey } from "../../core/denials/cause";
import type { Group } from "../../core/denials/group";
import { asTold } from "../../core/denials/group";
import type { Ledger } from "../../core/denials/ledger";
import { withoutClosed } from "../../core/denials/ledger";
import { someAtOnce } from "./at-once";
import { log } from "./audit";
import type { Teller, Telling } from "./teller";
import { deadLetterUndelivered } from "./undelivered";

/** Ledgers looked at in one tick; what is left is due in the next. */
const mostLedgers = 50;

/** Groups in one digest: Slack takes 50 blocks. */
const mostGroupsInDigest = 40;

/** A gathered message gets as many tries as Lambda gives an asynchronous event. */
const mostAttempts = 3;

/** Tries where another invocation writes the same ledger at the same time. */
const mostConflicts = 8;

const ownWindowMs = 3_600_000;
const retryMs = 60_000;

export interface CloserParts {
  readonly store: DenialStore;
  readonly teller: Teller;
  readonly deadLetterQueueUrl: string;
}

interface Closing extends CloserParts {
  /** Ledgers as this tick has read or written them last. */
  readonly held: Map<string, Ledger>;
}

interface DueGroup extends Telling {
  readonly ledgerKey: string;
}

/**
 * Tells of all groups that are due, and closes the windows that are over. Returns when something will be due again, in
 * milliseconds, if anything will.
 */
export async function closeWindows(parts: CloserParts, nowMs: number): Promise<number | undefined> {
  const upcoming = await parts.store.upcoming(mostLedgers);
  const ledgers = upcoming.filter(({ dueAtMs }) => dueAtMs <= nowMs);
  if (ledgers.length === 0) return upcoming[0]?.dueAtMs;
  const loaded = await someAtOnce(ledgers, ({ key }) => parts.store.load(key));
  const due = loaded.flatMap((one) => dueGroups(one, nowMs));
  await tellAll(due, { ...parts, held: new Map(loaded.map(({ ledger }) => [ledger.key, ledger])) }, nowMs);
  const [next] = await parts.store.upcoming(1);
  return next?.dueAtMs;
}

async function tellAll(due: readonly DueGroup[], parts: Closing, nowMs: number): Promise<void> {
  const updates = due.filter(({ group }) => parts.teller.updates && group.message !== undefined);
  for (const one of updates) {
    await tell([one], parts, nowMs, async () => {
      if (one.group.message !== undefined) await parts.teller.update(one, one.group.message, nowMs);
      return true;
    });
  }
  const folded = await untilFolded(
    due.filter((one) => !updates.includes(one)),
    parts,
    nowMs,
  );
  const posts = due.filter((one) => !updates.includes(one) && !folded.has(one));
  const [only] = posts;
  if (posts.length === 1 && only !== undefined && only.group.rollUp === undefined) {
    await tell([only], parts, nowMs, () => parts.teller.post(only, nowMs));
    return;
  }
  for (let from = 0; from < posts.length; from += mostGroupsInDigest) {
    const some = posts.slice(from, from + mostGroupsInDigest);
    await tell(some, parts, nowMs, async () => ((await parts.teller.digest(some, nowMs)) ? {} : undefined));
  }
}

/**
 * Lets wait, until its digest, what belongs to a denial that was folded over many accounts after it was first told of; returns
 * what waits.
 */
async function untilFolded(posts: readonly DueGroup[], parts: Closing, nowMs: number): Promise<ReadonlySet<DueGroup>> {
  const closesAtMs = new Map<string, number>();
  const keyOf = ({ group }: DueGroup) => `SPREAD#${spreadKey(group.sample)}`;
  const causes = posts.filter(({ group }) => group.kind === "cause");
  await someAtOnce(new Set(causes.map(keyOf)), async (key) => {
    const { ledger } = await parts.store.load(key);
    const open = ledger.groups.find((group) => group.closesAtMs > nowMs);
    if (open !== undefined) closesAtMs.set(key, open.closesAtMs);
  });
  const waiting = causes.filter((one) => closesAtMs.has(keyOf(one)));
  await settle(waiting, parts, nowMs, (group, { carried }) => ({
    ...group,
    dueAtMs: closesAtMs.get(keyOf(carried)) ?? nowMs,
  }));
  return new Set(waiting);
}

function dueGroups(loaded: LoadedLedger, nowMs: number): DueGroup[] {
  return loaded.ledger.groups
    .filter((group) => group.dueAtMs !== undefined && group.dueAtMs <= nowMs)
    .map((group) => ({
      group,
      ledgerKey: loaded.ledger.key,
      eventIds: group.pendingChunks.flatMap((name) => [...loaded.chunk(name)]),
    }));
}

/** Speaks, then writes down what was said. `speak` gives undefined where the budget is used up. */
async function tell(
  some: readonly DueGroup[],
  parts: Closing,
  nowMs: number,
  speak: () => Promise<true | { readonly message?: Group["message"] } | undefined>,
): Promise<void> {
  try {
    const said = await speak();
    if (said === undefined) await postpone(some, parts, nowMs);
    else await settle(some, parts, nowMs, (group, { carried }) => afterTelling(group, carried, said, nowMs));
  } catch (error) {
    log("not-posted", { why: (error as Error).message, incidents: some.map(({ group }) => group.id) });
    await retryLater(some, parts, nowMs);
  }
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

async function postpone(some: readonly DueGroup[], parts: Closing, nowMs: number): Promise<void> {
  const dueAtMs = Math.max(await parts.teller.nextRollUpMs(nowMs), nowMs + retryMs);
  await settle(some, parts, nowMs, (group) => ({ ...group, rollUp: true, dueAtMs }));
}

/** Tries again at the next tick; what has failed too often goes into the dead-letter queue, from where it can be redriven. */
async function retryLater(some: readonly DueGroup[], parts: Closing, nowMs: number): Promise<void> {
  const given = some.filter(({ group }) => group.failedAttempts + 1 >= mostAttempts);
  await deadLetterUndelivered(parts.deadLetterQueueUrl, given);
  await settle(some, parts, nowMs, (group, { carried }) =>
    given.includes(carried)
      ? afterTelling(group, carried, true, nowMs)
      : { ...group, failedAttempts: group.failedAttempts + 1, dueAtMs: nowMs + retryMs },
  );
}

/** Changes the groups in their ledgers, over again where another invocation has written meanwhile. */
async function settle(
  some: readonly DueGroup[],
  { store, held }: Closing,
  nowMs: number,
  change: (group: Group, about: { readonly carried: DueGroup }) => Group,
): Promise<void> {
  const keys = new Set(some.map(({ ledgerKey }) => ledgerKey));
  await someAtOnce(keys, async (key) => {
    for (let round = 0; round < mostConflicts; round += 1) {
      const ledger = held.get(key) ?? (await store.load(key)).ledger;
      held.delete(key);
      const changed: Ledger = {
        ...ledger,
        groups: ledger.groups.map((group) => {
          const carried = some.find((one) => one.ledgerKey === key && one.group.id === group.id);
          return carried === undefined ? group : change(group, { carried });
        }),
      };
      const open = withoutClosed(changed, nowMs);
      if (!(await store.save(open, [], nowMs))) continue;
      held.set(key, { ...open, version: open.version + 1 });
      return;
    }
  });
}
