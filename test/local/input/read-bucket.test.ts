import { expect } from "chai";
import { gzipSync } from "node:zlib";

import { bucketPlace, isBucketUrl } from "../../../local/input/bucket-url";
import { keepEnvironment, setEnvironment } from "../../support/environment";
import { Bucket } from "./bucket-stub";
import { idsOf, read, sample } from "./support";

const environment = {
  AWS_ACCESS_KEY_ID: "ASIAEXAMPLE000000009",
  AWS_SECRET_ACCESS_KEY: "invented",
  AWS_REGION: "eu-west-1",
  AWS_EC2_METADATA_DISABLED: "true",
};

const logFile = (...numbers: readonly number[]): Buffer =>
  gzipSync(JSON.stringify({ Records: numbers.map((number) => sample(number)) }));

describe("reading s3://bucket/prefix", function () {
  this.timeout(20_000);
  let bucket: Bucket;
  let restore: () => void;
  beforeEach(async () => {
    bucket = new Bucket();
    restore = keepEnvironment();
    setEnvironment({ ...environment, AWS_ENDPOINT_URL_S3: await bucket.start() });
  });
  afterEach(() => {
    bucket.stop();
    restore();
  });

  it("reads each log below the prefix, page by page, in the order of the keys, of many accounts and regions", async () => {
    bucket.objects.set("AWSLogs/111111111111/CloudTrail/eu-west-1/b.json.gz", logFile(2, 3));
    bucket.objects.set("AWSLogs/111111111111/CloudTrail/eu-west-1/a.json.gz", logFile(1));
    bucket.objects.set("AWSLogs/222222222222/CloudTrail/us-east-1/c.json.gz", logFile(4));
    bucket.objects.set("AWSLogs/222222222222/CloudTrail-Digest/us-east-1/d.json.gz", logFile(5));
    bucket.objects.set("AWSLogs/readme.txt", Buffer.from("no log"));
    bucket.objects.set("AWSLogs/", Buffer.alloc(0));
    bucket.objects.set("other/x.json.gz", logFile(6));
    const result = await read(["s3://logs/AWSLogs/"]);
    expect(idsOf(result)).to.deep.equal(["id-1", "id-2", "id-3", "id-4"]);
    expect(result.counts).to.deep.equal({ records: 4, events: 0, unreadable: 0, ignoredFiles: 2, files: 3 });
    expect(result.records[0]?.origin).to.equal("s3://logs/AWSLogs/111111111111/CloudTrail/eu-west-1/a.json.gz:1");
    expect(bucket.asked.filter((each) => each.endsWith(".txt"))).to.deep.equal([]);
  });

  it("reads one object of any name that is named outright, in any form", async () => {
    bucket.objects.set("export.txt", Buffer.from(`${JSON.stringify(sample(7))}\n${JSON.stringify(sample(8))}\n`));
    expect(idsOf(await read(["s3://logs/export.txt"]))).to.deep.equal(["id-7", "id-8"]);
  });

  it("reads a large object as it comes", async () => {
    const filler = "x".repeat(5_000_000);
    bucket.objects.set("large.jsonl", Buffer.from(JSON.stringify(sample(9, { requestParameters: { filler } }))));
    expect(idsOf(await read(["s3://logs/large.jsonl"]))).to.deep.equal(["id-9"]);
  });

  it("names what can't be read, and reads the rest", async () => {
    bucket.objects.set("a.json.gz", 403);
    bucket.objects.set("b.json.gz", logFile(1).subarray(0, 60));
    bucket.objects.set("c.json.gz", logFile(2));
    const result = await read(["s3://logs/"]);
    expect(idsOf(result)).to.include("id-2");
    expect(result.counts.unreadable).to.be.greaterThan(1);
    expect(result.problems[0]).to.equal("a.json.gz: AccessDenied: no");
    expect(result.problems[1]).to.match(/^b\.json\.gz:1: gzip: /);
  });

  it("says so where nothing is there, and where the name can't be one", async () => {
    expect((await read(["s3://logs/none/"])).problems).to.deep.equal([": nothing is there"]);
    expect((await read(["s3://No_Bucket/x"])).problems).to.deep.equal(["x: is not s3://bucket/prefix"]);
  });

  it("says in one line that there are no credentials", async () => {
    setEnvironment({
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      HOME: "/nonexistent",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
      AWS_CONFIG_FILE: "/nonexistent",
    });
    const { problems } = await read(["s3://logs/"]);
    expect(problems).to.have.lengthOf(1);
    expect(problems[0]).to.contain("no AWS credentials");
  });
});

describe("a place in S3", () => {
  it("is a bucket and a prefix, which may be empty", () => {
    expect(bucketPlace("s3://my.logs-1/AWSLogs/1111/")).to.deep.equal({ bucket: "my.logs-1", prefix: "AWSLogs/1111/" });
    expect(bucketPlace("s3://logs")).to.deep.equal({ bucket: "logs", prefix: "" });
    expect(bucketPlace("s3:///x")).to.equal(undefined);
    expect(isBucketUrl("./s3://x")).to.equal(false);
  });
});
