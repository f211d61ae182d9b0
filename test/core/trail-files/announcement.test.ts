import { expect } from "chai";
import * as fc from "fast-check";

import { announcementIn, isTrailFile } from "../../../core/trail-files/announcement";

const key =
  "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/06/111122223333_CloudTrail_eu-west-1_20261006T1200Z_a1.json.gz";
const one = { kind: "objects", objects: [{ bucket: "logs", key }] };
const none = { kind: "objects", objects: [] };

const created = (changes: object = {}, object: object = { key }) => ({
  eventSource: "aws:s3",
  eventName: "ObjectCreated:Put",
  s3: { bucket: { name: "logs" }, object },
  ...changes,
});
const fromTopic = (message: unknown) => ({
  Type: "Notification",
  TopicArn: "arn:aws:sns:eu-west-1:111122223333:files",
  Message: typeof message === "string" ? message : JSON.stringify(message),
});
const read = (message: unknown) => announcementIn(JSON.stringify(message));

describe("an announcement of log files", () => {
  const forms: Readonly<Record<string, unknown>> = {
    "S3's notification": { Records: [created()] },
    "S3's notification of an upload in parts": {
      Records: [created({ eventName: "ObjectCreated:CompleteMultipartUpload" })],
    },
    "CloudTrail's own": { s3Bucket: "logs", s3ObjectKey: [key] },
    "S3's event by way of EventBridge": {
      source: "aws.s3",
      "detail-type": "Object Created",
      detail: { bucket: { name: "logs" }, object: { key } },
    },
  };

  for (const [name, message] of Object.entries(forms)) {
    it(`is read in the form of ${name}, bare and from a topic`, () => {
      expect(read(message)).to.deep.equal(one);
      expect(read(fromTopic(message))).to.deep.equal(one);
    });
  }

  it("names each object of several, by its own name and not as the notification encodes it", () => {
    const records = [created({}, { key: "a+b%2Bc/%C3%A4.json.gz" }), created()];
    expect(read({ Records: records })).to.deep.equal({
      kind: "objects",
      objects: [
        { bucket: "logs", key: "a b+c/ä.json.gz" },
        { bucket: "logs", key },
      ],
    });
    expect(read({ s3Bucket: "logs", s3ObjectKey: [key, `${key}2`] })).to.have.deep.nested.property("objects.length", 2);
  });

  it("names nothing where S3 or CloudTrail only tests whether the way is open, or an object is gone", () => {
    const test = { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "logs" };
    for (const message of [test, fromTopic(test), fromTopic("CloudTrail validation message.")]) {
      expect(read(message)).to.deep.equal(none);
    }
    expect(read({ Records: [created({ eventName: "ObjectRemoved:Delete" })] })).to.deep.equal(none);
  });

  it("is strange where it is anything else, and never a fault", () => {
    const strange = [
      "",
      "{",
      "null",
      '"text"',
      JSON.stringify({ Records: [{ eventSource: "aws:sqs" }] }),
      JSON.stringify({ Records: [created({}, { key: "%" })] }),
      JSON.stringify({ s3Bucket: "logs", s3ObjectKey: [7] }),
      JSON.stringify(fromTopic("hello")),
    ];
    for (const body of strange) expect(announcementIn(body), body).to.deep.equal({ kind: "strange" });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(announcementIn(body).kind).to.be.oneOf(["strange", "objects"]);
      }),
    );
  });
});

describe("a file of a trail", () => {
  it("is one below the prefix, of an account or of an organization", () => {
    expect(isTrailFile(key, "")).to.equal(true);
    expect(isTrailFile(key, "AWSLogs/111122223333/")).to.equal(true);
    expect(isTrailFile(key.replace("AWSLogs/", "AWSLogs/o-abc123/"), "AWSLogs/o-abc123/")).to.equal(true);
    expect(isTrailFile(key, "AWSLogs/o-abc123/")).to.equal(false);
  });

  it("is no digest, nothing that Insights found, and nothing else that lies there", () => {
    const others = [
      key.replaceAll("CloudTrail/", "CloudTrail-Digest/"),
      key.replaceAll("CloudTrail/", "CloudTrail-Insight/"),
      key.replaceAll("CloudTrail/", "Config/"),
      key.replace(".json.gz", ".json"),
      "AWSLogs/111122223333/CloudTrail/",
      "AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2026/10/06/x.log.gz",
    ];
    for (const other of others) expect(isTrailFile(other, ""), other).to.equal(false);
  });
});
