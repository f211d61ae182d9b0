import type { AttributeValue } from "@aws-sdk/client-dynamodb";

import { packEventIds, unpackEventIds } from "../core/denials/event-ids";
import type { Group } from "../core/denials/group";
import type { Ledger } from "../core/denials/ledger";
import { callLimits } from "./call-limits";

/** A ledger as it was read, with the event ids that its partition remembers. */
export interface LoadedLedger {
  readonly ledger: Ledger;
  readonly seenEventIds: ReadonlySet<string>;
  /** Event ids of one stored list; empty where it is no longer there. */
  readonly chunk: (name: string) => readonly string[];
}

/** A list of event ids to store beside a ledger. */
export interface EventIdChunk {
  readonly name: string;
  readonly eventIds: readonly string[];
}

/** Posts of the last hour and the last roll-up, in milliseconds. */
export interface Budget {
  readonly version: number;
  readonly postedAtMs: readonly number[];
  readonly rolledUpAtMs: number;
}

/** What the daily digest has to say: how many events each mute took since the last one. */
export interface MutedCounts {
  readonly byRule: Readonly<Record<string, number>>;
  readonly sinceMs?: number;
}

/** A ledger of which the schedule has to speak, and when, in milliseconds. */
export interface DueLedger {
  readonly key: string;
  readonly dueAtMs: number;
}

export type DeliveryState = "new" | "done" | "busy";

/** The state of `post-denials` between invocations, in one table: hash key `key`, range key `item`, index `due`, TTL `expiresAt`. */
export interface DenialStore {
  load(key: string): Promise<LoadedLedger>;
  /** Writes the ledger if nobody else has since it was loaded; false where somebody has. */
  save(ledger: Ledger, chunks: readonly EventIdChunk[], nowMs: number): Promise<boolean>;
  /** The ledgers with something that is due some time, earliest first, at most `most`. */
  upcoming(most: number): Promise<readonly DueLedger[]>;
  /** Claims a delivery: "busy" while another invocation has it, "done" once one has finished it. */
  claim(delivery: string, nowMs: number, leaseMs: number): Promise<DeliveryState>;
  finish(delivery: string, nowMs: number): Promise<void>;
  abandon(delivery: string): Promise<void>;
  budget(): Promise<Budget>;
  /** False where another invocation wrote it since it was read. */
  saveBudget(budget: Budget): Promise<boolean>;
  muted(): Promise<MutedCounts>;
  /** Counts what a mute took, and returns those event ids that it had not taken yet: a delivery may come in several envelopes. */
  addMuted(rule: string, eventIds: readonly string[], nowMs: number): Promise<readonly string[]>;
  clearMuted(): Promise<void>;
}

const stateItem = "STATE";
const chunkPrefix = "IDS#";
const dueIndex = "due";

/** How long ids and ledgers are remembered beyond their window: a late retry of CloudWatch Logs comes within a day. */
const rememberedMs = 86_400_000;

/** Muted events come in any number, so their ids are looked for among those of the last ten to twenty minutes only. */
const mutedSlotMs = 600_000;

function mutedIdsKey(slot: number): string {
  return `MUTED_IDS#${slot}`;
}

/** DynamoDB takes items of at most 400 KB; a UUID takes 16 bytes, any other id up to some hundred. */
const mostEventIdsInChunk = 5_000;

interface Item {
  readonly [attribute: string]: AttributeValue;
}

function numberOf(value: AttributeValue | undefined): number {
  return Number(value?.N ?? 0);
}

function secondsAfter(nowMs: number, afterMs: number): AttributeValue {
  return { N: String(Math.ceil((nowMs + afterMs) / 1000)) };
}

function isConflict(error: unknown): boolean {
  const name = (error as { name?: string }).name;
  return name === "ConditionalCheckFailedException" || name === "TransactionCanceledException";
}

/** Splits a list of event ids so that each part fits into one item. */
export function splitChunk(chunk: EventIdChunk): EventIdChunk[] {
  const parts: EventIdChunk[] = [];
  for (let from = 0; from < chunk.eventIds.length; from += mostEventIdsInChunk) {
    const eventIds = chunk.eventIds.slice(from, from + mostEventIdsInChunk);
    parts.push({ name: from === 0 ? chunk.name : `${chunk.name}.${from / mostEventIdsInChunk}`, eventIds });
  }
  return parts;
}

