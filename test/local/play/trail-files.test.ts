import * as zlib from "node:zlib";

import { expect } from "chai";

import { announcementIn, isTrailFile } from "../../../core/trail-files/announcement";
import { fileReaders, objectCreated, trailFile } from "../../../local/play/trail-files";
import type { DeclaredResource } from "../../../local/program/mocks";
import { graphOf, resource } from "./fixture";

const atMs = Date.parse("2026-10-06T12:03:04Z");
const place = { account: "111122223333", region: "eu-west-1", atMs };

describe("a log file of the local run", () => {
  it("has the name and the content that CloudTrail gives it", () => {
    const file = trailFile({ ...place, prefix: "" }, ['{"eventID":"1"}', '{"eventID":"2"}']);
    expect(file.key).to.match(
      /^AWSLogs\/111122223333\/CloudTrail\/eu-west-1\/2026\/10\/06\/111122223333_CloudTrail_eu-west-1_20261006T1203Z_[0-9a-f]{16}\.json\.gz$/,
    );
    expect(JSON.parse(zlib.gunzipSync(Buffer.from(file.content, "base64")).toString())).to.deep.equal({
      Records: [{ eventID: "1" }, { eventID: "2" }],
    });
  });

  for (const prefix of [
    "",
    "AWSLogs/",
    "audit",
    "audit/AWSLogs/o-abc/",
    "AWSLogs/111122223333/CloudTrail/eu-west-1/",
  ]) {
    it(`lies below the prefix "${prefix}", and its notification names it`, () => {
      const file = trailFile({ ...place, prefix }, ["{}"]);
      expect(isTrailFile(file.key, prefix)).to.equal(true);
      expect(announcementIn(objectCreated("logs", "eu-west-1", file, atMs))).to.deep.equal({
        kind: "objects",
        objects: [{ bucket: "logs", key: file.key }],
      });
    });
  }
});

describe("who reads a trail's files in the local run", () => {
  const variables = { TRAIL_BUCKET: "audit-logs", TRAIL_PREFIX: "AWSLogs/", TRAIL_PATTERN: '{$.errorCode="*Denied*"}' };
  const reader = resource("aws:lambda/function:Function", "watch-trail", { environment: { variables } });
  const own = resource("aws:sqs/queue:Queue", "trail-files", {});
  const from = (eventSourceArn: string) =>
    resource("aws:lambda/eventSourceMapping:EventSourceMapping", "m", { functionName: "watch-trail", eventSourceArn });
  const subscribed = resource("aws:sns/topicSubscription:TopicSubscription", "trail-files", {
    topic: "arn:aws:sns:eu-west-1:777788889999:archive",
    endpoint: "arn:trail-files",
  });
  const announcing = (...resources: readonly DeclaredResource[]) =>
    fileReaders(graphOf(reader, ...resources)).map(({ queueArn, topicArn }) => [queueArn, topicArn]);

  it("hears of them by a topic on the stack's own queue, or by somebody else's queue", () => {
    expect(announcing(own, subscribed, from("arn:trail-files"))).to.deep.equal([
      ["arn:trail-files", "arn:aws:sns:eu-west-1:777788889999:archive"],
    ]);
    expect(announcing(from("arn:theirs"))).to.deep.equal([["arn:theirs", undefined]]);
  });

  it("hears nothing where its own queue is subscribed to nothing, or where no queue leads to it", () => {
    expect(announcing(own, from("arn:trail-files"))).to.deep.equal([]);
    expect(announcing(own, subscribed)).to.deep.equal([]);
  });
});
