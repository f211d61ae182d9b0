import { optionalText } from "../input-fields";
import { validationError } from "../service-error";
import type { Context, Input, Plan } from "../types";
import { readCondition, type Condition } from "./conditions";
import { readKeyCondition, resolveKeyCondition } from "./key-conditions";
import { project, type Path } from "./paths";
import { readPlaceholders } from "./placeholders";
import {
  checkFields,
  choice,
  existing,
  flag,
  readExpression,
  readProjection,
  referTo,
  tableNeed,
  type Tables,
} from "./requests";
import { PAGE_BYTES } from "./sizes";
import type { Row } from "./sorted-entries";
import { namesOf, pickNames, type IndexSetup } from "./keys";
import type { Table } from "./table";
import { readItem, sortText, type Item } from "./values";

const EXPRESSION_FIELDS = ["ExpressionAttributeNames", "ExpressionAttributeValues"];
const PAGE_FIELDS = [
  ...["TableName", "IndexName", "FilterExpression", "ProjectionExpression", "Select", "Limit", "ConsistentRead"],
  ...["ExclusiveStartKey", ...EXPRESSION_FIELDS],
];

export function planGetItem(tables: Tables, input: Input): Plan {
  const fields = ["TableName", "Key", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"];
  checkFields(input, "GetItem", fields);
  flag(input, "ConsistentRead", false);
  const reference = referTo(tables, input);
  const key = readItem(input["Key"], "Key");
  const placeholders = readPlaceholders(input);
  const paths = readProjection(input, placeholders);
  placeholders.finish();
  return {
    needs: [tableNeed("GetItem", reference, [key])],
    run: ({ nowMs }) => {
      const table = existing(reference);
      table.checkKey(key);
      const item = table.get(key, nowMs);
      return item === undefined ? {} : { Item: paths === undefined ? item : project(item, paths) };
    },
  };
}

export function planQuery(tables: Tables, input: Input): Plan {
  checkFields(input, "Query", [...PAGE_FIELDS, "KeyConditionExpression", "ScanIndexForward"]);
  const reference = referTo(tables, input);
  const placeholders = readPlaceholders(input);
  const terms = readExpression(input, "KeyConditionExpression", placeholders, readKeyCondition);
  if (terms === undefined) {
    throw validationError("Either the KeyConditions or KeyConditionExpression parameter must be specified");
  }
  const page = readPage(input, placeholders);
  const forward = flag(input, "ScanIndexForward", true);
  // `dynamodb:LeadingKeys` is the partition key of what is read: the index's, where an index is read.
  const setup = reference.table?.setup;
  const keys = setup?.indexes?.find((index) => index.name === page.indexName) ?? setup;
  const hash = keys === undefined ? undefined : resolveKeyCondition(terms, keys, setup?.attributeTypes).hash;
  const leading: Context = hash === undefined ? {} : { "dynamodb:LeadingKeys": [String(Object.values(hash)[0])] };
  return {
    needs: [tableNeed("Query", withIndex(reference, page.indexName), [], leading)],
    run: ({ nowMs }) => {
      const table = existing(reference);
      const source = table.source(page.indexName);
      const { hash: partition, range } = resolveKeyCondition(terms, source.keys, table.setup.attributeTypes);
      refuseKeysInFilter(page, namesOf(source.keys));
      const start = page.start === undefined ? undefined : table.startOf(page.start, source.index);
      const hashText = sortText(partition) ?? "";
      return collect(table, source.index, source.rows.partition(hashText, range, forward, start), page, nowMs);
    },
  };
}

export function planScan(tables: Tables, input: Input): Plan {
  checkFields(input, "Scan", PAGE_FIELDS);
  const reference = referTo(tables, input);
  const page = readPage(input, readPlaceholders(input));
  return {
    needs: [tableNeed("Scan", withIndex(reference, page.indexName), [])],
    run: ({ nowMs }) => {
      const table = existing(reference);
      const source = table.source(page.indexName);
      const start = page.start === undefined ? undefined : table.startOf(page.start, source.index);
      return collect(table, source.index, source.rows.all(start), page, nowMs);
    },
  };
}

interface Page {
  readonly indexName: string | undefined;
  readonly filter: Condition | undefined;
  readonly filterNames: readonly string[];
  readonly paths: Path[] | undefined;
  readonly countOnly: boolean;
  readonly limit: number;
  readonly start: Item | undefined;
}

function readPage(input: Input, placeholders: ReturnType<typeof readPlaceholders>): Page {
  const filterNames: string[] = [];
  const filter = readExpression(input, "FilterExpression", placeholders, (reader) => {
    const condition = readCondition(reader);
    filterNames.push(...reader.attributes);
    return condition;
  });
  const paths = readProjection(input, placeholders);
  placeholders.finish();
  const words = ["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"] as const;
  const select = input["Select"] === undefined ? undefined : choice(input, "Select", words);
  if (paths !== undefined && select !== undefined && select !== "SPECIFIC_ATTRIBUTES") {
    throw validationError("Cannot specify the ProjectionExpression when choosing to get other attributes by Select");
  }
  const indexName = optionalText(input, "IndexName", validationError);
  if (indexName !== undefined && flag(input, "ConsistentRead", false)) {
    throw validationError("Consistent reads are not supported on global secondary indexes");
  }
  const start = input["ExclusiveStartKey"];
  return {
    indexName,
    filter,
    filterNames,
    paths,
    countOnly: select === "COUNT",
    limit: readLimit(input),
    start: start === undefined ? undefined : readItem(start, "ExclusiveStartKey"),
  };
}

function readLimit(input: Input): number {
  const limit = input["Limit"] ?? Number.MAX_SAFE_INTEGER;
  if (typeof limit !== "number" || !Number.isSafeInteger(limit) || limit < 1) {
    throw validationError("Limit must be greater than or equal to 1");
  }
  return limit;
}

function refuseKeysInFilter(page: Page, keyNames: readonly string[]): void {
  const key = page.filterNames.find((name) => keyNames.includes(name));
  if (key !== undefined) {
    const text = "Filter Expression can only contain non-primary key attributes: Primary key attribute: ";
    throw validationError(text + key);
  }
}

function collect(table: Table, index: IndexSetup | undefined, rows: Iterable<Row>, page: Page, nowMs: number): object {
  const items: Item[] = [];
  const expired: Row[] = [];
  let [scanned, bytes, count] = [0, 0, 0];
  let last: Item | undefined;
  let more = false;
  for (const row of rows) {
    if (table.isExpired(row, nowMs)) {
      expired.push(row);
      continue;
    }
    if (bytes + row.bytes > PAGE_BYTES && scanned > 0) {
      more = true;
      break;
    }
    scanned += 1;
    bytes += row.bytes;
    last = row.item;
    const visible = seenThrough(table, index, row.item);
    if (page.filter === undefined || page.filter(visible)) {
      count += 1;
      if (!page.countOnly) {
        items.push(page.paths === undefined ? visible : project(visible, page.paths));
      }
    }
    if (scanned === page.limit) {
      more = true;
      break;
    }
  }
  expired.forEach((row) => table.delete(row.item));
  const counts = { Count: count, ScannedCount: scanned };
  const rest = more && last !== undefined ? { LastEvaluatedKey: table.startKeyOf(last, index) } : {};
  return { ...(page.countOnly ? {} : { Items: items }), ...counts, ...rest };
}

/** What an index holds of an item. */
function seenThrough(table: Table, index: IndexSetup | undefined, item: Item): Item {
  if (index === undefined || (index.projection ?? "ALL") === "ALL") {
    return item;
  }
  const names = [...table.keyNames(), ...namesOf(index), ...(index.nonKeyAttributes ?? [])];
  return pickNames(item, names);
}

function withIndex(reference: ReturnType<typeof referTo>, indexName: string | undefined) {
  return indexName === undefined ? reference : { ...reference, arn: `${reference.arn}/index/${indexName}` };
}
