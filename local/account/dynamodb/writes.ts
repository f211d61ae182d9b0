import { ServiceError, validationError } from "../service-error";
import type { Input, Plan } from "../types";
import type { Condition } from "./conditions";
import { project } from "./paths";
import { readPlaceholders } from "./placeholders";
import { checkFields, choice, existing, readConditionOf, readExpression, referTo, tableNeed } from "./requests";
import type { TableReference, Tables } from "./requests";
import { checkItemBytes, itemBytes } from "./sizes";
import type { Table } from "./table";
import { readUpdate, type Update } from "./updates";
import { readItem, toItem, type Item } from "./values";

export type WriteKind = "PutItem" | "UpdateItem" | "DeleteItem" | "ConditionCheckItem";

/** One write that was read: alone, or as a part of a transaction. */
export interface Write {
  readonly kind: WriteKind;
  readonly reference: TableReference;
  /** The item's key, or the item itself for a put. */
  readonly target: Item;
  readonly condition: Condition | undefined;
  /** The item afterwards; undefined when there is none, the item as it was for a mere check. */
  change(old: Item | undefined): Item | undefined;
  readonly update: Update | undefined;
  readonly returnOldOnFailure: boolean;
}

/** A write that its condition allows, with what it makes of the item, not yet stored. */
export interface PreparedWrite {
  readonly table: Table;
  readonly old: Item | undefined;
  readonly changed: Item | undefined;
  readonly bytes: number;
}

const COMMON_FIELDS = [
  ...["TableName", "ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"],
  "ReturnValuesOnConditionCheckFailure",
];

/** What each kind takes beside the common fields. */
export const WRITE_FIELDS: Readonly<Record<WriteKind, readonly string[]>> = {
  PutItem: [...COMMON_FIELDS, "Item"],
  UpdateItem: [...COMMON_FIELDS, "Key", "UpdateExpression"],
  DeleteItem: [...COMMON_FIELDS, "Key"],
  ConditionCheckItem: [...COMMON_FIELDS, "Key"],
};

/** Reads one write. Throws a ValidationException for what is wrong whatever the table holds. */
export function readWrite(tables: Tables, input: Input, kind: WriteKind): Write {
  const reference = referTo(tables, input);
  const target = kind === "PutItem" ? readItem(input["Item"], "Item") : readItem(input["Key"], "Key");
  const placeholders = readPlaceholders(input);
  const update =
    kind === "UpdateItem" ? readExpression(input, "UpdateExpression", placeholders, readUpdate) : undefined;
  const condition = readConditionOf(input, placeholders);
  placeholders.finish();
  const failureValues = choice(input, "ReturnValuesOnConditionCheckFailure", ["NONE", "ALL_OLD"]);
  const change = changeOf(kind, target, update);
  return { kind, reference, target, condition, change, update, returnOldOnFailure: failureValues === "ALL_OLD" };
}

function changeOf(kind: WriteKind, target: Item, update: Update | undefined): Write["change"] {
  switch (kind) {
    case "PutItem":
      return () => target;
    case "DeleteItem":
      return () => undefined;
    case "ConditionCheckItem":
      return (old) => old;
    case "UpdateItem":
      return (old) => (update === undefined ? (old ?? target) : update.apply(old ?? target));
  }
}

/** Checks key, condition and size, and works out the item afterwards. Throws a `ServiceError`; stores nothing. */
export function prepareWrite(write: Write, nowMs: number): PreparedWrite {
  const table = existing(write.reference);
  if (write.kind !== "PutItem") {
    table.checkKey(write.target);
  }
  const keyPath = write.update?.paths.find(([name]) => typeof name === "string" && table.keyNames().includes(name));
  if (keyPath !== undefined) {
    const text = `Cannot update attribute ${keyPath[0]}. This attribute is part of the key`;
    throw validationError(`One or more parameter values were invalid: ${text}`);
  }
  const old = table.get(write.target, nowMs);
  if (write.condition !== undefined && !write.condition(old ?? toItem([]))) {
    const members = write.returnOldOnFailure && old !== undefined ? { Item: old } : {};
    throw new ServiceError("ConditionalCheckFailedException", "The conditional request failed", { members });
  }
  const changed = write.change(old);
  const bytes = changed === undefined ? 0 : itemBytes(changed);
  checkItemBytes(bytes, write.kind === "UpdateItem" ? "update" : "put");
  if (changed !== undefined) {
    table.checkIndexKeys(changed);
  }
  return { table, old, changed, bytes };
}

export function storeWrite(write: Write, prepared: PreparedWrite): void {
  if (prepared.changed === undefined) {
    prepared.table.delete(write.target);
  } else if (write.kind !== "ConditionCheckItem") {
    prepared.table.put(prepared.changed, prepared.bytes);
  }
}

export function planWrite(tables: Tables, input: Input, kind: "PutItem" | "UpdateItem" | "DeleteItem"): Plan {
  checkFields(input, kind, [...WRITE_FIELDS[kind], "ReturnValues"]);
  const returned =
    kind === "UpdateItem"
      ? choice(input, "ReturnValues", ["NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"])
      : choice(input, "ReturnValues", ["NONE", "ALL_OLD"]);
  const write = readWrite(tables, input, kind);
  return {
    needs: [tableNeed(kind, write.reference, [write.target])],
    run: ({ nowMs }) => {
      const prepared = prepareWrite(write, nowMs);
      storeWrite(write, prepared);
      const shown = returned.endsWith("_OLD") ? prepared.old : returned === "NONE" ? undefined : prepared.changed;
      const paths = returned.startsWith("UPDATED") ? (write.update?.paths ?? []) : undefined;
      const attributes = shown === undefined || paths === undefined ? shown : project(shown, paths);
      return attributes === undefined || Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
    },
  };
}
