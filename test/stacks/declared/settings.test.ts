import { expect } from "chai";

import { cisAlarm, securityHubUnauthorizedPattern } from "../../../core/cis-alarms";
import { input, ofType, only, statementsOf, variables } from "../graph";
import type { StackName } from "./stacks";
import { boundary, declaredStacks, keyArn, roleType, secretArn } from "./stacks";

describe("the declared resources", () => {
  const { stacks, said, postDenials } = declaredStacks();

  describe("for compliance", () => {
    const filtersOfDenials = (name: StackName) =>
      ofType(stacks[name], "aws:cloudwatch/logMetricFilter:LogMetricFilter").filter((filter) =>
        filter.name.startsWith("denied-calls"),
      );
    const filters = (name: StackName) =>
      Object.fromEntries(filtersOfDenials(name).map((filter) => [filter.name, filter.inputs.pattern]));
    const cis6 = cisAlarm("5.1").pattern;

    it("hold the text of Security Hub byte for byte unless the stack says otherwise", () => {
      expect(filters("least")).to.deep.equal({ "denied-calls": securityHubUnauthorizedPattern });
      expect(securityHubUnauthorizedPattern).to.equal(
        '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
      );
    });

    it("hold the text of CIS v6, both texts, or none, as the stack says", () => {
      expect(filters("existing")).to.deep.equal({ "denied-calls-cis6": cis6 });
      expect(filters("created")).to.deep.equal({
        "denied-calls": securityHubUnauthorizedPattern,
        "denied-calls-cis6": cis6,
      });
      expect(filters("metricOnly")).to.deep.equal({});
      expect(cis6).to.equal(
        '{ ($.errorCode="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket") }',
      );
    });

    it("alarm on the sum of the filter's own metric, to a topic of their own", () => {
      expect(filtersOfDenials("created")).to.have.length(2);
      for (const filter of filtersOfDenials("created")) {
        const alarm = only(stacks.created, "aws:cloudwatch/metricAlarm:MetricAlarm", filter.name);
        expect(filter.inputs.metricTransformation).to.include({
          name: alarm.inputs.metricName,
          namespace: alarm.inputs.namespace,
          value: "1",
        });
        expect(alarm.inputs).to.include({
          namespace: "CISBenchmark",
          statistic: "Sum",
          threshold: 7,
          period: 600,
          evaluationPeriods: 1,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
        });
        expect(String(input(alarm, "alarmActions", 0))).to.match(/:compliance-/);
      }
    });
  });

  it("subscribe each address to its topic, the compliance topic to the same ones where none are given", () => {
    const subscriptions = ofType(stacks.created, "aws:sns/topicSubscription:TopicSubscription")
      .filter(({ inputs }) => inputs.protocol === "email")
      .map(
        ({ inputs }) =>
          `${String(inputs.topic).split(":")[5]?.split("-")[0]} ${String(inputs.protocol)} ${String(inputs.endpoint)}`,
      );
    expect(subscriptions.sort()).to.deep.equal([
      "alerts email one@example.com",
      "alerts email two@example.com",
      "benchmark email three@example.com",
      "compliance email three@example.com",
    ]);
  });

  describe("for Slack", () => {
    const slackStatement = (name: StackName) =>
      statementsOf(only(stacks[name], "aws:iam/rolePolicy:RolePolicy", "post-denials").inputs.policy).find(
        ({ Sid }) => Sid === "SlackSecret",
      );

    it("name the secret and let the function read that one alone", () => {
      expect(variables(postDenials("created")).SLACK_WEBHOOK_SECRET_ID).to.equal("warden/webhook");
      expect(slackStatement("created")).to.include({
        Resource: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:warden/webhook-??????",
      });
    });

    it("take the secret's ARN as it is", () => {
      expect(variables(postDenials("existing")).SLACK_WEBHOOK_SECRET_ID).to.equal(secretArn);
      expect(slackStatement("existing")).to.include({ Resource: secretArn });
    });

    it("name the token's secret for an app", () => {
      expect(variables(postDenials("metricOnly")).SLACK_TOKEN_SECRET_ID).to.equal("warden/token");
    });

    it("put the stack's own webhook into Secrets Manager and nowhere else", () => {
      const version = only(stacks.ownWebhook, "aws:secretsmanager/secretVersion:SecretVersion");
      expect(JSON.stringify(version.inputs.secretString)).to.contain("recognisable");
      const elsewhere = stacks.ownWebhook.filter((resource) => resource !== version);
      expect(JSON.stringify(elsewhere)).to.not.contain("recognisable");
      expect(elsewhere.some(({ archive }) => archive !== undefined)).to.equal(true);
    });

    it("are off where nothing is said of it: that is said, and mail takes its place", () => {
      expect(said.least).to.contain("Slack is off");
      for (const name of ["created", "existing", "metricOnly", "ownWebhook"] as const) {
        expect(said[name]).to.not.contain("Slack is off");
      }
      expect(variables(postDenials("least")).ALERT_TOPIC_ARN).to.match(/:alerts-/);
    });
  });

  it("hold of the country data what the stack asks for, and of geoip-lite no city", () => {
    const files = (name: StackName) => Object.keys(postDenials(name).archive ?? {});
    expect(files("created").filter((file) => file.includes("geoip-lite"))).to.deep.equal([]);
    expect(files("created").some((file) => file.includes("geoip-country/data"))).to.equal(true);
    expect(files("existing").some((file) => file.includes("geoip-lite/data/geoip-country.dat"))).to.equal(true);
    expect(files("existing").filter((file) => /geoip-country\/|city/.test(file))).to.deep.equal([]);
  });

  it("pass boundary and path on to every role, and the customer key to everything that is encrypted", () => {
    const roles = ofType(stacks.existing, roleType);
    expect(roles).to.have.length.above(0);
    for (const { inputs } of roles) {
      expect(inputs).to.include({ path: "/security/warden/", permissionsBoundary: boundary });
    }
    expect(ofType(stacks.existing, "aws:kms/key:Key")).to.deep.equal([]);
    for (const topic of ofType(stacks.existing, "aws:sns/topic:Topic")) {
      expect(topic.inputs.kmsMasterKeyId).to.equal(keyArn);
    }
  });

  it("reserve concurrency for each function, unless the stack says off", () => {
    expect(postDenials("created").inputs.reservedConcurrentExecutions).to.equal(2);
    expect(postDenials("existing").inputs.reservedConcurrentExecutions).to.equal(undefined);
  });

  it("carry the stack's own tags beside Warden's", () => {
    expect(postDenials("created").inputs.tags).to.deep.equal({
      team: "security",
      "api-warden:stack": "test",
    });
  });
});
