import type {
  AttributeValue,
  ConditionCheck,
  PutItemCommandInput,
  QueryCommandInput,
  TransactionCanceledException,
  TransactWriteItem,
  UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";

import { callLimits } from "../call-limits";
import { itemsUnderKey } from "../items-under-key";
import { withoutLog } from "../without-log";

export interface Item {
  readonly [attribute: string]: AttributeValue;
}

type InTable<Input> = Omit<Input, "TableName">;

export type Put = InTable<PutItemCommandInput>;
export type Update = InTable<UpdateItemCommandInput> & { readonly UpdateExpression: string };
export type Check = InTable<ConditionCheck>;

/** What is written together, each item at most once: at most a hundred items and 4 MB. */
export interface Writes {
  readonly puts?: readonly Put[];
  readonly updates?: readonly Update[];
  /** Items that are left alone and have to be as expected. */
  readonly checks?: readonly Check[];
}

/** Hash keys of items that were not as expected, or that somebody else was writing; none where all was written. */
export type Conflicts = ReadonlySet<string>;

/** The table `denials`, hash key `key` and range key `item`, by its items. Every method throws what DynamoDB says. */
export interface DenialTable {
  read(key: string, item: string): Promise<Item | undefined>;
  /** All items under the key. */
  readAll(key: string): Promise<readonly Item[]>;
  /** One page of a query. */
  query(query: InTable<QueryCommandInput>): Promise<readonly Item[]>;
  /** All, or nothing where there are conflicts. */
  write(writes: Writes): Promise<Conflicts>;
  remove(key: string, item: string): Promise<void>;
}

/** Item of a key that has no other. */
export const stateItem = "STATE";

/** Loads the client of DynamoDB: to be made with the first event that needs it. */
export function denialTable(tableName: string): DenialTable {
  const { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, TransactWriteItemsCommand } =
    require("@aws-sdk/client-dynamodb") as typeof import("@aws-sdk/client-dynamodb");
  const client = withoutLog(new DynamoDBClient(callLimits));
  const TableName = tableName;

  return {
    async read(key, item) {
      return (await client.send(new GetItemCommand({ TableName, ConsistentRead: true, Key: keyOf(key, item) }))).Item;
    },

    readAll: (key) => itemsUnderKey(client, TableName, key),

    async query(query) {
      return (await client.send(new QueryCommand({ TableName, ...query }))).Items ?? [];
    },

    async write({ puts = [], updates = [], checks = [] }) {
      const [only] = puts;
      const actions: TransactWriteItem[] = [
        ...updates.map((update) => ({ Update: { TableName, ...update } })),
        ...puts.map((put) => ({ Put: { TableName, ...put } })),
        ...checks.map((check) => ({ ConditionCheck: { TableName, ...check } })),
      ];
      if (actions.length === 0) return new Set();
      try {
        // A transaction costs twice as much and takes longer: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
        if (only !== undefined && actions.length === 1) await client.send(new PutItemCommand({ TableName, ...only }));
        else await client.send(new TransactWriteItemsCommand({ TransactItems: actions }));
        return new Set();
      } catch (error) {
        const conflicts = conflictsIn(error, actions);
        if (conflicts === undefined) throw error;
        return conflicts;
      }
    },

    async remove(key, item) {
      await client.send(new DeleteItemCommand({ TableName, Key: keyOf(key, item) }));
    },
  };
}

export function keyOf(key: string, item: string): { readonly key: { S: string }; readonly item: { S: string } } {
  return { key: { S: key }, item: { S: item } };
}

/** Zero where there is none. */
export function numberOf(value: AttributeValue | undefined): number {
  return Number(value?.N ?? 0);
}

/** A number that expressions and TTL take; times of TTL are whole seconds, rounded up. */
export function secondsAfter(nowMs: number, afterMs: number): { N: string } {
  return { N: String(Math.ceil((nowMs + afterMs) / 1000)) };
}

/** Reasons for which a transaction is given up that the same write would meet again. */
const lastingReasons: readonly (string | undefined)[] = ["ValidationError", "ItemCollectionSizeLimitExceeded"];

/** Undefined where the failure is no conflict. */
function conflictsIn(error: unknown, actions: readonly TransactWriteItem[]): Conflicts | undefined {
  const keys = actions.map(({ Put, Update, ConditionCheck }) => {
    const key = Put?.Item?.key ?? Update?.Key?.key ?? ConditionCheck?.Key?.key;
    return key?.S ?? "";
  });
  const { name } = error as { name?: string };
  if (name === "ConditionalCheckFailedException" || name === "TransactionConflictException") return new Set(keys);
  if (name !== "TransactionCanceledException") return undefined;
  const reasons = (error as Partial<TransactionCanceledException>).CancellationReasons ?? [];
  if (reasons.some(({ Code }) => lastingReasons.includes(Code))) return undefined;
  const found = keys.filter((_, position) => (reasons[position]?.Code ?? "None") !== "None");
  // Whoever gives no reasons may mean any item.
  return new Set(found.length === 0 ? keys : found);
}
