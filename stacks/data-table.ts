import * as aws from "@pulumi/aws";

import { evidenceOptions, tableGuards } from "./evidence";
import type { WardenContext } from "./warden-context";

/** What a table has beside its hash key `key` and its TTL `expiresAt`. */
export interface DataTableArgs {
  /** Range key `item`: several items stand under one key. */
  readonly hasItems: boolean;
  /** Attributes of indexes. */
  readonly attributes?: readonly { readonly name: string; readonly type: "S" | "N" }[];
  readonly globalSecondaryIndexes?: aws.types.input.dynamodb.TableGlobalSecondaryIndex[];
}

/** A table that functions keep their state in, on demand. It outlives a stack that is taken down by mistake. */
export function dataTable(name: string, context: WardenContext, args: DataTableArgs): aws.dynamodb.Table {
  const { hasItems, attributes = [], globalSecondaryIndexes } = args;
  return new aws.dynamodb.Table(
    name,
    {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "key",
      ...(hasItems ? { rangeKey: "item" } : {}),
      attributes: [{ name: "key", type: "S" }, ...(hasItems ? [{ name: "item", type: "S" }] : []), ...attributes],
      ...(globalSecondaryIndexes === undefined ? {} : { globalSecondaryIndexes }),
      ttl: { attributeName: "expiresAt", enabled: true },
      ...tableGuards(context),
      tags: context.tags,
    },
    evidenceOptions(context),
  );
}
