import { expect } from "chai";

import { rootIdentity } from "../../core/sample-record";
import { denied, idsOf, many, minute, role, user } from "../../support/denied-calls";
import { laidOutProgram, webhookStack } from "../../support/laid-out-program";
import { expectEachOnce, shown, textOf, uploaded } from "../../support/uploaded-in-mocha";

const everyone = { owner: "platform team", reason: "expected here" };
const mutingStack = {
  ...webhookStack,
  "api-warden:denials": {
    mute: [
      { name: "scanner", principal: "scanner", ...everyone },
      { name: "old rule", principal: "deploy", expires: "2026-09-01", ...everyone },
      { name: "all that root lists", event: "List*", principal: "*root*", ...everyone },
      { name: "trail tools", source: "cloudtrail.amazonaws.com", ...everyone },
    ],
  },
};

describe("post-denials, muting", function () {
  this.timeout(30_000);
  const running = uploaded("post-denials", mutingStack);

  it("posts nothing of what a mute takes, counts it, and tells the counts in one daily digest", async () => {
    const scans = many(40, (position) => denied(minute(position % 3), { userIdentity: role("scanner", "nightly") }));
    const told = denied(minute(2));
    for (let at = 0; at < 3; at += 1)
      await running().deliver([...scans.slice(at * 10, at * 10 + 10), ...(at === 2 ? [told] : [])], minute(at));
    await running().deliver(scans.slice(30), minute(3));
    await running().until(minute(60));
    expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf([told])]);
    expect(running().mutedIds["scanner"]).to.have.members(idsOf(scans));

    await running().untilQuiet();
    const [, digest] = running().posts;
    expect(running().posts).to.have.length(2);
    expect(digest?.at).to.match(/^2026-10-02T08:00/);
    expect(digest?.eventIds, "muted events are counted without their ids").to.deep.equal([]);
    expect(shown(digest ?? raise())).to.include("`scanner` 40");
    expectEachOnce(running(), idsOf([...scans, told]));
  });

  it("counts from nothing again after the digest, and says nothing on a day without muted events", async () => {
    const nextDay = 24 * 60;
    const scans = [0, nextDay, nextDay + 1].map((at) => denied(minute(at), { userIdentity: user("scanner") }));
    const [first, ...later] = scans;
    await running().deliver([first ?? raise()], minute(0));
    await running().deliver(later, minute(nextDay + 1));
    await running().untilQuiet();
    expect(running().posts.map((post) => /`scanner` (\d+)/.exec(shown(post))?.[1])).to.deep.equal(["1", "2"]);
    expect(running().posts.map(({ at }) => at.slice(0, 10))).to.deep.equal(["2026-10-02", "2026-10-03"]);
  });

  it("posts the digest at a later tick where Slack fails", async () => {
    await running().deliver([denied(minute(0), { userIdentity: user("scanner") })], minute(0));
    running().answerSlack((request) => (request <= 2 ? { status: 403, body: "action_prohibited" } : undefined));
    await running().untilQuiet();
    expect(running().posts.map(({ at }) => at.slice(0, 16))).to.deep.equal(["2026-10-02T08:02"]);
    expect(shown(running().posts[0] ?? raise())).to.include("`scanner` 1");
  });

  it("posts what an expired mute would have taken, and announces that it has expired", async () => {
    const record = denied(minute(0), { userIdentity: role("deploy", "ci") });
    await running().deliver([record], minute(0));
    await running().untilQuiet();
    expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf([record])]);
    expect(shown(running().posts[0] ?? raise())).to.match(/`old rule`.*expired on 2026-09-01.*platform team/);
    expect(running().mutedIds).to.deep.equal({});
  });

  const unmutable = {
    "use of the root user": { userIdentity: rootIdentity, eventName: "ListBuckets", eventSource: "s3.amazonaws.com" },
    "stopping the trail": {
      eventSource: "cloudtrail.amazonaws.com",
      eventName: "StopLogging",
      userIdentity: user("scanner"),
    },
    "deleting the trail": {
      eventSource: "cloudtrail.amazonaws.com",
      eventName: "DeleteTrail",
      userIdentity: user("scanner"),
    },
  };
  for (const [what, changes] of Object.entries(unmutable)) {
    it(`never mutes ${what}`, async () => {
      const record = denied(minute(0), changes);
      await running().deliver([record], minute(0));
      expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf([record])]);
      expect(textOf(running().posts[0] ?? raise())).to.include("Critical");
      expect(running().mutedIds).to.deep.equal({});
    });
  }

  it("never mutes a call against Warden's own resources", async () => {
    const own = running().ownRoleArn;
    const record = denied(minute(0), {
      eventSource: "iam.amazonaws.com",
      eventName: "DeleteRolePolicy",
      userIdentity: user("scanner"),
      errorMessage: `User: arn:aws:iam::111122223333:user/scanner is not authorized to perform: iam:DeleteRolePolicy on resource: ${own}`,
    });
    await running().deliver([record], minute(0));
    expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf([record])]);
  });

  describe("changes of its own parts, which the call's parameters alone name", () => {
    const parts: Readonly<Record<string, readonly [type: string, name: string, source: string, parameter: string]>> = {
      DeleteLogGroup: ["aws:cloudwatch/logGroup:LogGroup", "trail", "logs", "logGroupName"],
      DeleteSubscriptionFilter: [
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "post-denials",
        "logs",
        "filterName",
      ],
      DeleteFunction20150331: ["aws:lambda/function:Function", "restart-trail", "lambda", "functionName"],
      DeleteTopic: ["aws:sns/topic:Topic", "alerts", "sns", "topicArn"],
      DeleteAlarms: ["aws:cloudwatch/metricAlarm:MetricAlarm", "silence", "monitoring", "alarmNames"],
      DeleteRolePolicy: ["aws:iam/role:Role", "disable-key", "iam", "roleName"],
      DeleteBucket: ["aws:s3/bucket:Bucket", "trail-logs", "s3", "bucketName"],
      DeleteTable: ["aws:dynamodb/table:Table", "actions", "dynamodb", "tableName"],
      PurgeQueue: ["aws:sqs/queue:Queue", "watch-keys-dead-letters", "sqs", "queueUrl"],
      DisableRule: ["aws:cloudwatch/eventRule:EventRule", "post-denials", "events", "name"],
      ScheduleKeyDeletion: ["aws:kms/key:Key", "warden", "kms", "keyId"],
      DeleteThreatIntelSet: ["aws:guardduty/detector:Detector", "guard-duty-us-east-1", "guardduty", "detectorId"],
    };

    it("are never muted, while the same calls on what is not its own are", async () => {
      const { resources } = await laidOutProgram(mutingStack);
      const records = Object.entries(parts).map(([eventName, [type, name, source, parameter]]) => {
        const part = resources.find((one) => one.type === type && one.name === name) ?? raise();
        const id = String(parameter === "topicArn" ? part.outputs.arn : part.outputs.id);
        const requestParameters = { [parameter]: parameter.endsWith("s") ? [id] : id };
        const call = { eventSource: `${source}.amazonaws.com`, eventName, userIdentity: user("scanner") };
        const others = JSON.parse(JSON.stringify(requestParameters).replaceAll(id, "others-1a2b3c4")) as object;
        return [requestParameters, others].map((each) =>
          denied(minute(0), { ...call, errorMessage: "Access Denied", requestParameters: each }),
        );
      });
      await running().deliver(records.flat(), minute(0));
      await running().untilQuiet();
      const [own, others] = [0, 1].map((at) => idsOf(records.map((pair) => pair[at] ?? raise())));
      expect(running().posts.flatMap(({ eventIds }) => eventIds)).to.have.members(own ?? []);
      expect(running().mutedIds).to.have.all.keys("scanner");
      expect(running().mutedIds["scanner"]).to.have.members(others ?? []);
    });
  });

  it("mutes by the built-in list what log delivery probes", async () => {
    const probe = denied(minute(0), {
      eventSource: "s3.amazonaws.com",
      eventName: "HeadBucket",
      sourceIPAddress: "delivery.logs.amazonaws.com",
      userIdentity: { type: "AWSService", invokedBy: "delivery.logs.amazonaws.com" },
    });
    await running().deliver([probe], minute(0));
    expect(running().posts).to.have.length(0);
    expect(running().mutedIds).to.deep.equal({ "log-delivery-head-bucket": idsOf([probe]) });
  });

  it("counts a muted event once, however often it is delivered", async () => {
    const scans = many(3, () => denied(minute(0), { userIdentity: user("scanner") }));
    await running().deliver(scans, minute(0), "one-stream");
    await running().deliver(scans, minute(0), "one-stream");
    await running().deliver(scans, minute(1), "another-stream");
    await running().untilQuiet();
    expect(shown(running().posts[0] ?? raise())).to.include("`scanner` 3");
    expectEachOnce(running(), idsOf(scans));
  });
});

function raise(): never {
  throw new Error("there is no such message");
}
