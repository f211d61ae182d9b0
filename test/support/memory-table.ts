import type { StateTable } from "../../clients/state-table";

/** A state table in memory whose calls can be made to fail. */
export interface MemoryTable extends StateTable {
  /** `KEY/ITEM` of all items, sorted. */
  names(): string[];
  value(key: string, item: string): unknown;
  /** From now on, calls of this kind on keys that begin like this throw what AWS would. `undefined` ends it. */
  fail(operation: "read" | "write", keyPrefix: string | undefined): void;
  /** Called before each write, for what another invocation does at that moment. */
  beforeWrite(hook: ((key: string) => Promise<void> | void) | undefined): void;
}

function serviceError(): Error {
  return Object.assign(new Error("the table is not to be reached"), { name: "InternalServerError" });
}

export function memoryTable(): MemoryTable {
  const items = new Map<string, { json: string; version: number }>();
  const failing: { read?: string | undefined; write?: string | undefined } = {};
  const hooks: { beforeWrite?: ((key: string) => Promise<void> | void) | undefined } = {};
  const nameOf = (key: string, item: string) => `${key}/${item}`;

  function check(operation: "read" | "write", key: string): void {
    const prefix = failing[operation];
    if (prefix !== undefined && key.startsWith(prefix)) throw serviceError();
  }

  return {
    async read(key, item) {
      check("read", key);
      const kept = items.get(nameOf(key, item));
      return kept === undefined ? undefined : { value: JSON.parse(kept.json) as unknown, version: kept.version };
    },
    async readEach(names) {
      for (const { key } of names) check("read", key);
      return names.map(({ key, item }) => {
        const kept = items.get(nameOf(key, item));
        return kept === undefined ? undefined : { value: JSON.parse(kept.json) as unknown, version: kept.version };
      });
    },
    async readAll(key) {
      check("read", key);
      return [...items.entries()]
        .filter(([name]) => name.startsWith(`${key}/`))
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, { json, version }]) => ({
          item: name.slice(key.length + 1),
          value: JSON.parse(json) as unknown,
          version,
        }));
    },
    async write(key, item, value, version) {
      check("write", key);
      const hook = hooks.beforeWrite;
      hooks.beforeWrite = undefined;
      await hook?.(key);
      if ((items.get(nameOf(key, item))?.version ?? 0) !== version) return false;
      items.set(nameOf(key, item), { json: JSON.stringify(value), version: version + 1 });
      return true;
    },
    async writeAll(writes) {
      for (const { key } of writes) check("write", key);
      const hook = hooks.beforeWrite;
      hooks.beforeWrite = undefined;
      await hook?.(writes[0]?.key ?? "");
      const isCurrent = writes.every(
        ({ key, item, version }) => (items.get(nameOf(key, item))?.version ?? 0) === version,
      );
      if (!isCurrent) return false;
      for (const { key, item, value, version } of writes)
        items.set(nameOf(key, item), { json: JSON.stringify(value), version: version + 1 });
      return true;
    },
    async remove(key, item) {
      check("write", key);
      items.delete(nameOf(key, item));
    },

    names: () => [...items.keys()].sort(),
    value(key, item) {
      const kept = items.get(nameOf(key, item));
      return kept === undefined ? undefined : (JSON.parse(kept.json) as unknown);
    },
    fail(operation, keyPrefix) {
      failing[operation] = keyPrefix;
    },
    beforeWrite(hook) {
      hooks.beforeWrite = hook;
    },
  };
}
