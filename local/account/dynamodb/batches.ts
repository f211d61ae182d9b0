import { validationError } from "../service-error";
import type { Input, Plan } from "../types";
import { project } from "./paths";
import { readPlaceholders } from "./placeholders";
import { checkFields, existing, flag, readProjection, referToName, tableNeed } from "./requests";
import type { TableReference, Tables } from "./requests";
import { BATCH_BYTES, checkItemBytes, itemBytes } from "./sizes";
import { readItem, type Item } from "./values";

/** Amazon DynamoDB API Reference: BatchGetItem takes up to 100 keys, BatchWriteItem up to 25 puts and deletes. */
const MOST_KEYS = 100;
const MOST_WRITES = 25;

export function planBatchGetItem(tables: Tables, input: Input): Plan {
  checkFields(input, "BatchGetItem", ["RequestItems"]);
  const requests = requestsOf(input).map(([name, raw]) => readKeys(tables, name, raw));
  checkCount(
    requests.reduce((sum, request) => sum + request.keys.length, 0),
    MOST_KEYS,
  );
  return {
    needs: requests.map(({ reference, keys }) => tableNeed("BatchGetItem", reference, keys)),
    run: ({ nowMs }) => {
      let bytes = 0;
      const responses: Record<string, Item[]> = {};
      const unprocessed: Record<string, object> = {};
      for (const { name, raw, reference, keys, paths } of requests) {
        const table = existing(reference);
        keys.forEach((key) => table.checkKey(key));
        checkDistinct(keys.map((key) => table.idOf(key)));
        const [found, left]: [Item[], Item[]] = [[], []];
        for (const key of keys) {
          const item = table.get(key, nowMs);
          const itemSize = item === undefined ? 0 : itemBytes(item);
          if (bytes + itemSize > BATCH_BYTES) {
            left.push(key);
          } else if (item !== undefined) {
            bytes += itemSize;
            found.push(paths === undefined ? item : project(item, paths));
          }
        }
        responses[name] = found;
        if (left.length > 0) {
          unprocessed[name] = { ...raw, Keys: left };
        }
      }
      return { Responses: responses, UnprocessedKeys: unprocessed };
    },
  };
}

export function planBatchWriteItem(tables: Tables, input: Input): Plan {
  checkFields(input, "BatchWriteItem", ["RequestItems"]);
  const requests = requestsOf(input).map(([name, raw]) => readBatchWrites(tables, name, raw));
  checkCount(
    requests.reduce((sum, request) => sum + request.writes.length, 0),
    MOST_WRITES,
  );
  return {
    needs: requests.map(({ reference, writes }) => {
      const items = writes.map((write) => write.item);
      return tableNeed("BatchWriteItem", reference, items);
    }),
    run: () => {
      const checked = requests.map((request) => checkBatchWrites(request));
      checked.forEach((store) => store());
      return { UnprocessedItems: {} };
    },
  };
}

interface BatchWrite {
  readonly put: boolean;
  readonly item: Item;
}

interface TableWrites {
  readonly reference: TableReference;
  readonly writes: readonly BatchWrite[];
}

function readBatchWrites(tables: Tables, name: string, raw: unknown): TableWrites {
  const entries: unknown[] = Array.isArray(raw) ? raw : [];
  if (entries.length === 0) {
    throw validationError("The batch write request list for a table cannot be null or empty");
  }
  return { reference: referToName(tables, name), writes: entries.map(readBatchWrite) };
}

function readBatchWrite(raw: unknown): BatchWrite {
  const members = Object.entries(fieldsOf(raw)).filter(([, value]) => value !== undefined);
  const [kind, body] = members[0] ?? [];
  if (members.length !== 1 || (kind !== "PutRequest" && kind !== "DeleteRequest")) {
    throw validationError("Supplied request must have exactly one of PutRequest and DeleteRequest");
  }
  const put = kind === "PutRequest";
  return { put, item: readItem(fieldsOf(body)[put ? "Item" : "Key"], put ? "Item" : "Key") };
}

function checkBatchWrites({ reference, writes }: TableWrites): () => void {
  const table = existing(reference);
  for (const { put, item } of writes) {
    if (put) {
      checkItemBytes(itemBytes(item), "put");
      table.checkIndexKeys(item);
    } else {
      table.checkKey(item);
    }
  }
  checkDistinct(writes.map(({ item }) => table.idOf(item)));
  return () => writes.forEach(({ put, item }) => (put ? table.put(item) : table.delete(item)));
}

function readKeys(tables: Tables, name: string, value: unknown) {
  const raw = fieldsOf(value);
  checkFields(raw, "BatchGetItem", ["Keys", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"]);
  flag(raw, "ConsistentRead", false);
  const keys = Array.isArray(raw["Keys"]) ? raw["Keys"].map((key: unknown) => readItem(key, "Keys")) : [];
  if (keys.length === 0) {
    throw validationError("The parameter Keys is empty");
  }
  const placeholders = readPlaceholders(raw);
  const paths = readProjection(raw, placeholders);
  placeholders.finish();
  return { name, raw, reference: referToName(tables, name), keys, paths };
}

function requestsOf(input: Input): [string, unknown][] {
  const requests = Object.entries(fieldsOf(input["RequestItems"]));
  if (requests.length === 0) {
    throw validationError("The parameter RequestItems is empty");
  }
  return requests;
}

function fieldsOf(value: unknown): Input {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw validationError("A part of RequestItems is not an object");
  }
  return { ...value };
}

function checkCount(count: number, most: number): void {
  if (count > most) {
    throw validationError(`Too many items requested for one batch call: ${count}, at most ${most}`);
  }
}

function checkDistinct(ids: readonly string[]): void {
  if (new Set(ids).size !== ids.length) {
    throw validationError("Provided list of item keys contains duplicates");
  }
}
