import { expect } from "chai";
import * as zlib from "node:zlib";

import { deliveriesOf } from "../../../local/play/deliveries";
import type { Delivery } from "../../../local/play/deliveries";
import { LogGroups } from "../../../local/play/log-groups";
import type { Subscription } from "../../../local/play/log-groups";
import { MetricStore } from "../../../local/play/metrics";
import { deniedRecord } from "../../core/sample-record";
import { graphOf, lambda, minutes, resource } from "./fixture";

const subscription = (name: string): Subscription => ({
  name,
  logGroup: "trail",
  functionName: "post-denials",
  matches: () => true,
});

function event(number: number, changes: { stream?: string; wanted?: number[]; padding?: string } = {}) {
  const message = JSON.stringify(deniedRecord({ eventID: `id-${number}`, padding: changes.padding ?? "" }));
  const { stream = "stream", wanted = [0] } = changes;
  return { id: `log-${number}`, stream, message, wanted, atMs: minutes(0) + number };
}

interface Envelope {
  readonly messageType: string;
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly subscriptionFilters: readonly string[];
  readonly logEvents: readonly { readonly id: string; readonly timestamp: number; readonly message: string }[];
}

function envelopeOf({ event: { awslogs } }: Delivery): Envelope {
  return JSON.parse(zlib.gunzipSync(Buffer.from(awslogs.data, "base64")).toString("utf8")) as Envelope;
}

describe("deliveries of a log group", () => {
  it("are the envelopes that CloudWatch Logs sends, at the time of their last record", () => {
    const [delivery, ...more] = deliveriesOf([event(1), event(2)], [subscription("denied")], "111122223333");
    expect(more).to.deep.equal([]);
    if (delivery === undefined) return expect.fail("nothing was delivered");
    expect(delivery.atMs).to.equal(minutes(0) + 2);
    expect(delivery.eventIds).to.deep.equal(["id-1", "id-2"]);
    const { logEvents, ...rest } = envelopeOf(delivery);
    expect(rest).to.deep.equal({
      messageType: "DATA_MESSAGE",
      owner: "111122223333",
      logGroup: "trail",
      logStream: "stream",
      subscriptionFilters: ["denied"],
    });
    expect(logEvents.map(({ id, timestamp }) => [id, timestamp - minutes(0)])).to.deep.equal([
      ["log-1", 1],
      ["log-2", 2],
    ]);
  });

  it("are apart by subscription and log stream, in the order of their times", () => {
    const events = [event(1, { stream: "a", wanted: [0, 1] }), event(2, { stream: "b" }), event(3, { stream: "a" })];
    const found = deliveriesOf(events, [subscription("one"), subscription("two")], "111122223333");
    expect(found.map((delivery) => [envelopeOf(delivery).logStream, delivery.subscription.name, delivery.eventIds]))
      .to.deep //
      .equal([
        ["b", "one", ["id-2"]],
        ["a", "one", ["id-1", "id-3"]],
        ["a", "two", ["id-1"]],
      ]);
  });

  it("hold at most 1 MB, counted in bytes, and every record once", () => {
    // Three bytes a character: counted in characters, six would fit into one delivery.
    const events = [1, 2, 3, 4, 5, 6].map((number) => event(number, { padding: "語".repeat(80_000) }));
    const found = deliveriesOf(events, [subscription("one")], "111122223333");
    const sizes = found.map((one) =>
      envelopeOf(one).logEvents.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0),
    );
    expect(sizes.every((size) => size <= 1_048_576)).to.equal(true);
    expect(found.map(({ eventIds }) => eventIds.length)).to.deep.equal([4, 2]);
    expect(found.flatMap(({ eventIds }) => eventIds)).to.have.lengthOf(6);
  });

  it("name the ids of denials alone, and the log event's id where a record has none", () => {
    const allowed = { ...event(1), message: JSON.stringify(deniedRecord({ errorCode: null, errorMessage: null })) };
    const nameless = { ...event(2), message: JSON.stringify(deniedRecord({ eventID: undefined })) };
    const [delivery] = deliveriesOf([allowed, nameless], [subscription("one")], "111122223333");
    expect(delivery?.eventIds).to.deep.equal(["log-2"]);
  });
});

describe("a log group", () => {
  const filter = (name: string, logGroup = "trail") =>
    resource("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", name, {
      logGroup,
      destinationArn: "arn:post-denials",
      filterPattern: '{$.errorCode="AccessDenied*"}',
    });
  const logGroups = (...filters: ReturnType<typeof filter>[]) =>
    new LogGroups(graphOf(lambda, ...filters), new MetricStore());
  const item = (text: string) => ({
    kind: "cloudtrail" as const,
    atMs: minutes(0),
    record: deniedRecord(),
    text,
    origin: "x:1",
  });

  it("has two subscription filters at most", () => {
    expect(logGroups(filter("one"), filter("two"), filter("three", "other")).subscriptions).to.have.lengthOf(3);
    expect(() => logGroups(filter("one"), filter("two"), filter("three"))).to.throw(/LimitExceeded.*three.*trail/);
  });

  it("gives a record to the subscriptions that match it", () => {
    expect(logGroups(filter("one"), filter("two")).ingest(item("{}"))).to.deep.equal([0, 1]);
    const allowed = { ...item("{}"), record: deniedRecord({ errorCode: "Throttling" }) };
    expect(logGroups(filter("one")).ingest(allowed)).to.deep.equal([]);
  });

  it("does not get a record over 256 KB, counted in bytes", () => {
    const { delivers } = logGroups();
    expect(delivers(item("x".repeat(262_144)))).to.equal(true);
    expect(delivers(item("x".repeat(262_145)))).to.equal(false);
    expect(delivers(item("語".repeat(87_382)))).to.equal(false);
  });

  it("refuses a filter that leads to no declared function", () => {
    const astray = resource("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "astray", {
      destinationArn: "arn:nowhere",
    });
    expect(() => logGroups(astray)).to.throw(/astray leads to no declared function/);
  });
});
