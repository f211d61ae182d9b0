import type { AttributeValue } from "@aws-sdk/client-dynamodb";

import type { Check, Conflicts, DenialTable, Item, Put } from "../../clients/denials/table";

export interface TableCall {
  readonly kind: "read" | "readAll" | "query" | "write" | "remove";
  /** Hash keys that it is about. */
  readonly keys: readonly string[];
}

/** The items of one table, which several containers may share. */
export type Items = Map<string, Item>;

/** A container's access to the table `denials`, in memory. Knows the conditions that the clients use. */
export interface MemoryDenials extends DenialTable {
  readonly calls: TableCall[];
  /** Called before each call; what it throws is what AWS would say. */
  before: (call: TableCall) => Promise<void> | void;
  /** Called after each call has had its effect, before it is answered. */
  after: (call: TableCall) => Promise<void> | void;
}

export function denialsInMemory(items: Items = new Map()): MemoryDenials {
  const nameOf = (key: string, item: string) => `${key}\u0000${item}`;
  const under = (key: string) => [...items.values()].filter((item) => item.key?.S === key);
  const table: MemoryDenials = {
    calls: [],
    before: () => {},
    after: () => {},
    read: async (key, item) => called({ kind: "read", keys: [key] }, () => items.get(nameOf(key, item))),
    readAll: async (key) => called({ kind: "readAll", keys: [key] }, () => under(key)),
    query: async ({ Limit = 1_000 }) => called({ kind: "query", keys: [] }, () => due().slice(0, Limit)),
    remove: async (key, item) => called({ kind: "remove", keys: [key] }, () => void items.delete(nameOf(key, item))),

    async write({ puts = [], updates = [], checks = [] }) {
      const names = [...puts.map(({ Item }) => Item), ...[...updates, ...checks].map(({ Key }) => Key)];
      if (names.length === 0) return new Set();
      const keys = names.map((name) => textOf(name?.key));
      return called({ kind: "write", keys }, () => {
        if (names.length > 100) throw new Error("a transaction takes at most 100 items");
        const conflicts = new Set(
          [...puts, ...checks].filter((one) => !holds(one)).map((one) => textOf(placeOf(one).key)),
        );
        if (conflicts.size > 0) return conflicts;
        for (const { Item } of puts) items.set(nameOf(textOf(Item?.key), textOf(Item?.item)), Item ?? {});
        for (const { Key, ExpressionAttributeValues } of updates) count(Key ?? {}, ExpressionAttributeValues ?? {});
        return new Set<string>() satisfies Conflicts;
      });
    },
  };

  async function called<Result>(call: TableCall, work: () => Result): Promise<Result> {
    table.calls.push(call);
    await table.before(call);
    const result = work();
    await table.after(call);
    return result;
  }

  function due(): Item[] {
    const found = [...items.values()].filter((item) => item.due !== undefined);
    return found.sort((one, other) => Number(one.dueAtMs?.N) - Number(other.dueAtMs?.N));
  }

  function holds(one: Put | Check): boolean {
    const place = placeOf(one);
    const item = items.get(nameOf(textOf(place.key), textOf(place.item)));
    const values = one.ExpressionAttributeValues ?? {};
    switch (one.ConditionExpression) {
      case undefined:
        return true;
      case "attribute_not_exists(#key)":
        return item === undefined;
      case "version = :version":
        return item?.version?.N === values[":version"]?.N;
      case "attribute_not_exists(#key) OR leaseUntilMs < :now":
        return item === undefined || Number(item.leaseUntilMs?.N) < Number(values[":now"]?.N);
      default:
        throw new Error(`the table in memory does not know the condition ${one.ConditionExpression}`);
    }
  }

  function count(Key: Item, values: Item): void {
    const name = nameOf(textOf(Key.key), textOf(Key.item));
    const before = items.get(name);
    const muted = Number(before?.muted?.N ?? 0) + Number(values[":count"]?.N);
    items.set(name, { ...Key, muted: { N: String(muted) }, sinceMs: before?.sinceMs ?? values[":now"] ?? { N: "0" } });
  }

  return table;
}

function placeOf(one: Put | Check): Item {
  return ("Item" in one ? one.Item : "Key" in one ? one.Key : undefined) ?? {};
}

function textOf(value: AttributeValue | undefined): string {
  return value?.S ?? "";
}
