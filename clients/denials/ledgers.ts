import type { Group } from "../../core/denials/group";
import type { Ledger } from "../../core/denials/ledger";
import { earliestDueMs } from "../../core/denials/ledger";
import type { EventIdChunk } from "./event-id-chunks";
import { chunkItem, chunkNameOf, eventIdsIn, rememberedMs } from "./event-id-chunks";
import type { KeptLedger, KeptLedgers } from "./kept-ledgers";
import { keptLedgers } from "./kept-ledgers";
import type { DenialTable, Item, Put } from "./table";
import { keyOf, numberOf, secondsAfter, stateItem } from "./table";
import type { Unit } from "./units";

/** A ledger as it was read or written last, with the event ids that its partition remembers. */
export interface LoadedLedger {
  readonly ledger: Ledger;
  readonly seenEventIds: ReadonlySet<string>;
  /** Event ids of one stored list; empty where it is no longer there, or no message has to carry it any more. */
  readonly chunk: (name: string) => readonly string[];
}

/** A ledger of which the schedule has to speak, and when, in milliseconds. */
export interface DueLedger {
  readonly key: string;
  readonly dueAtMs: number;
}

/**
 * What was denied to each principal, gathered over its windows. A container keeps the ledgers that it has used last, and believes
 * them: another container may have written since. So whoever acts on a ledger first writes it, or has it checked, under the
 * version that it believes in; only that an event id has been seen holds whatever others write.
 */
export interface Ledgers {
  /** From now on, what was read or written before is no longer current. Forgets all where the clock has gone back. */
  begin(nowMs: number): void;
  /** As it is kept, or from the table where it is not. */
  load(key: string, nowMs: number): Promise<LoadedLedger>;
  /** Whether the ledger was read, written or checked since `begin`. */
  isCurrent(key: string): boolean;
  /** Writes the ledger if nobody else has since it was loaded, with the lists that belong to it. */
  ledgerUnit(loaded: LoadedLedger, ledger: Ledger, chunks: readonly EventIdChunk[], nowMs: number): Unit;
  /** Asks that nobody has written the ledger since it was loaded. */
  unchangedUnit(ledger: Ledger): Unit;
  /** The ledgers with something that is due some time, earliest first, at most `most`. */
  upcoming(most: number): Promise<readonly DueLedger[]>;
}

const dueIndex = "due";

/** Of keys, names and numbers of an item. */
const bytesAround = 500;

export function ledgers(table: DenialTable, kept: KeptLedgers = keptLedgers()): Ledgers {
  const current = new Set<string>();
  const begun = { atMs: 0 };

  function forget(key: string): void {
    kept.forget(key);
    current.delete(key);
  }

  function keep(one: KeptLedger): void {
    kept.keep(one);
    current.add(one.ledger.key);
  }

  return {
    begin(nowMs) {
      current.clear();
      if (nowMs < begun.atMs) kept.forgetAll();
      begun.atMs = nowMs;
    },

    isCurrent: (key) => current.has(key),

    async load(key, nowMs) {
      const known = kept.get(key, nowMs);
      if (known !== undefined) return loadedFrom(known);
      const read = keptFrom(key, await table.readAll(key));
      keep(read);
      return loadedFrom(read);
    },

    ledgerUnit(loaded, ledger, chunks, nowMs) {
      const lastCloseMs = Math.max(nowMs, ...ledger.groups.map((group) => group.closesAtMs));
      const put = ledgerPut(ledger, lastCloseMs);
      const chunkPuts = chunks.map((chunk) => ({ Item: chunkItem(ledger.key, chunk, lastCloseMs) }));
      const written = () => {
        const seenEventIds = loaded.seenEventIds as Set<string>;
        for (const chunk of chunks) for (const id of chunk.eventIds) seenEventIds.add(id);
        keep({
          ledger: { ...ledger, version: ledger.version + 1 },
          seenEventIds,
          chunks: pendingChunks(
            ledger,
            (name) => chunks.find((chunk) => chunk.name === name)?.eventIds ?? loaded.chunk(name),
          ),
          expiresAtMs: lastCloseMs + rememberedMs,
          ledgerBytes: bytesOf([put]),
        });
      };
      return {
        key: ledger.key,
        puts: [put, ...chunkPuts],
        bytes: bytesOf([put, ...chunkPuts]),
        done: written,
        doubted: () => forget(ledger.key),
      };
    },

    unchangedUnit({ key, version }) {
      return {
        key,
        checks: [{ Key: keyOf(key, stateItem), ...onlyAt(version) }],
        done: () => void current.add(key),
        doubted: () => forget(key),
      };
    },

    async upcoming(Limit) {
      const items = await table.query({
        IndexName: dueIndex,
        KeyConditionExpression: "#due = :due",
        ExpressionAttributeNames: { "#due": "due" },
        ExpressionAttributeValues: { ":due": { S: "due" } },
        Limit,
      });
      return items.map((item) => ({ key: item.key?.S ?? "", dueAtMs: numberOf(item.dueAtMs) }));
    },
  };
}

