import type { Group } from "../../core/denials/group";
import type { Ledger } from "../../core/denials/ledger";
import type { EventIdChunk } from "./event-id-chunks";
import { chunkItem, chunkNameOf, eventIdsIn, rememberedMs } from "./event-id-chunks";
import type { DenialTable, Item } from "./table";
import { keyOf, numberOf, secondsAfter, stateItem } from "./table";

/** A ledger as it was read, with the event ids that its partition remembers. */
export interface LoadedLedger {
  readonly ledger: Ledger;
  readonly seenEventIds: ReadonlySet<string>;
  /** Event ids of one stored list; empty where it is no longer there. */
  readonly chunk: (name: string) => readonly string[];
}

/** A ledger of which the schedule has to speak, and when, in milliseconds. */
export interface DueLedger {
  readonly key: string;
  readonly dueAtMs: number;
}

/** What was denied to each principal, gathered over its windows. */
export interface Ledgers {
  load(key: string): Promise<LoadedLedger>;
  /** Writes the ledger if nobody else has since it was loaded; false where somebody has. */
  save(ledger: Ledger, chunks: readonly EventIdChunk[], nowMs: number): Promise<boolean>;
  /** The ledgers with something that is due some time, earliest first, at most `most`. */
  upcoming(most: number): Promise<readonly DueLedger[]>;
}

const dueIndex = "due";

export function ledgers(table: DenialTable): Ledgers {
  return {
    async load(key) {
      const items = await table.readAll(key);
      const state = items.find((item) => item.item?.S === stateItem);
      const chunks = new Map<string, string[]>();
      for (const item of items) {
        const name = chunkNameOf(item);
        if (name !== undefined) chunks.set(name, eventIdsIn(item));
      }
      return {
        ledger: ledgerIn(key, state),
        seenEventIds: new Set([...chunks.values()].flat()),
        chunk: (name) => chunks.get(name) ?? [],
      };
    },

    async save(ledger, chunks, nowMs) {
      const lastCloseMs = Math.max(nowMs, ...ledger.groups.map((group) => group.closesAtMs));
      const ledgerPut = { Item: ledgerItem(ledger, lastCloseMs), ...onlyAt(ledger.version) };
      const chunkPuts = chunks.map((chunk) => ({ Item: chunkItem(ledger.key, chunk, lastCloseMs) }));
      return table.write({ puts: [ledgerPut, ...chunkPuts] });
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

function ledgerIn(key: string, state: Item | undefined): Ledger {
  return {
    key,
    version: numberOf(state?.version),
    groups: JSON.parse(state?.groups?.S ?? "[]") as Group[],
    accountsSeenAtMs: JSON.parse(state?.accountsSeenAtMs?.S ?? "{}") as Record<string, number>,
  };
}

function ledgerItem(ledger: Ledger, lastCloseMs: number): Item {
  const dueAtMs = earliestDueMs(ledger.groups);
  return {
    ...keyOf(ledger.key, stateItem),
    version: { N: String(ledger.version + 1) },
    groups: { S: JSON.stringify(ledger.groups) },
    accountsSeenAtMs: { S: JSON.stringify(ledger.accountsSeenAtMs ?? {}) },
    expiresAt: secondsAfter(lastCloseMs, rememberedMs),
    ...(dueAtMs === undefined ? {} : { due: { S: "due" }, dueAtMs: { N: String(dueAtMs) } }),
  };
}

function onlyAt(version: number): object {
  return version === 0
    ? { ConditionExpression: "attribute_not_exists(#key)", ExpressionAttributeNames: { "#key": "key" } }
    : {
        ConditionExpression: "version = :version",
        ExpressionAttributeValues: { ":version": { N: String(version) } },
      };
}

function earliestDueMs(groups: readonly Group[]): number | undefined {
  const due = groups.flatMap((group) => (group.dueAtMs === undefined ? [] : [group.dueAtMs]));
  return due.length === 0 ? undefined : Math.min(...due);
}
