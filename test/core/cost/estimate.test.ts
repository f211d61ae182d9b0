import { expect } from "chai";
import * as fc from "fast-check";

import { costEstimate } from "../../../core/cost/estimate";
import type { CostedResource } from "../../../core/cost/line";
import { priceRegion, prices, pricesAsOf } from "../../../core/cost/prices";
import { typicalVolume } from "../../../core/cost/volume";

function resource(type: string, inputs: CostedResource["inputs"], outputs: CostedResource["outputs"] = {}) {
  return { type, name: "one", inputs, outputs };
}

const alarm = resource("aws:cloudwatch/metricAlarm:MetricAlarm", {});
const key = (enableKeyRotation: boolean) => resource("aws:kms/key:Key", { enableKeyRotation });
const filter = (name: string) =>
  resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", { metricTransformation: { namespace: "Warden", name } });
const trail = [
  resource("aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 365 }, { arn: "group" }),
  resource("aws:cloudtrail/trail:Trail", { cloudWatchLogsGroupArn: "group:*" }),
];
const postDenials = resource("aws:lambda/function:Function", { memorySize: 256 }, { arn: "post", name: "post-1" });
const ticking = [
  postDenials,
  resource("aws:cloudwatch/eventRule:EventRule", { scheduleExpression: "rate(1 minute)" }, { name: "rule" }),
  resource("aws:cloudwatch/eventTarget:EventTarget", { rule: "rule", arn: "post" }),
];
const subscribed = (filterPattern: string) => [
  postDenials,
  resource("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", { destinationArn: "post", filterPattern }),
];

const volume = { eventsPerDay: 12_000, bytesPerEvent: 1_000, longTermKeyShare: 0.1, deniedShare: 0.01 };
const linesOf = (...resources: readonly CostedResource[]) => costEstimate(resources, volume).lines;
const unitsOf = (resources: readonly CostedResource[], price: string) =>
  linesOf(...resources).find((line) => line.price === price)?.to;

describe("What a stack costs", () => {
  it("is nothing where it declares nothing that costs", () => {
    const free = ["aws:iam/role:Role", "aws:cloudwatch/eventRule:EventRule", "aws:lambda/permission:Permission"];
    const estimate = costEstimate(
      free.map((type) => resource(type, {})),
      volume,
    );
    expect(estimate.lines).to.deep.equal([]);
    expect([estimate.dollarsFrom, estimate.dollarsTo]).to.deep.equal([0, 0]);
  });

  it("counts alarms", () => {
    expect(costEstimate([alarm, alarm, alarm], volume).dollarsTo).to.be.closeTo(0.3, 1e-9);
  });

  it("counts an alarm on a sum as often as it adds up a metric", () => {
    const metricQueries = [
      { id: "sum", expression: "SUM(METRICS())" },
      { id: "m0", metric: {} },
      { id: "m1", metric: {} },
    ];
    const summed = resource("aws:cloudwatch/metricAlarm:MetricAlarm", { metricQueries });
    expect(unitsOf([alarm, summed], "alarm")).to.equal(3);
  });

  it("counts dashboards", () => {
    expect(costEstimate([resource("aws:cloudwatch/dashboard:Dashboard", {})], volume).dollarsTo).to.equal(3);
  });

  it("counts a metric once that two filters count into", () => {
    expect(unitsOf([filter("denied"), filter("denied"), filter("root")], "metric")).to.equal(2);
  });

  it("has a key's older versions in its upper end where the key is rotated", () => {
    expect(linesOf(key(true)).map(({ from, to }) => [from, to])).to.deep.equal([[1, 3]]);
    expect(linesOf(key(false)).map(({ from, to }) => [from, to])).to.deep.equal([[1, 1]]);
  });

  it("has a trail's copy free where it is the first, and at its price where another trail has one", () => {
    const copy = linesOf(...trail).find(({ price }) => price === "trailCopy");
    // 12,000 events a day are 365,000 a month, at two dollars for 100,000.
    expect(copy?.dollarsFrom).to.equal(0);
    expect(copy?.dollarsTo).to.be.closeTo(7.3, 1e-9);
  });

  it("has what a trail writes into its log group, and for as long as it is kept there", () => {
    expect(unitsOf(trail, "logIngestion")).to.be.closeTo(0.365, 1e-9);
    expect(unitsOf(trail, "logStorage")).to.be.closeTo(0.365 * 0.15 * 12, 1e-9);
  });

  it("has no copy and no records where the trail is somebody else's", () => {
    expect(linesOf(...ticking).filter(({ price }) => price === "trailCopy")).to.deep.equal([]);
    expect(linesOf(...ticking).filter(({ what }) => what === "records into the log group")).to.deep.equal([]);
  });

  it("has each tick of a clock", () => {
    expect(unitsOf(ticking, "invocation")).to.equal((60 * 24 * 365) / 12);
    expect(unitsOf(ticking, "compute")).to.be.closeTo(((60 * 24 * 365) / 12) * 0.3 * 0.25, 1e-6);
  });

  it("has the records that a subscription's pattern lets through", () => {
    expect(unitsOf(subscribed('{$.errorCode="*AccessDenied*"}'), "invocation")).to.be.closeTo(3_650, 1e-6);
    expect(unitsOf(subscribed('{$.userIdentity.accessKeyId="AKIA*"}'), "invocation")).to.be.closeTo(36_500, 1e-6);
    const either = '{($.errorCode="*enied*")||($.userIdentity.accessKeyId = "AKIA*")||($.errorCode NOT EXISTS)}';
    expect(unitsOf(subscribed(either), "invocation")).to.be.closeTo(36_500 + 3_650, 1e-6);
  });

  it("has functions that look into their queues, whether anything is in them or not", () => {
    const mapping = resource("aws:lambda/eventSourceMapping:EventSourceMapping", { functionName: "other" });
    expect(unitsOf([mapping], "queueRequest")).to.equal((15 * 60 * 24 * 365) / 12);
  });

  it("is a range where GuardDuty looks at more than the trail shows", () => {
    const estimate = costEstimate([resource("aws:guardduty/detector:Detector", {})], volume);
    expect(estimate.dollarsFrom).to.be.closeTo(0.365 * 4, 1e-9);
    expect(estimate.dollarsTo).to.be.greaterThan(estimate.dollarsFrom);
  });

  it("is its lines added up, the dearest first, and never less for more events", () => {
    const everything = [...trail, ...ticking, alarm, key(true), resource("aws:guardduty/detector:Detector", {})];
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (one, other) => {
        const [few, many] = [Math.min(one, other), Math.max(one, other)].map((eventsPerDay) =>
          costEstimate(everything, { ...typicalVolume, eventsPerDay }),
        );
        if (few === undefined || many === undefined) throw new Error("two estimates are made");
        expect(many.dollarsTo).to.be.at.least(few.dollarsTo);
        expect(many.lines.reduce((sum, { dollarsTo }) => sum + dollarsTo, 0)).to.be.closeTo(many.dollarsTo, 1e-6);
        const dollars = many.lines.map(({ dollarsTo }) => dollarsTo);
        expect(dollars).to.deep.equal([...dollars].sort((less, more) => more - less));
      }),
      { numRuns: 50 },
    );
  });

  it("names region, month and AWS's page of every price", () => {
    expect(costEstimate([], volume).prices).to.deep.equal({ region: priceRegion, asOf: pricesAsOf });
    expect(pricesAsOf).to.match(/^\d{4}-\d{2}$/);
    for (const [name, { dollars, page }] of Object.entries(prices)) {
      expect(dollars, name).to.be.greaterThan(0);
      expect(page, name).to.match(/^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\//);
    }
  });
});