/** Loads the client of DynamoDB: to be made with the first event that needs it. */
export function denialStore(tableName: string): DenialStore {
  const { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, TransactWriteItemsCommand } =
    require("@aws-sdk/client-dynamodb") as typeof import("@aws-sdk/client-dynamodb");
  const client = new DynamoDBClient(callLimits);
  // It takes every request and answer apart for a log that nobody reads.
  client.middlewareStack.remove("loggerMiddleware");
  const TableName = tableName;

  async function partition(key: string): Promise<Item[]> {
    const items: Item[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: "#key = :key",
          ExpressionAttributeNames: { "#key": "key" },
          ExpressionAttributeValues: { ":key": { S: key } },
          ExclusiveStartKey,
        }),
      );
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  }

  function chunkItem(key: string, chunk: EventIdChunk, nowMs: number, windowEndMs: number): Item {
    const packed = packEventIds(chunk.eventIds);
    return {
      key: { S: key },
      item: { S: chunkPrefix + chunk.name },
      uuids: { B: packed.uuids },
      others: { S: JSON.stringify(packed.others) },
      expiresAt: secondsAfter(Math.max(nowMs, windowEndMs), rememberedMs),
    };
  }

  function ledgerItem(ledger: Ledger, nowMs: number): Item {
    const dueAtMs = earliestDueMs(ledger.groups);
    const lastCloseMs = Math.max(nowMs, ...ledger.groups.map((group) => group.closesAtMs));
    return {
      key: { S: ledger.key },
      item: { S: stateItem },
      version: { N: String(ledger.version + 1) },
      groups: { S: JSON.stringify(ledger.groups) },
      accountsSeenAtMs: { S: JSON.stringify(ledger.accountsSeenAtMs ?? {}) },
      expiresAt: secondsAfter(lastCloseMs, rememberedMs),
      ...(dueAtMs === undefined ? {} : { due: { S: "due" }, dueAtMs: { N: String(dueAtMs) } }),
    };
  }

  function eventIdsIn(item: Item): string[] {
    return unpackEventIds({
      uuids: item.uuids?.B ?? new Uint8Array(),
      others: JSON.parse(item.others?.S ?? "[]") as string[],
    });
  }

  async function mutedIn(slot: number): Promise<string[]> {
    return (await partition(mutedIdsKey(slot))).flatMap(eventIdsIn);
  }

  async function readSingle(key: string): Promise<Item | undefined> {
    const answer = await client.send(
      new GetItemCommand({ TableName, ConsistentRead: true, Key: { key: { S: key }, item: { S: stateItem } } }),
    );
    return answer.Item;
  }

  return {
    async load(key) {
      const items = await partition(key);
      const state = items.find((item) => item.item?.S === stateItem);
      const chunks = new Map<string, string[]>();
      const seenEventIds = new Set<string>();
      for (const item of items) {
        const name = item.item?.S ?? "";
        if (!name.startsWith(chunkPrefix)) continue;
        const ids = eventIdsIn(item);
        chunks.set(name.slice(chunkPrefix.length), ids);
        for (const id of ids) seenEventIds.add(id);
      }
      return {
        ledger: {
          key,
          version: numberOf(state?.version),
          groups: JSON.parse(state?.groups?.S ?? "[]") as Group[],
          accountsSeenAtMs: JSON.parse(state?.accountsSeenAtMs?.S ?? "{}") as Record<string, number>,
        },
        seenEventIds,
        chunk: (name) => chunks.get(name) ?? [],
      };
    },

    async save(ledger, chunks, nowMs) {
      const windowEndMs = Math.max(nowMs, ...ledger.groups.map((group) => group.closesAtMs));
      const Put = {
        TableName,
        Item: ledgerItem(ledger, nowMs),
        ConditionExpression: ledger.version === 0 ? "attribute_not_exists(#key)" : "version = :version",
        ...(ledger.version === 0
          ? { ExpressionAttributeNames: { "#key": "key" } }
          : { ExpressionAttributeValues: { ":version": { N: String(ledger.version) } } }),
      };
      const others = chunks.map((chunk) => ({
        Put: { TableName, Item: chunkItem(ledger.key, chunk, nowMs, windowEndMs) },
      }));
      try {
        // A transaction costs twice as much and takes longer: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
        if (others.length === 0) await client.send(new PutItemCommand(Put));
        else await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }, ...others] }));
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
    },

    async upcoming(Limit) {
      const answer = await client.send(
        new QueryCommand({
          TableName,
          IndexName: dueIndex,
          KeyConditionExpression: "#due = :due",
          ExpressionAttributeNames: { "#due": "due" },
          ExpressionAttributeValues: { ":due": { S: "due" } },
          Limit,
        }),
      );
      return (answer.Items ?? []).map((item) => ({ key: item.key?.S ?? "", dueAtMs: numberOf(item.dueAtMs) }));
    },

    async claim(delivery, nowMs, leaseMs) {
      const key = { key: { S: `DELIVERY#${delivery}` }, item: { S: stateItem } };
      try {
        await client.send(
          new PutItemCommand({
            TableName,
            Item: {
              ...key,
              leaseUntilMs: { N: String(nowMs + leaseMs) },
              expiresAt: secondsAfter(nowMs, rememberedMs),
            },
            ConditionExpression: "attribute_not_exists(#key) OR leaseUntilMs < :now",
            ExpressionAttributeNames: { "#key": "key" },
            ExpressionAttributeValues: { ":now": { N: String(nowMs) } },
          }),
        );
        return "new";
      } catch (error) {
        if (!isConflict(error)) throw error;
        const held = await readSingle(key.key.S);
        return held?.leaseUntilMs === undefined ? "done" : "busy";
      }
    },

    async finish(delivery, nowMs) {
      const Item = {
        key: { S: `DELIVERY#${delivery}` },
        item: { S: stateItem },
        expiresAt: secondsAfter(nowMs, rememberedMs),
      };
      await client.send(new PutItemCommand({ TableName, Item }));
    },

    async abandon(delivery) {
      const Key = { key: { S: `DELIVERY#${delivery}` }, item: { S: stateItem } };
      await client.send(new DeleteItemCommand({ TableName, Key }));
    },

    async budget() {
      const item = await readSingle("BUDGET");
      return {
        version: numberOf(item?.version),
        postedAtMs: JSON.parse(item?.postedAtMs?.S ?? "[]") as number[],
        rolledUpAtMs: numberOf(item?.rolledUpAtMs),
      };
    },

    async saveBudget(budget) {
      const Item: Item = {
        key: { S: "BUDGET" },
        item: { S: stateItem },
        version: { N: String(budget.version + 1) },
        postedAtMs: { S: JSON.stringify(budget.postedAtMs) },
        rolledUpAtMs: { N: String(budget.rolledUpAtMs) },
      };
      try {
        await client.send(
          new PutItemCommand({
            TableName,
            Item,
            ConditionExpression: "attribute_not_exists(version) OR version = :version",
            ExpressionAttributeValues: { ":version": { N: String(budget.version) } },
          }),
        );
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
    },

    async muted() {
      const items = await partition("MUTED");
      const byRule: Record<string, number> = {};
      let sinceMs: number | undefined;
      for (const item of items) {
        byRule[item.item?.S ?? ""] = numberOf(item.muted);
        const itemSinceMs = numberOf(item.sinceMs);
        sinceMs = sinceMs === undefined ? itemSinceMs : Math.min(sinceMs, itemSinceMs);
      }
      return { byRule, sinceMs };
    },

    async addMuted(rule, eventIds, nowMs) {
      const slot = Math.floor(nowMs / mutedSlotMs);
      const seen = new Set((await Promise.all([mutedIn(slot - 1), mutedIn(slot)])).flat());
      const fresh = eventIds.filter((id) => !seen.has(id));
      for (const chunk of splitChunk({ name: `${rule}#${fresh[0] ?? ""}`, eventIds: fresh })) {
        const Update = {
          TableName,
          Key: { key: { S: "MUTED" }, item: { S: rule } },
          UpdateExpression: "ADD muted :count SET sinceMs = if_not_exists(sinceMs, :now)",
          ExpressionAttributeValues: { ":count": { N: String(chunk.eventIds.length) }, ":now": { N: String(nowMs) } },
        };
        const Item = chunkItem(mutedIdsKey(slot), chunk, nowMs, nowMs);
        await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }, { Put: { TableName, Item } }] }));
      }
      return fresh;
    },

    async clearMuted() {
      for (const item of await partition("MUTED")) {
        const rule = item.item?.S;
        if (rule === undefined) continue;
        const Key = { key: { S: "MUTED" }, item: { S: rule } };
        await client.send(new DeleteItemCommand({ TableName, Key }));
      }
    },
  };
}

function earliestDueMs(groups: readonly Group[]): number | undefined {
  const due = groups.flatMap((group) => (group.dueAtMs === undefined ? [] : [group.dueAtMs]));
  return due.length === 0 ? undefined : Math.min(...due);
}
