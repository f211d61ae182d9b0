import type { AttributeValue, PutItemCommandInput } from "@aws-sdk/client-dynamodb";

import type { KeyProfile } from "../core/profiles/profile";
import { parseStoredProfile, storedProfile } from "../core/profiles/stored-form";
import { callLimits } from "./call-limits";
import { mostItemsAtOnce } from "./items-at-once";
import { isTransactionConflict } from "./transaction-conflict";
import { withoutLog } from "./without-log";

/** A profile as it was read. Version 0 means that none is kept there yet. */
export interface KeptProfile {
  readonly profile: KeyProfile;
  readonly version: number;
  /** Day of UTC since 1970 on which a known value was last written down as seen again, beside each day's first writing. */
  readonly refreshedDay?: number | undefined;
}

/**
 * The version that a profile has once it is written. A profile that is deleted and made anew begins at another number, so that
 * who remembers the deleted one does not write over the new one.
 */
export function versionOnceWritten({ profile, version }: KeptProfile): number {
  return version === 0 ? Math.max(1, profile.firstSeenMs) : version + 1;
}

/** Profiles by access key id. */
export interface LoadedProfiles {
  readonly profiles: ReadonlyMap<string, KeptProfile>;
  /** Keys whose item is there and can't be read, as one of a newer Warden's. */
  readonly unreadable: ReadonlySet<string>;
}

/** Key profiles in their table. Every method throws what AWS says. */
export interface ProfileStore {
  /** What is kept of these keys now, in one call for each hundred of them. */
  load(accessKeyIds: readonly string[]): Promise<LoadedProfiles>;
  /**
   * Writes each profile unless somebody has since it was read, in one call for each hundred, and gives the keys that
   * could not be written for that reason. A profile is kept for a year and more after it is stale.
   */
  save(kept: readonly KeptProfile[], forgetAfterMs: number): Promise<ReadonlySet<string>>;
  /** All of them, a page at a time: for people, never for a function. */
  all(): AsyncGenerator<LoadedProfiles>;
  /** False where there was none. */
  remove(accessKeyId: string): Promise<boolean>;
}

/** TransactWriteItems takes 4 MB; some room is left for what stands around the profiles. */
const mostBytes = 3_000_000;

/** Answers with a part of what was asked for, one after the other. */
const mostPages = 50;

/** So that a key that comes back is still told from one that was never seen. */
const keptStaleMs = 400 * 86_400_000;

/** The store in a DynamoDB table with the hash key `key` and TTL `expiresAt`. Loads the client with the first call. */
export function profileStore(tableName: string): ProfileStore {
  const kept: { store?: ProfileStore } = {};
  const store = () => (kept.store ??= openStore(tableName));
  return {
    load: async (accessKeyIds) => store().load(accessKeyIds),
    save: async (profiles, forgetAfterMs) => store().save(profiles, forgetAfterMs),
    all: () => store().all(),
    remove: async (accessKeyId) => store().remove(accessKeyId),
  };
}

type Item = Record<string, AttributeValue>;

