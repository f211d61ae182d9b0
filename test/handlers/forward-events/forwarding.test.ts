import { expect } from "chai";

import { redrivableEvent } from "../../../core/dead-letters/redrivable-event";
import { forwarding } from "../../../handlers/forward-events/forwarding";
import { log } from "../../../handlers/post-denials/audit";
import { quietly } from "./quietly";
import { startForwarding, stating } from "./stage";

type Stage = Awaited<ReturnType<typeof startForwarding>>;

describe("a function that forwards what it states", function () {
  this.timeout(20_000);

  let stage: Stage;
  before(async () => void (stage = await startForwarding()));
  beforeEach(() => stage.reset());
  after(() => stage.stop());

  const incidents = () => stage.forwarded().map(({ said }) => said.incident);
  const sends = () => stage.calls.map(({ operation }) => operation);

  it("answers as it would without, after all that it stated is in the queue", async () => {
    const { answer, lines } = await stage.invoke(stating(["one", "two"]));
    expect(answer).to.equal("answered");
    expect(incidents()).to.deep.equal(["one", "two"]);
    expect(stage.forwarded()[0]).to.deep.include({
      function: "tester",
      said: { warden: "posted", incident: "one", eventIds: ["id-of-one"] },
    });
    expect(lines, "its log has them as before").to.have.length(2);
  });

  it("fails as it would without, and what it stated until then is in the queue", async () => {
    const { failure } = await stage.invoke(stating(["one"], "Slack is down"));
    expect(failure).to.equal("Slack is down");
    expect(incidents()).to.deep.equal(["one"]);
  });

  it("calls nobody where it stated nothing, and leaves other lines alone", async () => {
    const { lines } = await stage.invoke(async () => console.log("a line", { of: "others" }));
    expect(stage.calls).to.deep.equal([]);
    expect(lines).to.have.length(1);
    await stage.invoke(stating([]));
    expect(stage.calls).to.deep.equal([]);
  });

  it("sends ten at once, of many", async () => {
    const names = Array.from({ length: 25 }, (_, index) => `i${index}`);
    await stage.invoke(stating(names));
    expect(incidents()).to.deep.equal(names);
    expect(sends()).to.deep.equal(["SendMessageBatch", "SendMessageBatch", "SendMessageBatch"]);
  });

  it("sends thousands of event ids whole", async () => {
    const eventIds = Array.from({ length: 6_000 }, (_, index) => `${index}`.padStart(36, "0"));
    await stage.invoke(async () => log("posted", { eventIds }));
    expect(stage.forwarded().flatMap(({ said }) => said.eventIds as string[])).to.deep.equal(eventIds);
  });

  it("gives each statement an id of its own, also where the same is stated twice", async () => {
    await stage.invoke(stating(["one", "one"]));
    await stage.invoke(stating(["one"]), {}, 30_000, "request-2");
    const ids = stage.forwarded().map(({ record }) => record);
    expect(new Set(ids).size).to.equal(3);
  });

  it("hears nothing of what is written between its invocations", async () => {
    const handler = forwarding(() => stating(["one"]), "tester");
    const context = { awsRequestId: "request-1", invokedFunctionArn: "" };
    await quietly(async () => {
      await handler({}, context);
      log("posted", { incident: "between", eventIds: [] });
      await handler({}, context);
    });
    expect(incidents()).to.deep.equal(["one", "one"]);
  });

  describe("where the queue does not take them", () => {
    beforeEach(() =>
      stage.account.put({ faults: [{ kind: "access-denied", service: "sqs", operation: "SendMessageBatch" }] }),
    );

    it("answers as it would without, and keeps them among its own dead letters", async () => {
      const { answer, lines } = await stage.invoke(stating(["one", "two"]));
      expect(answer).to.equal("answered");
      expect(stage.forwarded()).to.deep.equal([]);
      const [unsent, ...others] = stage.unsent();
      expect(others).to.deep.equal([]);
      expect(unsent?.bodies).to.have.length(2);
      expect(lines.at(-1)).to.contain('"warden":"forwarded-later"');
    });

    it("sends those that are redriven, without doing anything else", async () => {
      await stage.invoke(stating(["one", "two"]));
      const unsent = redrivableEvent(JSON.stringify(stage.unsent()[0]));
      stage.reset();
      const { failure } = await stage.invoke(stating(["never"]), unsent);
      expect(failure).to.equal(undefined);
      expect(incidents()).to.deep.equal(["one", "two"]);
    });

    it("fails with those that are redriven too early, so that they become dead letters again", async () => {
      await stage.invoke(stating(["one"]));
      const { failure } = await stage.invoke(stating([]), stage.unsent()[0]);
      expect(failure).to.equal("the queue of forward-events did not take 1 statements");
    });

    it("keeps thousands of them in as many letters as SQS takes", async () => {
      const names = Array.from({ length: 1_500 }, (_, index) => `i${index}`);
      await stage.invoke(stating(names));
      expect(stage.unsent().length).to.be.above(1);
      expect(stage.unsent().flatMap(({ bodies }) => bodies)).to.have.length(1_500);
      expect(stage.calls.filter(({ operation }) => operation === "SendMessageBatch")).to.have.length(1);
    });
  });

  it("answers as it would without where no queue takes anything, and its log says so", async () => {
    stage.account.put({ faults: [{ kind: "access-denied", service: "sqs" }] });
    const { answer, lines } = await stage.invoke(stating(["one", "two"]));
    expect(answer).to.equal("answered");
    expect(JSON.parse(lines.at(-1) ?? "")).to.deep.include({ warden: "not-forwarded", statements: 2 });
  });

  it("is not held up beyond its own time, and its log says what was not sent", async () => {
    stage.account.put({ faults: [{ kind: "no-answer", service: "sqs" }] });
    const { answer, lines } = await stage.invoke(stating(["one"]), {}, 1_000);
    expect(answer).to.equal("answered");
    expect(JSON.parse(lines.at(-1) ?? "")).to.include({ warden: "not-forwarded", statements: 1 });
  });

  it("keeps nobody waiting who asked over its address", async () => {
    stage.account.put({ faults: [{ kind: "no-answer", service: "sqs" }] });
    const asked = { requestContext: { http: { method: "POST" } } };
    const startMs = performance.now();
    const { answer } = await stage.invoke(stating(["one"]), asked);
    expect(answer).to.equal("answered");
    expect(performance.now() - startMs).to.be.below(10_000);
  });

  it("sends what there was no time for with what it states next, under the same id", async () => {
    const handler = forwarding(() => stating(["one"]), "tester");
    const context = { awsRequestId: "request-1", invokedFunctionArn: "", getRemainingTimeInMillis: () => 30_000 };
    await quietly(async () => {
      stage.account.put({ faults: [{ kind: "access-denied", service: "sqs" }] });
      await handler({}, context);
      stage.account.put({ faults: [] });
      await handler({}, { ...context, awsRequestId: "request-2" });
      await handler({}, { ...context, awsRequestId: "request-3" });
    });
    expect(incidents()).to.deep.equal(["one", "one", "one"]);
    expect(new Set(stage.forwarded().map(({ record }) => record)).size).to.equal(3);
  });

  it("sends what it has stated shortly before it is cut off", async () => {
    const endless: { end?: () => void } = {};
    const handler = async () => {
      log("posted", { incident: "one", eventIds: [] });
      await new Promise<void>((resolve) => (endless.end = resolve));
    };
    const invoked = stage.invoke(handler, {}, 6_010);
    while (stage.forwarded().length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(incidents()).to.deep.equal(["one"]);
    endless.end?.();
    await invoked;
    expect(incidents(), "once").to.deep.equal(["one"]);
  });
});
