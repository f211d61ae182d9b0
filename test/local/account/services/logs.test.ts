import { expect } from "chai";

import type { LogPage, LogQuery } from "../../../../local/account/log-source";
import { startLocalAccount, type LocalAccount } from "../../../../local/account/server";
import { ACCOUNT, authorization, REGION, SETUP } from "../fixture";

const nowMs = Date.UTC(2026, 2, 17, 10, 0);

describe("CloudWatch Logs of the local account", () => {
  let account: LocalAccount;
  let asked: LogQuery[];
  let page: LogPage;

  before(async () => {
    const reader = (name: string, resource: string) => ({
      function: name,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      policies: [{ Statement: [{ Effect: "Allow", Action: "logs:FilterLogEvents", Resource: resource }] }],
    });
    const group = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:trail`;
    account = await startLocalAccount({
      setup: {
        ...SETUP,
        callers: { ...SETUP.callers, WITHSTREAMS: reader("one", `${group}:*`), WITHOUT: reader("two", group) },
        logGroups: [{ name: "trail", isTrail: true }],
      },
      logs: {
        read: (query) => {
          asked.push(query);
          return page;
        },
      },
      onCall: () => {},
      onEvent: () => {},
    });
    account.setClock(nowMs);
  });
  beforeEach(() => {
    asked = [];
    page = { events: [] };
  });
  after(() => account.stop());

  const ask = async (input: object, key?: string) => {
    const answer = await fetch(account.endpoint, {
      method: "POST",
      headers: { authorization: authorization("logs", key), "x-amz-target": "Logs_20140328.FilterLogEvents" },
      body: JSON.stringify({ logGroupName: "trail", ...input }),
    });
    const body = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, ...body };
  };

  it("gives what the log group holds, as log events", async () => {
    page = { events: [{ id: "1", stream: "s", atMs: nowMs - 1, message: "{}" }] };
    expect(await ask({})).to.deep.equal({
      status: 200,
      events: [{ logStreamName: "s", timestamp: nowMs - 1, message: "{}", ingestionTime: nowMs - 1, eventId: "1" }],
      searchedLogStreams: [],
    });
  });

  it("hands on the question, and never asks beyond the clock", async () => {
    const filterPattern = '{ $.userIdentity.accessKeyId = "AKIAEXAMPLE" }';
    await ask({ startTime: 5, endTime: nowMs + 1, filterPattern, limit: 7, logStreamNames: ["s"] });
    await ask({ logStreamNamePrefix: "1111" });
    const anywhere = { streams: undefined, streamPrefix: undefined, position: 0 };
    const whole = { logGroup: "trail", fromMs: 0, toMs: nowMs, pattern: "", limit: 10_000, ...anywhere };
    expect(asked).to.deep.equal([
      { ...whole, fromMs: 5, pattern: filterPattern, limit: 7, streams: ["s"] },
      { ...whole, streamPrefix: "1111" },
    ]);
  });

  it("leads on with a token, also from an empty page, and with that question's token only", async () => {
    page = { events: [], next: 4711 };
    const { nextToken, events } = (await ask({ startTime: 5 })) as { nextToken?: string; events?: unknown };
    expect(events).to.deep.equal([]);
    page = { events: [] };
    expect(await ask({ startTime: 5, nextToken })).to.not.have.property("nextToken");
    expect(asked.at(-1)?.position).to.equal(4711);
    for (const input of [
      { startTime: 6, nextToken },
      { startTime: 5, nextToken: `${nextToken}2` },
      { nextToken: "x" },
    ]) {
      expect(await ask(input)).to.include({ status: 400, message: "The specified nextToken is invalid." });
    }
  });

  it("takes the group's ARN for its name", async () => {
    const arn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:trail`;
    await ask({ logGroupName: undefined, logGroupIdentifier: arn });
    expect(asked.map(({ logGroup }) => logGroup)).to.deep.equal(["trail"]);
  });

  it("wants a permission on the group's streams, as the service does", async () => {
    expect((await ask({}, "WITHSTREAMS")).status).to.equal(200);
    expect(await ask({}, "WITHOUT")).to.include({ status: 400, __type: "AccessDeniedException" });
  });

  it("refuses what the service refuses", async () => {
    for (const input of [
      { filterPattern: "{ $.a = }" },
      { limit: 0 },
      { limit: 10_001 },
      { startTime: "yesterday" },
      { logGroupName: undefined },
      { logGroupIdentifier: "trail" },
      { logStreamNames: [] },
      { logStreamNames: ["a"], logStreamNamePrefix: "a" },
      { startFromHead: true },
    ]) {
      const answer = await ask(input);
      expect(answer, JSON.stringify(input)).to.include({ status: 400, __type: "InvalidParameterException" });
    }
    expect(await ask({ logGroupName: "other" })).to.include({ __type: "ResourceNotFoundException" });
    expect(asked).to.deep.equal([]);
  });
});
