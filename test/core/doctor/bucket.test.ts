import { expect } from "chai";

import { sourceLines } from "../../../core/doctor/diagnose";
import type { BucketFacts, NotificationFacts } from "../../../core/doctor/facts";
import { account, accountId, bucket, configured, levelsOf, onlyLine, refused, region, textOf, trail } from "./facts";

const topic = `arn:aws:sns:${region}:${accountId}:files`;
const queue = `arn:aws:sqs:${region}:${accountId}:files`;
const byTopic = configured({ trail: { bucket: "audit-logs", topic } });
const byQueue = configured({ trail: { bucket: "audit-logs", queue } });
const announcing = (...targets: NotificationFacts[]) => ({ value: { targets, sendsToEventBridge: false } });
const toTopic: NotificationFacts = { arn: topic, kind: "topic", events: ["s3:ObjectCreated:*"], prefix: "AWSLogs/" };
const toSiem: NotificationFacts = { arn: `${queue}-siem`, kind: "queue", events: ["s3:ObjectCreated:Put"] };

const linesFor = (changes: Partial<BucketFacts>, configuration = byTopic, trails = [trail()]) =>
  sourceLines(account({ bucket: bucket(changes), trails: { value: trails } }), configuration);

describe("doctor on a trail's bucket", () => {
  it("prints its notifications as they are, and that they stay so", () => {
    const lines = linesFor({ notifications: announcing(toTopic, toSiem), topic: { value: true } });
    expect(levelsOf(lines)).to.deep.equal(["notes", "notes", "notes"]);
    expect(lines.map(textOf).join("\n")).to.include(
      `s3:ObjectCreated:* below AWSLogs/ to the topic ${topic}, s3:ObjectCreated:Put to the queue ${queue}-siem | they stay as they are`,
    );
  });

  it("counts the trail's own topic as one that announces", () => {
    const lines = linesFor({}, byTopic, [trail({ topicArn: topic })]);
    expect(lines.map(textOf).join("\n")).to.match(/to the trail's own topic arn:aws:sns:eu-west-1:111122223333:files/);
    expect(levelsOf(lines)).to.not.include("warns");
  });

  it("does not count the topic of a trail into another bucket", () => {
    expect(onlyLine(linesFor({}, byTopic, [trail({ topicArn: topic, bucket: "other" })]), "warns")).to.match(
      /nothing is announced/,
    );
  });

  it("warns where nothing that is seen announces to what the stack listens to", () => {
    const said = onlyLine(linesFor({ notifications: announcing(toSiem) }), "warns");
    expect(said).to.match(
      /files-siem \| nothing that this account sees announces new log files to .*:files, and Warden/,
    );
  });

  it("lets a queue be fed by the bucket itself, by a topic, or by EventBridge", () => {
    for (const notifications of [
      announcing({ ...toSiem, arn: queue }),
      announcing(toTopic),
      { value: { targets: [], sendsToEventBridge: true } },
    ]) {
      expect(levelsOf(linesFor({ notifications }, byQueue))).to.not.include("warns");
    }
    expect(levelsOf(linesFor({ notifications: announcing(toSiem) }, byQueue))).to.include("warns");
  });

  it("fails where there is no such bucket", () => {
    expect(onlyLine(linesFor({ region: { value: undefined } }), "fails")).to.match(/there is none of this name/);
  });

  it("says what a bucket in another region costs", () => {
    expect(onlyLine(linesFor({ region: { value: "us-east-1" } }), "costs")).to.match(
      /in us-east-1, the stack in eu-west-1/,
    );
  });

  it("fails where there is no such topic", () => {
    expect(onlyLine(linesFor({ topic: { value: false } }), "fails")).to.match(/no such topic/);
  });

  it("fails where there is no such queue, and where it is in another region", () => {
    expect(onlyLine(linesFor({ queue: { value: undefined } }, byQueue), "fails")).to.match(/no such queue/);
    const far = configured({ trail: { bucket: "audit-logs", queue: queue.replace(region, "us-east-1") } });
    expect(onlyLine(linesFor({}, far), "fails")).to.match(/queues of its own region alone \(eu-west-1\)/);
  });

  for (const [seconds, level] of [
    [119, "fails"],
    [120, "notes"],
  ] as const) {
    it(`a queue whose messages show again after ${seconds} s: ${level}`, () => {
      const lines = linesFor({ queue: { value: { visibilityTimeoutSeconds: seconds } } }, byQueue);
      expect(lines.find(({ about }) => about.startsWith("queue"))?.level).to.equal(level);
    });
  }

  it("says what seeing each takes", () => {
    const lines = linesFor({
      region: refused("s3:GetBucketLocation"),
      notifications: refused("s3:GetBucketNotification"),
      topic: refused("sns:GetTopicAttributes"),
    });
    expect(levelsOf(lines)).to.deep.equal(["unseen", "unseen", "unseen"]);
    expect(lines.map(textOf).join()).to.match(/GetBucketLocation.*GetBucketNotification.*GetTopicAttributes/);
  });
});
