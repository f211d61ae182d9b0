import { expect } from "chai";
import * as fc from "fast-check";

import type { OwnResources } from "../../../core/denials/own-resources";
import { ownResourceFinder } from "../../../core/denials/own-resources";

const arns = ["arn:aws:iam::111122223333:role/post-denials-1234567", "arn:aws:iam::111122223333:role/w/probe-7654321"];
const detector = "12abc34d567e8fa901bc2d34e56789f0";
const own: OwnResources = {
  ownResourceNames: ["denials-0a1b2c3", detector.slice(0, 13), ""],
  ownRoles: { arns: new Set(arns) },
};
const isOwn = ownResourceFinder(own);

describe("a resource of Warden's own", () => {
  for (const [what, value] of Object.entries({
    "a function": { functionName: "post-denials-abcdef0" },
    "a function by its ARN, with a version": "arn:aws:lambda:eu-west-1:111122223333:function:probe-abcdef0:live",
    "another function's role": { roleName: "probe-7654321", policyName: "inline" },
    "a function's log group": { logGroupName: "post-denials-0000000" },
    "a dead-letter queue by its address": {
      queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/post-denials-dead-letters-abcdef0",
    },
    "the subscription filter on a log group of others": { logGroupName: "trail", filterName: "post-denials-fedcba9" },
    "the trail's log group": { logGroupName: "trail-abcdef0" },
    "the trail's bucket": { bucketName: "trail-logs-abcdef0", Host: "s3.eu-west-1.amazonaws.com" },
    "a topic": { topicArn: "arn:aws:sns:eu-west-1:111122223333:alerts-abcdef0" },
    "a subscription of a topic":
      "arn:aws:sns:eu-west-1:111122223333:compliance-abcdef0:0f0e0d0c-0000-4000-8000-000000000001",
    "one alarm among several": { alarmNames: ["others", "denied-calls-abcdef0"] },
    "an alarm of a benchmark": { alarmNames: ["cis-5.10-abcdef0"] },
    "a table": { tableName: "actions-abcdef0" },
    "a rule": { name: "GuardDuty-Event-S3-abcdef0", eventBusName: "default" },
    "a secret by its ARN": {
      secretId: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-webhook-abcdef0-Ab1Cde",
    },
    "what is told by the beginning of its id": { detectorId: detector },
    "what a list inside of an object names": { tags: [{ on: { deep: ["x", "role/probe-7654321"] } }] },
    "what a sentence ends with": "not authorized to perform: sns:DeleteTopic on resource alerts-abcdef0.",
  })) {
    it(`is ${what}`, () => expect(isOwn(value)).to.equal(true));
  }

  for (const [what, value] of Object.entries({
    nothing: undefined,
    "a bare denial": "Access Denied",
    "a declared name alone": ["trail", "alerts", "post-denials", "warden"],
    "another's resource that Pulumi has named": ["orders-abcdef0", "my-alerts-abcdef0", "alerts-mail-abcdef0"],
    "a name with other digits": ["alerts-abcdef", "alerts-abcdef01", "alerts-ABCDEF0", "alerts-ghijkl0"],
    "a name that goes on": ["alerts-abcdef0-copy", "alerts-abcdef0x"],
    "another's function that begins alike": ["post-denialsx-abcdef0", "probes-abcdef0"],
    "a name in a field's name": { "alerts-abcdef0": "x", count: 7, isOn: true, nothing: null },
  })) {
    it(`is not ${what}`, () => expect(isOwn(value)).to.equal(false));
  }

  it("is the log group that is read, where the whole text or an ARN names it", () => {
    const reads = ownResourceFinder({ ...own, logGroupName: "trail" });
    expect(reads({ logGroupName: "trail" })).to.equal(true);
    expect(reads("on resource: arn:aws:logs:eu-west-1:111122223333:log-group:trail:log-stream: because")).to.equal(
      true,
    );
    expect(reads("arn:aws:logs:eu-west-1:111122223333:log-group:trail")).to.equal(true);
    expect(reads("log-group:trails and log-group:trail")).to.equal(true);
    expect(reads(["log-group:trail/other", "log-group:trail-2", "a trail", "cloudtrail"])).to.equal(false);
  });

  it("is a role in another account, and the rules beside it, where functions act there", () => {
    const members = { role: "security/warden-act", accounts: ["444455556666"] };
    const reaches = ownResourceFinder({ ...own, ownRoles: { ...own.ownRoles, members } });
    const named = [{ roleName: "warden-act" }, { roleName: "warden-act-read" }, { name: "warden-act-opened-groups" }];
    expect(named.map((one) => reaches(one))).to.deep.equal([true, true, true]);
    expect(reaches(["warden", "warden-actor", "security"])).to.equal(false);
    expect(named.some((one) => isOwn(one))).to.equal(false);
  });

  it("is found wherever it stands, and in nothing that does not name it", () => {
    const around = fc.string({ unit: fc.constantFrom("/", ":", " ", '"', ",", "(", "é") });
    fc.assert(
      fc.property(around, around, fc.jsonValue(), (before, after, beside) => {
        expect(isOwn({ beside, text: `${before}hub-abcdef0${after}` })).to.equal(true);
        expect(isOwn({ beside, text: `${before}hut-abcdef0${after}` })).to.equal(false);
      }),
    );
  });

  it("is looked for in whatever somebody wrote, however deep or long", () => {
    let deep: unknown = "alerts-abcdef0";
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    expect(isOwn(deep)).to.equal(true);
    const long = [
      "-".repeat(200_000),
      `${"a-".repeat(100_000)}abcdef0`,
      "1".repeat(200_000),
      "log-group:".repeat(20_000),
    ];
    expect(ownResourceFinder({ ...own, logGroupName: "log" })(long)).to.equal(false);
  });
});
