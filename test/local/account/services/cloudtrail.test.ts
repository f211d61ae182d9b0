import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import type { LookupEventsCommandInput } from "@aws-sdk/client-cloudtrail";
import { expect } from "chai";

import type { LogQuery } from "../../../../local/account/log-source";
import { startLocalAccount, type LocalAccount } from "../../../../local/account/server";
import { ACCOUNT, clientOptions, errorOf, REGION, SETUP } from "../fixture";

const startMs = Date.UTC(2026, 2, 17, 10, 0);
const key = "AKIAEXAMPLEALICE0001";

describe("CloudTrail's event history of the local account", () => {
  let account: LocalAccount;
  let client: CloudTrailClient;
  let asked: LogQuery[];
  let records: Record<string, unknown>[];
  let nowMs = startMs;

  before(async () => {
    account = await startLocalAccount({
      setup: SETUP,
      logs: {
        read: (query) => {
          asked.push(query);
          const events = records.map((record, at) => ({
            id: String(at),
            stream: "s",
            atMs: nowMs,
            message: JSON.stringify(record),
          }));
          // One event a page, as a page may be short and not the last.
          const next = query.position + 1;
          return { events: events.slice(query.position, next), ...(next < events.length ? { next } : {}) };
        },
      },
      onCall: () => {},
      onEvent: () => {},
    });
    client = new CloudTrailClient(clientOptions(account.endpoint));
  });
  beforeEach(() => {
    asked = [];
    records = [];
    // Another question each time: what was played stands before the first one.
    nowMs += 60_000;
    account.setClock(nowMs);
  });
  after(() => {
    client.destroy();
    return account.stop();
  });

  const ask = (input: Partial<LookupEventsCommandInput> = {}) =>
    client.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: "AccessKeyId", AttributeValue: key }], ...input }),
    );
  const call = (eventID: string, more: object = {}) => ({
    eventID,
    eventName: "ListUsers",
    eventSource: "iam.amazonaws.com",
    eventTime: "2026-03-17T09:00:00Z",
    readOnly: true,
    recipientAccountId: ACCOUNT,
    userIdentity: { accessKeyId: key, userName: "alice" },
    ...more,
  });

  it("gives what a key did in this region, newest first, each with its record", async () => {
    records = [call("1"), call("2")];
    const { Events = [], NextToken } = await ask();
    expect(Events.map(({ EventId }) => EventId)).to.deep.equal(["2", "1"]);
    expect(NextToken).to.equal(undefined);
    const [{ CloudTrailEvent = "", EventTime, ...first } = {}] = Events;
    expect(first).to.include({ EventName: "ListUsers", EventSource: "iam.amazonaws.com", Username: "alice" });
    expect(EventTime?.toISOString()).to.equal("2026-03-17T09:00:00.000Z");
    expect(JSON.parse(CloudTrailEvent)).to.deep.equal(records[1]);
    expect(asked[0]).to.include({ toMs: nowMs, fromMs: nowMs - 90 * 86_400_000 });
    expect(asked[0]).not.to.have.property("logGroup");
    expect(asked[0]?.pattern).to.equal(`{ ($.userIdentity.accessKeyId = "${key}") && ($.awsRegion = "${REGION}") }`);
  });

  it("gives no more than was asked for, and the rest by a token", async () => {
    records = ["1", "2", "3"].map((id) => call(id, { eventTime: "2026-03-17T08:00:00Z" }));
    const first = await ask({ MaxResults: 2 });
    const second = await ask({ MaxResults: 2, NextToken: first.NextToken });
    const ids = [...(first.Events ?? []), ...(second.Events ?? [])].map(({ EventId }) => EventId);
    expect(ids).to.deep.equal(["3", "2", "1"]);
    expect(second.NextToken).to.equal(undefined);
    expect((await errorOf(ask({ NextToken: "other" }))).name).to.equal("InvalidNextTokenException");
  });

  it("has neither data events nor those of other accounts", async () => {
    records = [
      call("1", { eventCategory: "Data" }),
      call("2", { recipientAccountId: "444455556666" }),
      call("3", { eventCategory: "Management" }),
    ];
    const { Events = [] } = await ask({ StartTime: new Date(nowMs - 7_200_000), EndTime: new Date(nowMs + 1) });
    expect(Events.map(({ EventId }) => EventId)).to.deep.equal(["3"]);
    expect(asked[0]).to.include({ fromMs: nowMs - 7_200_000, toMs: nowMs });
  });

  it("refuses what it does not take", async () => {
    const byName = [{ AttributeKey: "EventName" as const, AttributeValue: "ListUsers" }];
    expect((await errorOf(ask({ LookupAttributes: byName }))).name).to.equal("InvalidLookupAttributesException");
    expect((await errorOf(ask({ MaxResults: 51 }))).name).to.equal("InvalidMaxResultsException");
    const later = { StartTime: new Date(nowMs), EndTime: new Date(nowMs - 1_000) };
    expect((await errorOf(ask(later))).name).to.equal("InvalidTimeRangeException");
    const reader = new CloudTrailClient(clientOptions(account.endpoint, "AKIALOCALREADER"));
    const denied = await errorOf(reader.send(new LookupEventsCommand({ LookupAttributes: [] })));
    reader.destroy();
    expect(denied.name).to.match(/InvalidLookupAttributes|AccessDenied/);
  });
});
