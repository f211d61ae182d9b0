import { expect } from "chai";
import * as fixture from "../fixture";

const defaultBus = `arn:aws:events:${fixture.REGION}:${fixture.ACCOUNT}:event-bus/default`;
const ownBus = { name: "own", arn: `arn:aws:events:${fixture.REGION}:${fixture.ACCOUNT}:event-bus/own` };

describe("EventBridge", () => {
  let running: fixture.RunningAccount;
  beforeEach(async () => {
    running = await fixture.startAccount({ ...fixture.SETUP, eventBuses: [ownBus] });
    running.account.setClock(Date.UTC(2026, 2, 17, 10));
  });
  afterEach(() => running.account.stop());

  const put = async (input: object, accessKeyId?: string): Promise<Record<string, unknown>> => {
    const authorization = fixture.authorization("events", accessKeyId);
    const headers = { authorization, "x-amz-target": "AWSEvents.PutEvents" };
    const answer = await fetch(running.account.endpoint, { method: "POST", headers, body: JSON.stringify(input) });
    return Object.assign({ status: answer.status }, await answer.json());
  };
  const entry = (changes: object = {}) => ({ Source: "warden", DetailType: "Decision", Detail: '{"a":1}', ...changes });

  it("takes events and hands them on as rules see them", async () => {
    const answer = await put({
      Entries: [entry(), entry({ EventBusName: "own", Time: 1_773_738_000, Resources: ["arn:x"] })],
    });
    expect(answer).to.include({ status: 200, FailedEntryCount: 0 });
    expect(answer.Entries).to.have.lengthOf(2);
    const [first, second] = running.events;
    expect(first).to.deep.include({ type: "events-put", function: "post-denials", busArn: defaultBus });
    expect(first).to.have.deep.nested.property("event.detail", { a: 1 });
    expect(first).to.have.nested.property("event.time", "2026-03-17T10:00:00Z");
    expect(first).to.have.nested.property("event.detail-type", "Decision");
    expect(second).to.have.property("busArn", ownBus.arn);
    expect(second).to.have.nested.property("event.time", "2026-03-17T09:00:00Z");
    expect(second).to.have.deep.nested.property("event.resources", ["arn:x"]);
  });

  it("refuses one entry without the others", async () => {
    const wrong = [entry({ Detail: "[1]" }), entry({ Source: "aws.ec2" }), entry({ EventBusName: "none" })];
    const answer = await put({ Entries: [...wrong, entry()] });
    expect(answer).to.include({ status: 200, FailedEntryCount: 3 });
    const codes = (answer.Entries as { ErrorCode?: string }[]).map(({ ErrorCode }) => ErrorCode);
    expect(codes).to.deep.equal([
      "MalformedDetail",
      "NotAuthorizedForSourceException",
      "ResourceNotFoundException",
      undefined,
    ]);
    expect(running.events).to.have.lengthOf(1);
  });

  it("refuses a request of the wrong form", async () => {
    const wrong = [
      { Entries: [] },
      { Entries: Array.from({ length: 11 }, () => entry()) },
      { Entries: [{ Source: "a" }] },
    ];
    for (const input of [...wrong, { Entries: [entry({ Detail: `{"a":"${"x".repeat(262_144)}"}` })] }, { Other: 1 }]) {
      expect(await put(input)).to.include({ status: 400, __type: "ValidationException" });
    }
    expect(running.events).to.deep.equal([]);
  });

  it("takes nothing from a role that may not put events, by bus and by source", async () => {
    expect(await put({ Entries: [entry()] }, "AKIALOCALREADER")).to.include({
      status: 400,
      __type: "AccessDeniedException",
    });
    const Condition = { StringEquals: { "events:source": "warden" } };
    const Statement = [{ Effect: "Allow", Action: "events:PutEvents", Resource: ownBus.arn, Condition }];
    const caller = {
      function: "probe",
      roleArn: "arn:aws:iam::1:role/probe",
      policies: [{ Version: "2012-10-17", Statement }],
    };
    running.account.put({ callers: { AKIALOCALPROBE: caller } });
    const own = { EventBusName: "own" };
    expect(await put({ Entries: [entry(own)] }, "AKIALOCALPROBE")).to.include({ status: 200 });
    expect(await put({ Entries: [entry({ ...own, Source: "other" })] }, "AKIALOCALPROBE")).to.include({ status: 400 });
    expect(await put({ Entries: [entry()] }, "AKIALOCALPROBE")).to.include({ status: 400 });
  });
});
