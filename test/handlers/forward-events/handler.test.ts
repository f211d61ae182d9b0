import { expect } from "chai";

import { redrivableEvent } from "../../../core/dead-letters/redrivable-event";
import { messageBody } from "../../../core/message-body";
import { saidMessages } from "../../../core/splunk/said-message";
import { forwardEvents } from "../../../handlers/forward-events";
import type { SplunkFault, SplunkStandIn } from "../../../local/http/splunk-stand-in";
import { startSplunkStandIn } from "../../../local/http/splunk-stand-in";
import { setEnvironment } from "../../support/environment";
import { routeHttps } from "../../support/routed-https";
import { quietly } from "./quietly";
import { startForwarding } from "./stage";

type Stage = Awaited<ReturnType<typeof startForwarding>>;

const context = { awsRequestId: "request-1", invokedFunctionArn: "", getRemainingTimeInMillis: () => 30_000 };

function bodyOf(incident: string): string {
  const text = JSON.stringify({ warden: "posted", incident });
  const [message] = saidMessages({ text, atMs: 1_773_754_041_123, function: "f", requestId: "r", position: 0 });
  return messageBody(message ?? {});
}

const inQueue = (messageId: string, body: string) => ({
  messageId,
  body,
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:eu-west-1:111122223333:forward-events",
});

describe("the function that hands statements to Splunk", function () {
  this.timeout(20_000);

  let stage: Stage;
  let splunk: SplunkStandIn;
  let restoreHttps: () => void;
  let restoreEnvironment: () => void;
  let fault: SplunkFault = () => undefined;
  const environment = { SPLUNK_HEC_URL: "https://splunk.example.com:8088", SPLUNK_TOKEN_SECRET_ID: "slack" };

  before(async () => {
    stage = await startForwarding();
    splunk = await startSplunkStandIn({ token: "invented", fault: (asked) => fault(asked) });
    restoreHttps = routeHttps(splunk.baseUrl);
    restoreEnvironment = setEnvironment(environment);
  });
  beforeEach(() => {
    stage.reset();
    fault = () => undefined;
    (splunk.indexed as unknown[]).length = 0;
  });
  after(async () => {
    restoreEnvironment();
    restoreHttps();
    await splunk.stop();
    await stage.stop();
  });

  const handle = async (records: readonly object[]) =>
    quietly(() => forwardEvents({ host: "api-warden-prod" })({ Records: records }, context));
  const there = () => splunk.indexed.map(({ event }) => event.incident);

  it("answers that nothing failed where Splunk takes all, under the token that the secret holds", async () => {
    const { result } = await handle([inQueue("m1", bodyOf("one")), inQueue("m2", bodyOf("two"))]);
    expect(result).to.deep.equal({ batchItemFailures: [] });
    expect(there()).to.deep.equal(["one", "two"]);
    expect(splunk.indexed[0]).to.include({ host: "api-warden-prod", sourcetype: "aws:api-warden" });
  });

  it("answers with the messages that are to come again where Splunk takes none", async () => {
    fault = () => ({ status: 503, body: { code: 9 } });
    const { result } = await handle([inQueue("m1", bodyOf("one")), inQueue("m2", bodyOf("two"))]);
    expect(result).to.deep.equal({ batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m2" }] });
  });

  it("keeps a message of nobody's among the dead letters, and sends the others", async () => {
    const { result } = await handle([inQueue("m1", "garbage"), inQueue("m2", bodyOf("two"))]);
    expect(result).to.deep.equal({ batchItemFailures: [] });
    expect(there()).to.deep.equal(["two"]);
    expect(stage.unsent()).to.deep.equal([{ warden: "strange", body: "garbage" }]);
  });

  it("leaves a message of nobody's in the queue where the dead letters are not to be reached", async () => {
    stage.account.put({ faults: [{ kind: "access-denied", service: "sqs" }] });
    const { result } = await handle([inQueue("m1", "garbage")]);
    expect(result).to.deep.equal({ batchItemFailures: [{ itemIdentifier: "m1" }] });
  });

  describe("where Splunk blames one", () => {
    beforeEach(() => {
      fault = ({ events }) => {
        const position = events.findIndex((event) => JSON.stringify(event).includes("cursed"));
        return position < 0 ? undefined : { status: 400, body: { code: 6, "invalid-event-number": position } };
      };
    });

    it("keeps that one among the dead letters, and sends the others", async () => {
      const names = ["one", "cursed", "two"];
      const { result } = await handle(names.map((name) => inQueue(name, bodyOf(name))));
      expect(result).to.deep.equal({ batchItemFailures: [] });
      expect(there()).to.deep.equal(["one", "two"]);
      expect(stage.unsent()).to.deep.equal([JSON.parse(bodyOf("cursed"))]);
    });

    it("sends it under the same id when it is redriven and Splunk takes it", async () => {
      await handle([inQueue("m1", bodyOf("cursed"))]);
      const [letter] = stage.unsent();
      fault = () => undefined;
      const event = redrivableEvent(JSON.stringify(letter));
      await quietly(() => forwardEvents({ host: "h" })(event, context));
      expect(splunk.indexed.map(({ event: { id } }) => id)).to.deep.equal([idOf("cursed")]);
    });
  });

  it("fails with what is redriven too early, because no queue would hand it over again", async () => {
    fault = () => "no answer";
    const failed = await handle([{ messageId: "redriven", body: bodyOf("one") }]).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(failed).to.equal("1 events were not taken");
  });

  it("fails with what is no delivery of a queue", async () => {
    for (const event of [null, {}, { Records: "none" }, { warden: "strange", body: "garbage" }]) {
      const failed = await forwardEvents({ host: "h" })(event, context).then(
        () => undefined,
        (error: Error) => error.message,
      );
      expect(failed).to.equal("no messages of the queue");
    }
  });

  it("names neither token nor events in its log", async () => {
    let asked = 0;
    fault = () => ((asked += 1) === 1 ? undefined : { status: 403, body: { code: 4 } });
    const lines = [await handle([inQueue("m1", bodyOf("one"))]), await handle([inQueue("m2", bodyOf("two"))])].flatMap(
      (one) => one.lines,
    );
    expect(lines.map((line) => (JSON.parse(line) as { warden: string }).warden)).to.deep.equal([
      ...["forwarded", "not-taken", "forwarded"],
    ]);
    for (const line of lines) expect(line).to.not.match(/invented|incident|Splunk /);
  });
});

function idOf(incident: string): string {
  return (JSON.parse(bodyOf(incident)) as { record: string }).record;
}
