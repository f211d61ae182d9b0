import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { declareActions } from "../../stacks/actions";
import { declareBenchmarkAlarms } from "../../stacks/benchmark-alarms";
import { declareComplianceAlarms } from "../../stacks/compliance-alarm";
import { countrySource } from "../../stacks/country-source";
import { slackAccess } from "../../stacks/slack-access";
import { declareSuspiciousKeys } from "../../stacks/suspicious-keys";
import { trailLogGroup } from "../../stacks/trail";
import { completeOwnRoles } from "../../stacks/own-roles";
import { declareTrailWatch } from "../../stacks/watch-trail";
import { longTermKeysPattern } from "../../stacks/watch-keys";
import { wideDenialPattern } from "../../core/cloudtrail/error-code";
import { handedOnPattern } from "../../core/cloudtrail/handed-on";
import type { DeclaredAlone } from "./declared-alone";
import { declaredAlone } from "./declared-alone";
import { statementsOf } from "./graph";

const functionType = "aws:lambda/function:Function";
const filterType = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter";
const metricType = "aws:cloudwatch/logMetricFilter:LogMetricFilter";

/** The function that describes them is another's matter, and takes its time to be made. */
const benchmarkAlarms = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`5.${index + 2}`, false]));

/** The trail, what counts in it, and who reads it. */
function declared(trail: object): Promise<DeclaredAlone> {
  return declaredAlone(
    (context) => {
      const kmsKeyArn = pulumi.output("arn:aws:kms:eu-west-1:111122223333:key/0f0e0d0c-0000-4000-8000-000000000001");
      const alertTopicArn = pulumi.output("arn:aws:sns:eu-west-1:111122223333:alerts");
      const logGroup = trailLogGroup(context, kmsKeyArn);
      const shared = { logGroup, alertTopicArn, kmsKeyArn, slack: slackAccess(context) };
      const country = countrySource(context.configuration);
      declareComplianceAlarms(context, logGroup, alertTopicArn);
      declareBenchmarkAlarms(context, { ...shared, country });
      const actions = declareActions(context, shared);
      const suspiciousKeys = declareSuspiciousKeys(context, kmsKeyArn);
      const woken = {
        url: pulumi.output("https://sqs.example"),
        arn: pulumi.output("arn:aws:sqs:eu-west-1:111122223333:woken"),
      };
      const handOnTo = { "revoke-open-ingress": woken, "restart-trail": woken, "block-public-bucket": woken };
      declareTrailWatch(context, { ...shared, actions, suspiciousKeys, handOnTo, country });
      completeOwnRoles(context);
    },
    { trail, slack: { webhookSecret: "warden/webhook" }, benchmarkAlarms },
  );
}

const names = ({ resources }: DeclaredAlone, type: string) =>
  resources.filter((one) => one.type === type).map(({ name }) => name);

function environmentOf({ resources }: DeclaredAlone): Readonly<Record<string, string>> {
  const found = resources.find(({ type, name }) => type === functionType && name === "watch-trail");
  return (found?.inputs.environment as { variables: Record<string, string> }).variables;
}

describe("who reads the trail", function () {
  this.timeout(30_000);

  describe("where one slot is free", () => {
    let stack: DeclaredAlone;
    before(async () => void (stack = await declared({ logGroup: "trail", subscriptions: 1 })));

    it("is one function, through a filter that takes what both would take", () => {
      expect(names(stack, functionType)).to.deep.equal(["watch-trail"]);
      const [filter, ...others] = stack.resources.filter(({ type }) => type === filterType);
      expect(others).to.deep.equal([]);
      for (const pattern of [wideDenialPattern, longTermKeysPattern, handedOnPattern]) {
        expect(filter?.inputs.filterPattern).to.contain(pattern.slice(1, -1).trim());
      }
      expect(names(stack, metricType)).to.deep.equal(["denied-calls"]);
      expect(names(stack, "aws:cloudwatch/eventRule:EventRule")).to.have.members(["watch-trail", "watch-trail-mail"]);
    });

    it("may do what both works take, each thing allowed once", () => {
      const policy = stack.resources.find(
        ({ type, name }) => type === "aws:iam/rolePolicy:RolePolicy" && name === "watch-trail",
      );
      const sids = statementsOf(policy?.inputs.policy).map(({ Sid }) => Sid);
      expect(sids).to.include.members([
        "Denials",
        "DueDenials",
        "WatchedKeys",
        "HandOn",
        "Profiles",
        "SlackSecret",
        "OwnDeadLetters",
      ]);
      expect(sids).to.deep.equal([...new Set(sids)]);
    });
  });

  it("is that function where the trail is read from its bucket, and what counts in a log group is not there", async () => {
    const topic = "arn:aws:sns:eu-west-1:111122223333:log-archive";
    const stack = await declared({ bucket: "audit-logs", prefix: "AWSLogs/", topic });
    expect(names(stack, functionType)).to.deep.equal(["watch-trail"]);
    for (const type of [
      filterType,
      metricType,
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "aws:s3/bucketNotification:BucketNotification",
      "aws:cloudtrail/trail:Trail",
    ]) {
      expect(
        names(stack, type).filter((name) => !name.endsWith("dead-letters")),
        type,
      ).to.deep.equal([]);
    }
    const environment = environmentOf(stack);
    expect(environment).to.include({ TRAIL_BUCKET: "audit-logs", TRAIL_PREFIX: "AWSLogs/" });
    expect(environment).to.not.have.property("LOG_GROUP_NAME");
    expect(environment.TRAIL_PATTERN).to.contain("AKIA*");
  });
});
