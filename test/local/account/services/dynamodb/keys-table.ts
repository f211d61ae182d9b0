import * as sdk from "@aws-sdk/client-dynamodb";
import { expect } from "chai";

import * as fixture from "../../fixture";

/** An item, or a part of one. */
export type Attributes = Record<string, sdk.AttributeValue>;

export const TableName = "keys";

/** The key of an item in the table. */
export const key = (id: string, at = 1): Attributes => ({ id: { S: id }, at: { N: String(at) } });

/** The table `keys` of a local account for the tests of a `describe`: empty before each of them, when its clock stands at 0. */
export function keysTable() {
  let running: fixture.RunningAccount;
  let client: sdk.DynamoDBClient;

  before(async () => {
    running = await fixture.startAccount();
    client = new sdk.DynamoDBClient(fixture.clientOptions(running.account.endpoint));
  });
  beforeEach(() => {
    // A table that is put again is empty again.
    running.account.put({ tables: fixture.SETUP.tables ?? [] });
    running.account.setClock(0);
  });
  after(() => running.account.stop());

  return {
    get account() {
      return running.account;
    },
    get client() {
      return client;
    },
    put: (Item: Attributes, more: Partial<sdk.PutItemCommandInput> = {}) =>
      client.send(new sdk.PutItemCommand({ TableName, Item, ...more })),
    get: async (Key: Attributes, more: Partial<sdk.GetItemCommandInput> = {}) =>
      (await client.send(new sdk.GetItemCommand({ TableName, Key, ...more }))).Item,
    update: (Key: Attributes, UpdateExpression: string, more: Partial<sdk.UpdateItemCommandInput> = {}) =>
      client.send(new sdk.UpdateItemCommand({ TableName, Key, UpdateExpression, ...more })),
    query: (more: Partial<sdk.QueryCommandInput>) => client.send(new sdk.QueryCommand({ TableName, ...more })),
    transact: (...TransactItems: sdk.TransactWriteItem[]) =>
      client.send(new sdk.TransactWriteItemsCommand({ TransactItems })),
  };
}

/** Settles once the call has failed so: the beginning of the error's name and message, as an expression. */
export async function refused(call: Promise<unknown>, text: string): Promise<void> {
  const error = await fixture.errorOf(call);
  expect(`${error.name}: ${error.message}`).to.match(new RegExp(`^${text}`));
}
