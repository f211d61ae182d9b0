import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { startLocalAccountThread, type LocalAccountThread } from "../../../local/account/thread";
import { authorization, clientOptions, errorOf, SETUP } from "./fixture";

describe("the local account on a thread of its own", () => {
  let thread: LocalAccountThread;
  let client: DynamoDBClient;
  let seen: string[];

  before(async () => {
    thread = await startLocalAccountThread(SETUP, {
      onCall: (report) => void seen.push(`${report.function} ${report.service}:${report.operation}`),
      onEvent: (event) => void seen.push(event.type),
    });
    client = new DynamoDBClient(clientOptions(thread.endpoint));
  });
  beforeEach(() => {
    seen = [];
  });
  after(() => thread.stop());

  const key = (id: string) => ({ id: { S: id }, at: { N: "1" } });
  const put = (id: string, more = {}) =>
    client.send(new PutItemCommand({ TableName: "keys", Item: { ...key(id), ...more } }));
  const exists = async (id: string) =>
    (await client.send(new GetItemCommand({ TableName: "keys", Key: key(id) }))).Item !== undefined;

  it("has reported every call, in order, once flush settles", async () => {
    for (let round = 0; round < 20; round += 1) {
      await put(`flush-${round}`);
      await exists(`flush-${round}`);
      await thread.flush();
      expect(seen).to.have.length(2 * (round + 1));
    }
    expect(seen).to.deep.equal(
      Array.from({ length: 20 }, () => ["post-denials dynamodb:PutItem", "post-denials dynamodb:GetItem"]).flat(),
    );
  });

  it("reports what a call sends right after the call", async () => {
    const answer = await fetch(thread.endpoint, {
      method: "POST",
      headers: { authorization: authorization("sqs"), "x-amz-target": "AmazonSQS.SendMessage" },
      body: JSON.stringify({ QueueUrl: SETUP.queues?.[0]?.url, MessageBody: "m" }),
    });
    expect(answer.status).to.equal(200);
    await put("after");
    await thread.flush();
    expect(seen).to.deep.equal(["post-denials sqs:SendMessage", "sqs-send", "post-denials dynamodb:PutItem"]);
  });

  it("counts writes by function", async () => {
    const before = await thread.writes("post-denials");
    await put("counted");
    await exists("counted");
    expect(await thread.writes("post-denials")).to.equal(before + 1);
    expect(await thread.writes("watch-keys")).to.equal(0);
  });

  it("has the clock set for every call made afterwards", async () => {
    const start = Date.parse("2026-01-01T00:00:00Z");
    await put("clocked", { expires: { N: String(start / 1000 + 30) } });
    thread.setClock(start);
    expect(await exists("clocked")).to.equal(true);
    for (let minute = 1; minute <= 10; minute += 1) {
      const seconds = start / 1000 + minute * 60;
      await put(`clocked-${minute}`, { expires: { N: String(seconds - 1) } });
      thread.setClock(seconds * 1000);
      expect(await exists(`clocked-${minute}`)).to.equal(false);
    }
  });

  it("takes resources for every call made afterwards", async () => {
    thread.put({
      tables: [{ name: "late", arn: "arn:aws:dynamodb:eu-west-1:111122223333:table/late", hashKey: "id" }],
    });
    await client.send(new PutItemCommand({ TableName: "late", Item: { id: { S: "a" } } }));
  });

  it("rejects questions once it has stopped", async () => {
    const other = await startLocalAccountThread(SETUP, { onCall: () => undefined, onEvent: () => undefined });
    await other.stop();
    expect((await errorOf(other.flush())).message).to.contain("has ended");
  });
});