function openStore(TableName: string): ProfileStore {
  const {
    BatchGetItemCommand,
    DeleteItemCommand,
    DynamoDBClient,
    PutItemCommand,
    ScanCommand,
    TransactWriteItemsCommand,
  } = require("@aws-sdk/client-dynamodb") as typeof import("@aws-sdk/client-dynamodb");
  const client = withoutLog(new DynamoDBClient(callLimits));

  async function itemsOf(accessKeyIds: readonly string[]): Promise<Item[]> {
    const items: Item[] = [];
    let Keys: Item[] = accessKeyIds.map((accessKeyId) => ({ key: { S: accessKeyId } }));
    for (let page = 0; Keys.length > 0; page += 1) {
      if (page === mostPages) throw new Error("DynamoDB did not answer for all profiles");
      const answer = await client.send(
        new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      );
      items.push(...(answer.Responses?.[TableName] ?? []));
      Keys = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
    }
    return items;
  }

  async function put(entry: Entry): Promise<boolean> {
    try {
      await client.send(new PutItemCommand({ TableName, ...entry.put }));
      return true;
    } catch (error) {
      if ((error as Error).name === "ConditionalCheckFailedException") return false;
      throw error;
    }
  }

  async function putTogether(entries: readonly Entry[]): Promise<boolean> {
    try {
      const TransactItems = entries.map((entry) => ({ Put: { TableName, ...entry.put } }));
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
      return true;
    } catch (error) {
      if (isTransactionConflict(error)) return false;
      throw error;
    }
  }

  return {
    async load(accessKeyIds) {
      const items: Item[] = [];
      for (let from = 0; from < accessKeyIds.length; from += mostItemsAtOnce) {
        items.push(...(await itemsOf(accessKeyIds.slice(from, from + mostItemsAtOnce))));
      }
      return loadedFrom(items);
    },

    async save(profiles, forgetAfterMs) {
      const unwritten = new Set<string>();
      for (const entries of batchesOf(profiles.map((one) => entryOf(one, forgetAfterMs)))) {
        if (entries.length > 1 && (await putTogether(entries))) continue;
        // One profile that somebody else has written keeps all of a transaction from being written.
        for (const entry of entries) if (!(await put(entry))) unwritten.add(entry.accessKeyId);
      }
      return unwritten;
    },

    async *all() {
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
        yield loadedFrom(page.Items ?? []);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
    },

    async remove(accessKeyId) {
      const { Attributes } = await client.send(
        new DeleteItemCommand({ TableName, Key: { key: { S: accessKeyId } }, ReturnValues: "ALL_OLD" }),
      );
      return Attributes !== undefined;
    },
  };
}

interface Entry {
  readonly accessKeyId: string;
  readonly bytes: number;
  readonly put: Omit<PutItemCommandInput, "TableName">;
}

function entryOf(kept: KeptProfile, forgetAfterMs: number): Entry {
  const { profile, version, refreshedDay } = kept;
  const text = JSON.stringify(storedProfile(profile));
  const Item = {
    key: { S: profile.accessKeyId },
    version: { N: String(versionOnceWritten(kept)) },
    profile: { S: text },
    expiresAt: { N: String(Math.ceil((profile.lastSeenMs + forgetAfterMs + keptStaleMs) / 1000)) },
    ...(refreshedDay === undefined ? {} : { refreshedDay: { N: String(refreshedDay) } }),
  };
  const put: Entry["put"] =
    version === 0
      ? { Item, ConditionExpression: "attribute_not_exists(#key)", ExpressionAttributeNames: { "#key": "key" } }
      : {
          Item,
          ConditionExpression: "#version = :version",
          ExpressionAttributeNames: { "#version": "version" },
          ExpressionAttributeValues: { ":version": { N: String(version) } },
        };
  return { accessKeyId: profile.accessKeyId, bytes: Buffer.byteLength(text) + 1_000, put };
}

function batchesOf(entries: readonly Entry[]): Entry[][] {
  const batches: Entry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const batch = batches.at(-1);
    if (batch === undefined || batch.length === mostItemsAtOnce || entry.bytes > room) {
      batches.push([entry]);
      room = mostBytes - entry.bytes;
    } else {
      batch.push(entry);
      room -= entry.bytes;
    }
  }
  return batches;
}

function loadedFrom(items: readonly Item[]): LoadedProfiles {
  const profiles = new Map<string, KeptProfile>();
  const unreadable = new Set<string>();
  for (const item of items) {
    const accessKeyId = item.key?.S ?? "";
    const kept = keptIn(item, accessKeyId);
    if (kept === undefined) unreadable.add(accessKeyId);
    else profiles.set(accessKeyId, kept);
  }
  return { profiles, unreadable };
}

function keptIn(item: Item, accessKeyId: string): KeptProfile | undefined {
  try {
    const profile = parseStoredProfile(JSON.parse(item.profile?.S ?? "null"));
    const version = Number(item.version?.N);
    if (profile.accessKeyId !== accessKeyId || !Number.isSafeInteger(version) || version < 1) return undefined;
    const refreshedDay = item.refreshedDay?.N;
    return { profile, version, ...(refreshedDay === undefined ? {} : { refreshedDay: Number(refreshedDay) }) };
  } catch {
    return undefined;
  }
}
