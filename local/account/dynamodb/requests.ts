import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { refuseOtherFields, requiredText } from "../input-fields";
import { ServiceError, validationError } from "../service-error";
import type { AccountView, Context, Input, Need } from "../types";
import type { Condition } from "./conditions";
import { readCondition } from "./conditions";
import { firstOverlap, type Path } from "./paths";
import type { Placeholders } from "./placeholders";
import type { Table } from "./table";
import { TokenReader, type ExpressionKind } from "./tokens";
import type { Item } from "./values";

/** What the operations of the service share: the tables, and where they are. */
export interface Tables {
  readonly account: AccountView;
  readonly byName: ReadonlyMap<string, Table>;
}

/** A table as a request names it: by name or by ARN, existing or not. */
export interface TableReference {
  readonly arn: string;
  readonly table: Table | undefined;
}

/** Parameters that DynamoDB answers with figures which the local account does not have; only their "no" is taken. */
const FIGURES: readonly string[] = ["ReturnConsumedCapacity", "ReturnItemCollectionMetrics"];

/** Refuses parameters that would be ignored. */
export function checkFields(input: Input, operation: string, known: readonly string[]): void {
  const figure = FIGURES.find((field) => input[field] !== undefined && input[field] !== "NONE");
  if (figure !== undefined) {
    throw validationError(`the local account does not know ${figure} other than NONE of ${operation}`);
  }
  refuseOtherFields(input, operation, [...known, ...FIGURES], validationError);
}

export function referTo(tables: Tables, input: Input): TableReference {
  return referToName(tables, requiredText(input, "TableName", validationError));
}

export function referToName(tables: Tables, name: string): TableReference {
  const { region, accountId } = tables.account;
  const arn = name.startsWith("arn:")
    ? name
    : `arn:${partitionOfRegion(region).name}:dynamodb:${region}:${accountId}:table/${name}`;
  const table = tables.byName.get(arn.split("/")[1] ?? name);
  // A table of another account or region is not here, whatever it is called.
  return { arn, table: table?.setup.arn === arn ? table : undefined };
}

export function existing(reference: TableReference): Table {
  if (reference.table === undefined) {
    throw new ServiceError("ResourceNotFoundException", "Requested resource not found");
  }
  return reference.table;
}

/** A permission on a table; `items` are those whose partition keys `dynamodb:LeadingKeys` then names. */
export function tableNeed(
  action: string,
  reference: TableReference,
  items: readonly Item[],
  context: Context = {},
): Need {
  const leading = items.map((item) => reference.table?.leadingKey(item));
  const known = leading.filter((key) => key !== undefined);
  const complete = known.length > 0 && known.length === leading.length;
  const keys: Context = complete ? { "dynamodb:LeadingKeys": known } : {};
  return { action: `dynamodb:${action}`, resourceArn: reference.arn, context: { ...context, ...keys } };
}

/** Reads an expression of the request, when it has one. Throws a ValidationException. */
export function readExpression<Parsed>(
  input: Input,
  kind: ExpressionKind,
  placeholders: Placeholders,
  read: (reader: TokenReader) => Parsed,
): Parsed | undefined {
  const text = input[kind];
  if (text === undefined) {
    return undefined;
  }
  if (typeof text !== "string") {
    throw validationError(`The parameter ${kind} is not a text`);
  }
  return read(new TokenReader(kind, text, placeholders));
}

export function readConditionOf(input: Input, placeholders: Placeholders): Condition | undefined {
  return readExpression(input, "ConditionExpression", placeholders, readCondition);
}

/** The paths of a projection expression. Throws a ValidationException, also when two overlap. */
export function readProjection(input: Input, placeholders: Placeholders): Path[] | undefined {
  return readExpression(input, "ProjectionExpression", placeholders, (reader) => {
    const paths = [reader.path()];
    while (reader.accept(",")) {
      paths.push(reader.path());
    }
    reader.end();
    if (firstOverlap(paths) !== undefined) {
      throw reader.refuse("Two document paths overlap with each other");
    }
    return paths;
  });
}

/** One of the listed words, the first when the request says nothing. Throws a ValidationException. */
export function choice<Word extends string>(input: Input, field: string, words: readonly [Word, ...Word[]]): Word {
  const value = input[field];
  const word = value === undefined ? words[0] : words.find((each) => each === value);
  if (word === undefined) {
    throw validationError(`The parameter ${field} is none of ${words.join(", ")}`);
  }
  return word;
}

export function flag(input: Input, field: string, otherwise: boolean): boolean {
  const value = input[field] ?? otherwise;
  if (typeof value !== "boolean") {
    throw validationError(`The parameter ${field} is neither true nor false`);
  }
  return value;
}
