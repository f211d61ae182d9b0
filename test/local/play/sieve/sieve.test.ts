import { expect } from "chai";
import * as zlib from "node:zlib";

import type { Layout } from "../../../../local/program/layout";
import type { DeclaredResource } from "../../../../local/program/mocks";
import { Sieve } from "../../../../local/play/sieve/sieve";
import { Folder, sample } from "../../input/support";
import { resource } from "../fixture";

const always = { sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };
const account = { accountId: "111122223333", region: "eu-west-1" };

function layoutOf(...resources: readonly DeclaredResource[]): Layout {
  return { resources, outputs: {}, functions: [], runtimeModules: "", account };
}

const metricFilter = (pattern: string) =>
  resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "filter", {
    pattern,
    metricTransformation: { namespace: "n", name: "m", value: "1" },
  });
const rule = (pattern: object) =>
  resource("aws:cloudwatch/eventRule:EventRule", "rule", { eventPattern: JSON.stringify(pattern) });

/** A call by a role's session, which says nothing of a user. */
const ordinary = (number: number, changes: object = {}) =>
  sample(number, {
    userIdentity: {
      type: "AssumedRole",
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          arn: "arn:aws:iam::111122223333:role/app",
          accountId: "111122223333",
          userName: "app",
        },
      },
    },
    recipientAccountId: "111122223333",
    ...changes,
  });

describe("the sieve for log files", () => {
  let folder: Folder;
  beforeEach(() => void (folder = new Folder()));
  afterEach(() => folder.remove());

  const write = (records: readonly object[], name = "a.json.gz") =>
    folder.write(name, zlib.gzipSync(JSON.stringify({ Records: records })));
  const numbersOf = (sieve: Sieve, records: readonly object[]) =>
    sieve.sift(write(records))?.wanted.map(({ number }) => number);
  /** A sieve that knows the ordinary caller. */
  const sieveOf = (...resources: readonly DeclaredResource[]) => {
    const sieve = new Sieve(layoutOf(...resources), always);
    expect(numbersOf(sieve, [ordinary(0)])).to.deep.equal([0]);
    return sieve;
  };

  it("lets the first record of each caller through, and passes over the others", () => {
    const sieve = new Sieve(layoutOf(), always);
    const user = { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ann" };
    expect(numbersOf(sieve, [ordinary(1), ordinary(2), ordinary(3, { userIdentity: user }), ordinary(4)])).to.eql([
      0, 2,
    ]);
    expect(numbersOf(sieve, [ordinary(5), ordinary(6, { userIdentity: user })])).to.deep.equal([]);
  });

  const wanted: readonly [what: string, record: object, ...resources: DeclaredResource[]][] = [
    ["is a denial", ordinary(2, { errorCode: "AccessDenied" })],
    [
      "was made with a long-term key",
      ordinary(2, { userIdentity: { type: "Root", accessKeyId: "AKIAEXAMPLE0000001" } }),
    ],
    ["makes an access key", ordinary(2, { eventSource: "iam.amazonaws.com", eventName: "CreateAccessKey" })],
    ["changes a security group", ordinary(2, { eventName: "RevokeSecurityGroupIngress" })],
    ["stops a trail", ordinary(2, { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" })],
    ["opens a bucket", ordinary(2, { eventSource: "s3.amazonaws.com", eventName: "PutBucketAcl" })],
    ["switches a rule off", ordinary(2, { eventSource: "events.amazonaws.com", eventName: "DisableRule" })],
    ["is over the event limit, perhaps", ordinary(2, { requestParameters: { text: "x".repeat(100_000) } })],
    ["some metric filter takes", ordinary(2, { eventName: "GetThat" }), metricFilter('{ $.eventName = "GetThat" }')],
    ["some rule matches", ordinary(2, { eventName: "PutThat" }), rule({ detail: { eventName: ["PutThat"] } })],
  ];
  for (const [what, record, ...resources] of wanted) {
    it(`lets a record through that ${what}`, () => {
      expect(numbersOf(sieveOf(...resources), [ordinary(1), record, ordinary(3)])).to.deep.equal([1]);
    });
  }

  it("passes over what a rule in its state does not see, and changes that failed", () => {
    const reading = ordinary(1, { eventName: "GetThat", readOnly: true });
    const failed = ordinary(2, {
      eventSource: "iam.amazonaws.com",
      eventName: "CreateUser",
      errorCode: "LimitExceeded",
    });
    expect(numbersOf(sieveOf(rule({ detail: { eventName: ["GetThat"] } })), [reading, failed])).to.deep.equal([]);
  });

  it("hands a record over with the JSON of the file", () => {
    const denied = ordinary(2, { errorCode: "AccessDenied" });
    expect(sieveOf().sift(write([ordinary(1), denied]))?.wanted).to.deep.equal([
      { number: 1, text: JSON.stringify(denied) },
    ]);
  });

  it("notes of the others how many there are, when, for whom and by whom", () => {
    const records = [ordinary(9), ordinary(4), ordinary(7, { recipientAccountId: "444455556666" }), ordinary(8)];
    const atMs = (second: number) => Date.parse(`2026-03-17T10:00:0${second}Z`);
    expect(sieveOf().sift(write(records))?.passedOver).to.deep.equal({
      records: 4,
      outside: 0,
      firstMs: atMs(4),
      lastMs: atMs(9),
      minutes: [[Math.floor(atMs(4) / 60_000), 4]],
      accounts: [
        ["111122223333", 3],
        ["444455556666", 1],
      ],
      callers: [["arn:aws:iam::111122223333:role/app", atMs(4)]],
    });
  });

  it("counts what is outside of the time that is played, and notes nothing else of it", () => {
    const played = { sinceMs: Date.parse("2026-03-17T10:00:02Z"), untilMs: Date.parse("2026-03-17T10:00:04Z") };
    const records = [1, 2, 3, 4].map((number) => ordinary(number, { errorCode: "AccessDenied" }));
    const sifted = new Sieve(layoutOf(), played).sift(write(records));
    expect(sifted?.wanted.map(({ number }) => number)).to.deep.equal([1, 2]);
    expect(sifted?.passedOver).to.include({
      records: 2,
      outside: 2,
      firstMs: played.sinceMs,
      lastMs: played.untilMs - 1000,
    });
  });

  const close: Readonly<Record<string, object>> = {
    "a record without eventTime": ordinary(2, { eventTime: undefined }),
    "a record whose eventTime is no time": ordinary(2, { eventTime: "yesterday" }),
    "a record without eventID": ordinary(2, { eventID: undefined }),
    "an event among the records": {
      eventVersion: "1",
      eventID: "e",
      eventTime: "2026-03-17T10:00:00Z",
      source: "aws.health",
      "detail-type": "d",
      detail: {},
    },
  };
  for (const [what, record] of Object.entries(close)) {
    it(`leaves a file with ${what} to be read value by value`, () => {
      expect(sieveOf().sift(write([ordinary(1), record]))).to.equal(undefined);
    });
  }

  it("leaves what it can't read to whoever names the fault", () => {
    const sieve = sieveOf();
    expect(sieve.sift(folder.write("b.json.gz", zlib.gzipSync("{}").subarray(0, 12)))).to.equal(undefined);
    expect(sieve.sift(`${folder.path}/none.json.gz`)).to.equal(undefined);
  });
});
