import { planBatchGetItem, planBatchWriteItem } from "../dynamodb/batches";
import { planGetItem, planQuery, planScan } from "../dynamodb/reads";
import type { Tables } from "../dynamodb/requests";
import { filledTable, storedTables, type StoredTable } from "../dynamodb/stored-tables";
import type { Table } from "../dynamodb/table";
import { createTransactionTokens, planTransactWriteItems } from "../dynamodb/transactions";
import { planWrite } from "../dynamodb/writes";
import { jsonProtocol } from "../protocols";
import type { Input, Operation, Plan, ServiceDefinition } from "../types";

declare module "../types" {
  interface AccountSetup {
    readonly tables?: readonly StoredTable[];
  }
}

/** DynamoDB: items, queries, batches and write transactions, with expressions; none of the older parameters. */
export const service: ServiceDefinition = {
  name: "dynamodb",
  protocol: jsonProtocol("1.0", { errorNamespace: "com.amazonaws.dynamodb.v20120810" }),
  create: (account) => {
    const byName = new Map<string, Table>();
    const tables: Tables = { account, byName };
    const tokens = createTransactionTokens();
    const operation = (writes: boolean, plan: (tables: Tables, input: Input) => Plan): Operation => ({
      writes,
      plan: (input) => plan(tables, input),
    });
    return {
      put: (resources) => resources.tables?.forEach((setup) => byName.set(setup.name, filledTable(setup))),
      save: (nowMs) => ({ tables: storedTables([...byName.values()], nowMs) }),
      operations: {
        GetItem: operation(false, planGetItem),
        BatchGetItem: operation(false, planBatchGetItem),
        Query: operation(false, planQuery),
        Scan: operation(false, planScan),
        PutItem: operation(true, (_, input) => planWrite(tables, input, "PutItem")),
        UpdateItem: operation(true, (_, input) => planWrite(tables, input, "UpdateItem")),
        DeleteItem: operation(true, (_, input) => planWrite(tables, input, "DeleteItem")),
        BatchWriteItem: operation(true, planBatchWriteItem),
        TransactWriteItems: operation(true, (_, input) => planTransactWriteItems(tables, input, tokens)),
      },
    };
  },
};
