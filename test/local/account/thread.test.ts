import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import type { LogPage, LogQuery } from "../../../local/account/log-source";
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

  it("gives its state as plain data that makes the same state elsewhere", async () => {
    await put("saved", { owner: { S: "ana" } });
    const saved = await thread.save();
    const other = await startLocalAccountThread({ ...SETUP, ...saved }, { onCall: () => {}, onEvent: () => {} });
    try {
      const read = new GetItemCommand({ TableName: "keys", Key: key("saved") });
      const { Item } = await new DynamoDBClient(clientOptions(other.endpoint)).send(read);
      expect(Item).to.deep.equal({ ...key("saved"), owner: { S: "ana" } });
    } finally {
      await other.stop();
    }
  });

  describe("that a function asks for the log group", () => {
    const ask = async (endpoint: string) => {
      const answer = await fetch(endpoint, {
        method: "POST",
        headers: { authorization: authorization("logs"), "x-amz-target": "Logs_20140328.FilterLogEvents" },
        body: JSON.stringify({ logGroupName: "trail" }),
      });
      return (await answer.json()) as { events?: { eventId: string }[]; message?: string };
    };
    const withLogs = async (read: (query: LogQuery) => LogPage, asking: (endpoint: string) => Promise<void>) => {
      const setup = { ...SETUP, logGroups: [{ name: "trail", isTrail: true }] };
      const reading = await startLocalAccountThread(setup, { onCall: () => {}, onEvent: () => {} }, { read });
      try {
        reading.setClock(1000);
        await asking(reading.endpoint);
      } finally {
        await reading.stop();
      }
    };

    it("asks the thread that started it, each time", async () => {
      const ends: number[] = [];
      const read = ({ toMs }: LogQuery) => {
        ends.push(toMs);
        return { events: [{ id: `answer ${ends.length}`, stream: "s", atMs: 1, message: "{}" }] };
      };
      await withLogs(read, async (endpoint) => {
        expect((await ask(endpoint)).events?.[0]?.eventId).to.equal("answer 1");
        expect((await ask(endpoint)).events?.[0]?.eventId).to.equal("answer 2");
      });
      expect(ends).to.deep.equal([1000, 1000]);
    });

    it("answers with a fault where that thread could not read", async () => {
      const read = () => {
        throw new Error("the file was cut short");
      };
      await withLogs(read, async (endpoint) => {
        expect((await ask(endpoint)).message).to.contain("the file was cut short");
      });
    });
  });

  it("rejects questions once it has stopped", async () => {
    const other = await startLocalAccountThread(SETUP, { onCall: () => undefined, onEvent: () => undefined });
    await other.stop();
    expect((await errorOf(other.flush())).message).to.contain("has ended");
  });
});