function loadedFrom({ ledger, seenEventIds, chunks }: KeptLedger): LoadedLedger {
  return { ledger, seenEventIds, chunk: (name) => chunks.get(name) ?? [] };
}

function keptFrom(key: string, items: readonly Item[]): KeptLedger {
  const state = items.find((item) => item.item?.S === stateItem);
  const lists = new Map<string, string[]>();
  for (const item of items) {
    const name = chunkNameOf(item);
    if (name !== undefined) lists.set(name, eventIdsIn(item));
  }
  const ledger = ledgerIn(key, state);
  return {
    ledger,
    seenEventIds: new Set([...lists.values()].flat()),
    chunks: pendingChunks(ledger, (name) => lists.get(name) ?? []),
    ...(state === undefined ? {} : { expiresAtMs: numberOf(state.expiresAt) * 1000 }),
    ledgerBytes: state === undefined ? bytesAround : bytesOf([{ Item: state }]),
  };
}

function pendingChunks(ledger: Ledger, eventIds: (name: string) => readonly string[]): Map<string, readonly string[]> {
  return new Map(ledger.groups.flatMap(({ pendingChunks: names }) => names.map((name) => [name, eventIds(name)])));
}

function ledgerIn(key: string, state: Item | undefined): Ledger {
  return {
    key,
    version: numberOf(state?.version),
    groups: JSON.parse(state?.groups?.S ?? "[]") as Group[],
    accountsSeenAtMs: JSON.parse(state?.accountsSeenAtMs?.S ?? "{}") as Record<string, number>,
  };
}

function ledgerPut(ledger: Ledger, lastCloseMs: number): Put & { readonly Item: Item } {
  const dueAtMs = earliestDueMs(ledger);
  const Item = {
    ...keyOf(ledger.key, stateItem),
    version: { N: String(ledger.version + 1) },
    groups: { S: JSON.stringify(ledger.groups) },
    accountsSeenAtMs: { S: JSON.stringify(ledger.accountsSeenAtMs ?? {}) },
    expiresAt: secondsAfter(lastCloseMs, rememberedMs),
    ...(dueAtMs === undefined ? {} : { due: { S: "due" }, dueAtMs: { N: String(dueAtMs) } }),
  };
  return { Item, ...onlyAt(ledger.version) };
}

/** The condition that an item is at this version, which is 0 where there is none. */
export function onlyAt(
  version: number,
): Pick<Put, "ExpressionAttributeNames" | "ExpressionAttributeValues"> & { readonly ConditionExpression: string } {
  return version === 0
    ? { ConditionExpression: "attribute_not_exists(#key)", ExpressionAttributeNames: { "#key": "key" } }
    : {
        ConditionExpression: "version = :version",
        ExpressionAttributeValues: { ":version": { N: String(version) } },
      };
}

function bytesOf(puts: readonly { readonly Item: Item }[]): number {
  return puts.reduce(
    (sum, { Item }) =>
      Object.values(Item).reduce(
        (inItem, { S = "", B }) => inItem + Buffer.byteLength(S) + (B?.byteLength ?? 0),
        sum + bytesAround,
      ),
    0,
  );
}
