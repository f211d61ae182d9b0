import { expect } from "chai";

import { cisAlarm, securityHubUnauthorizedPattern } from "../../core/cis-alarms";
import { unscopedActions } from "../../policies/wildcards";
import type { Declared } from "../program/declare";
import { declare, leastConfiguration, twoAtATime } from "../program/declare";
import { input, ofType, only, statementsOf, variables } from "./graph";

const functionType = "aws:lambda/function:Function";
const roleType = "aws:iam/role:Role";
const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:own/webhook-Ab12Cd";
const boundary = "arn:aws:iam::123456789012:policy/boundary";
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/0f0e0d0c-0000-4000-8000-000000000001";
const existing = "aws-cloudtrail-logs";

/** Every value of every setting that changes the graph, in as few stacks as hold them all. */
const configurations = {
  least: leastConfiguration,
  created: {
    "api-warden:trail": { create: true },
    "api-warden:slack": { webhookSecret: "warden/webhook" },
    "api-warden:compliance": "both",
    "api-warden:emails": ["one@example.com", "two@example.com"],
    "api-warden:complianceEmails": ["three@example.com"],
    "api-warden:retentionDays": 365,
    "api-warden:denials": { alarm: { threshold: 7, periodSeconds: 600 } },
    "api-warden:tags": { team: "security" },
  },
  existing: {
    "api-warden:trail": { logGroup: existing },
    "api-warden:slack": { webhookSecret: secretArn },
    "api-warden:compliance": "cis6",
    "api-warden:geo": { source: "geoip-lite", maxAgeDays: 3650 },
    "api-warden:permissionsBoundary": boundary,
    "api-warden:rolePath": "/security/warden/",
    "api-warden:kmsKeyArn": keyArn,
    "api-warden:reservedConcurrency": "off",
  },
  metricOnly: {
    "api-warden:trail": {
      logGroup: `arn:aws:logs:eu-west-1:123456789012:log-group:${existing}:*`,
      subscriptions: 0,
    },
    "api-warden:slack": { tokenSecret: "warden/token", channel: "#security" },
    "api-warden:compliance": "none",
  },
  ownWebhook: {
    "api-warden:trail": { create: true },
    "api-warden:slackWebhook": "https://hooks.slack.com/services/T00000001/B00000001/recognisable",
    "api-warden:evidence": { retainOnDestroy: false },
  },
} as const;

/** Those whose archives are looked at; serializing takes most of a run's time. */
const withCode: readonly string[] = ["created", "existing"];

type StackName = keyof typeof configurations;
const stackNames = Object.keys(configurations) as StackName[];

describe("the declared resources", () => {
  const stacks = {} as Record<StackName, readonly Declared[]>;
  const said = {} as Record<StackName, string>;

  before("declare every stack", async function () {
    this.timeout(300_000);
    await twoAtATime(
      stackNames.map((name) => async () => {
        const outcome = await declare({ configuration: configurations[name], withCode: withCode.includes(name) });
        expect(outcome.status, outcome.said).to.equal(0);
        stacks[name] = outcome.resources;
        said[name] = outcome.said;
      }),
    );
  });

  const postDenials = (name: StackName) => only(stacks[name], functionType, "post-denials");

  for (const name of stackNames) {
    describe(`of the stack "${name}"`, () => {
      const resources = () => stacks[name];
      const functions = () => {
        const all = ofType(resources(), functionType);
        expect(all, "functions").to.have.length.above(0);
        return all;
      };

      it("give each function the newest runtime, a time-out, a memory size and its code alone", () => {
        for (const each of functions()) {
          expect(each.inputs).to.include({ runtime: "nodejs24.x" });
          expect(each.inputs.timeout).to.be.within(1, 120);
          expect(each.inputs.memorySize).to.be.within(128, 512);
          expect(Object.keys(each.archive ?? {})).to.include("__index.js");
          expect(each.inputs.layers).to.equal(undefined);
        }
      });

      it("upload functions whose captures are bound by name, not looked up in each call", () => {
        for (const { archive } of functions()) {
          const text = archive?.["__index.js"] ?? "";
          if (text === "") continue;
          expect(text).to.include("exports.handler");
          expect(text).to.not.include("with({");
        }
      });

      it("give each function a role of its own, with one inline policy and no managed one", () => {
        const roles = functions().map((each) => input(each, "role"));
        expect(new Set(roles).size).to.equal(roles.length);
        for (const each of functions()) {
          const role = only(resources(), roleType, each.name);
          expect(String(input(each, "role")).startsWith("arn:aws:iam::123456789012:role/")).to.equal(true);
          expect(role.inputs).to.not.have.any.keys("managedPolicyArns", "inlinePolicies");
          expect(statementsOf(role.inputs.assumeRolePolicy)).to.deep.equal([
            {
              Sid: "Trust",
              Effect: "Allow",
              Principal: { Service: "lambda.amazonaws.com" },
              Action: "sts:AssumeRole",
            },
          ]);
          only(resources(), "aws:iam/rolePolicy:RolePolicy", each.name);
        }
        expect(ofType(resources(), "aws:iam/rolePolicyAttachment:RolePolicyAttachment")).to.deep.equal([]);
        expect(ofType(resources(), "aws:iam/policyAttachment:PolicyAttachment")).to.deep.equal([]);
      });

      it("give no role a wildcard action, or every resource", () => {
        const policies = ofType(resources(), "aws:iam/rolePolicy:RolePolicy");
        const statements = policies.flatMap(({ inputs }) => statementsOf(inputs.policy));
        expect(statements).to.have.length.above(0);
        for (const { Action, Resource, Effect } of statements) {
          expect(Effect).to.equal("Allow");
          expect([Action].flat().filter((action) => action.includes("*"))).to.deep.equal([]);
          if ([Action].flat().every((action) => unscopedActions.includes(action))) continue;
          expect([Resource].flat()).to.not.include("*");
        }
      });

      it("send each function's failed events to a queue that is declared, after two retries", () => {
        for (const each of functions()) {
          const config = only(resources(), "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", each.name);
          const queue = only(resources(), "aws:sqs/queue:Queue", `${each.name}-dead-letters`);
          expect(config.inputs.maximumRetryAttempts).to.equal(2);
          expect(String(input(config, "destinationConfig", "onFailure", "destination"))).to.match(
            new RegExp(`^arn:aws:sqs:eu-west-1:123456789012:${queue.name}-`),
          );
          expect(queue.inputs).to.include({ sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600 });
        }
      });

      it("let each function write into a log group of its own, kept as long as the stack says", () => {
        const days = (configurations[name] as Record<string, unknown>)["api-warden:retentionDays"] ?? 90;
        for (const each of functions()) {
          expect(String(input(each, "loggingConfig", "logGroup")).startsWith(`${each.name}-`)).to.equal(true);
          only(resources(), "aws:cloudwatch/logGroup:LogGroup", each.name);
        }
        for (const group of ofType(resources(), "aws:cloudwatch/logGroup:LogGroup")) {
          expect(group.inputs.retentionInDays).to.equal(days);
        }
      });

      it("let a service invoke a function only for a resource of this account", () => {
        const permissions = ofType(resources(), "aws:lambda/permission:Permission");
        expect(permissions).to.have.length.above(0);
        for (const { inputs } of permissions) {
          expect(inputs).to.include({ action: "lambda:InvokeFunction", sourceAccount: "123456789012" });
          expect(String(inputs.sourceArn)).to.match(/^arn:aws:(?:logs|events|sns):eu-west-1:123456789012:/);
          expect(inputs.principal).to.be.oneOf(["logs.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com"]);
          expect(inputs.functionUrlAuthType).to.equal(undefined);
        }
        expect(ofType(resources(), "aws:lambda/functionUrl:FunctionUrl")).to.deep.equal([]);
      });

      it("run post-denials every minute, and keep what could not be handed over", () => {
        const rule = only(resources(), "aws:cloudwatch/eventRule:EventRule", "post-denials");
        const target = only(resources(), "aws:cloudwatch/eventTarget:EventTarget", "post-denials");
        expect(rule.inputs.scheduleExpression).to.equal("rate(1 minute)");
        expect(String(input(target, "deadLetterConfig", "arn"))).to.contain(":post-denials-dead-letters-");
        const [statement] = statementsOf(
          only(resources(), "aws:sqs/queuePolicy:QueuePolicy", "post-denials").inputs.policy,
        );
        expect(statement?.Principal).to.deep.equal({ Service: "events.amazonaws.com" });
        expect(statement?.Condition?.StringEquals?.["aws:SourceAccount"]).to.equal("123456789012");
        expect(String(statement?.Condition?.ArnEquals?.["aws:SourceArn"])).to.match(/:rule\/post-denials-/);
      });

      it("have an action on every alarm, and every alarm but the one on silence silent when nothing is said", () => {
        const alarms = ofType(resources(), "aws:cloudwatch/metricAlarm:MetricAlarm");
        expect(alarms).to.have.length.above(0);
        for (const { name: alarm, inputs } of alarms) {
          expect(inputs.alarmActions).to.have.length(alarm === "failed-deliveries" ? 2 : 1);
          for (const action of inputs.alarmActions as string[]) {
            expect(action).to.match(/^arn:aws:sns:eu-west-1:123456789012:(?:alerts|benchmark|compliance)-/);
          }
          expect(inputs.treatMissingData).to.equal(alarm === "silence" ? "breaching" : "notBreaching");
        }
      });

      it("encrypt every topic with a customer key and open it to services of this account alone", () => {
        const topics = ofType(resources(), "aws:sns/topic:Topic");
        const ofServices = ["alerts", "benchmark", "compliance"];
        const ofFunctions = ["benchmark-mail", "incidents", "suspicious-keys"];
        expect(topics.map((topic) => topic.name)).to.have.members([...ofServices, ...ofFunctions]);
        for (const topic of topics) {
          expect(String(topic.inputs.kmsMasterKeyId)).to.match(/^arn:aws:kms:eu-west-1:123456789012:key\//);
          const statements = statementsOf(
            only(resources(), "aws:sns/topicPolicy:TopicPolicy", topic.name).inputs.policy,
          );
          expect(statements).to.have.length(1);
          if (ofFunctions.includes(topic.name)) {
            // Functions of this account publish under their roles' policies; nobody else does unless the stack says so.
            expect(statements[0]).to.include({ Effect: "Deny", Principal: "*" });
            continue;
          }
          expect(Object.keys(statements[0]?.Principal as object)).to.deep.equal(["Service"]);
          expect(statements[0]?.Action).to.deep.equal(["sns:Publish"]);
          expect(statements[0]?.Condition).to.deep.equal({ StringEquals: { "aws:SourceAccount": "123456789012" } });
        }
      });

      it("give no policy to everybody but to deny", () => {
        for (const { inputs } of resources()) {
          if (typeof inputs.policy !== "string") continue;
          for (const { Principal, Effect } of statementsOf(inputs.policy)) {
            const everybody = Principal === "*" || (Principal as { AWS?: unknown } | undefined)?.AWS === "*";
            if (everybody) expect(Effect).to.equal("Deny");
          }
        }
      });

      it("tag what can be tagged with the stack", () => {
        for (const type of [
          functionType,
          roleType,
          "aws:sns/topic:Topic",
          "aws:sqs/queue:Queue",
          "aws:dynamodb/table:Table",
        ]) {
          for (const each of ofType(resources(), type)) {
            expect(input(each, "tags", "api-warden:stack"), `${type} ${each.name}`).to.equal("test");
          }
        }
      });
    });
  }

  describe("of a trail that is created", () => {
    it("are a multi-region trail with validation and global events, into a bucket and a log group", () => {
      expect(only(stacks.created, "aws:cloudtrail/trail:Trail").inputs).to.include({
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
        isOrganizationTrail: false,
      });
    });

    it("are a bucket that is private, versioned and encrypted", () => {
      expect(only(stacks.created, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs).to.include({
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      const versioning = only(stacks.created, "aws:s3/bucketVersioning:BucketVersioning");
      expect(input(versioning, "versioningConfiguration", "status")).to.equal("Enabled");
      only(stacks.created, "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration");
      only(stacks.created, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
    });

    it("are a bucket policy that denies what is not TLS and lets in CloudTrail for this trail alone", () => {
      const statements = statementsOf(only(stacks.created, "aws:s3/bucketPolicy:BucketPolicy").inputs.policy);
      const denying = statements.filter(({ Effect }) => Effect === "Deny");
      expect(denying.map(({ Condition, Action, Principal }) => ({ Condition, Action, Principal }))).to.deep.equal([
        { Condition: { Bool: { "aws:SecureTransport": "false" } }, Action: ["s3:*"], Principal: "*" },
      ]);
      expect(denying[0]?.Resource).to.have.length(2);
      const trailName = only(stacks.created, "aws:cloudtrail/trail:Trail").inputs.name;
      const allowing = statements.filter(({ Effect }) => Effect === "Allow");
      expect(allowing).to.have.length(2);
      for (const { Principal, Condition } of allowing) {
        expect(Principal).to.deep.equal({ Service: "cloudtrail.amazonaws.com" });
        expect(Condition?.StringEquals?.["aws:SourceArn"]).to.equal(
          `arn:aws:cloudtrail:eu-west-1:123456789012:trail/${String(trailName)}`,
        );
      }
    });

    it("are a role that CloudTrail takes for this trail alone", () => {
      const [trust] = statementsOf(only(stacks.created, roleType, "trail-delivery").inputs.assumeRolePolicy);
      expect(trust?.Principal).to.deep.equal({ Service: "cloudtrail.amazonaws.com" });
      expect(Object.keys(trust?.Condition?.StringEquals ?? {})).to.deep.equal(["aws:SourceArn", "aws:SourceAccount"]);
    });
  });

  describe("of a trail that exists", () => {
    for (const name of ["existing", "metricOnly"] as const) {
      it(`are no second trail, bucket or log group of a trail ("${name}")`, () => {
        expect(ofType(stacks[name], "aws:cloudtrail/trail:Trail")).to.deep.equal([]);
        expect(ofType(stacks[name], "aws:s3/bucket:Bucket")).to.deep.equal([]);
        expect(ofType(stacks[name], "aws:cloudwatch/logGroup:LogGroup").map((group) => group.name)).to.have.members(
          ofType(stacks[name], functionType).map((each) => each.name),
        );
        const { LOG_GROUP_NAME } = variables(postDenials(name));
        expect(LOG_GROUP_NAME).to.equal(existing);
      });
    }

    it("read its log group through subscriptions, named by the group's ARN", () => {
      const filters = ofType(stacks.existing, "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter");
      expect(new Set(filters.map(({ inputs }) => inputs.logGroup))).to.deep.equal(new Set([existing]));
      expect(only(stacks.existing, "aws:lambda/permission:Permission", "post-denials").inputs.sourceArn).to.equal(
        `arn:aws:logs:eu-west-1:123456789012:log-group:${existing}:*`,
      );
    });

    it("leave its slots alone where it has none to give", () => {
      expect(ofType(stacks.metricOnly, "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter")).to.deep.equal([]);
      const principals = ofType(stacks.metricOnly, "aws:lambda/permission:Permission").map(
        (one) => one.inputs.principal,
      );
      expect(principals).to.not.include("logs.amazonaws.com");
      expect([...new Set(principals)]).to.have.members(["events.amazonaws.com", "sns.amazonaws.com"]);
    });
  });

  it("take one subscription slot for post-denials, whose destination is the function", () => {
    for (const name of ["least", "created", "existing", "ownWebhook"] as const) {
      const filter = only(stacks[name], "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "post-denials");
      expect(String(filter.inputs.destinationArn)).to.match(/:function:post-denials-/);
      expect(filter.inputs.roleArn).to.equal(undefined);
      // Only a name by Pulumi lets a replacement come after the deletion without a clash in another stack.
      expect(filter.inputs.name).to.equal(undefined);
    }
  });

  it("take the other slot for watch-keys, where the stack has one to give", () => {
    const filters = (name: StackName) =>
      ofType(stacks[name], "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter").map((filter) => filter.name);
    expect(filters("created")).to.have.members(["post-denials", "watch-keys"]);
    const { filterPattern } = only(
      stacks.created,
      "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
      "watch-keys",
    ).inputs;
    expect(filterPattern).to.contain('($.userIdentity.accessKeyId = "AKIA*")');
    expect(filters("existing")).to.have.members(["post-denials", "watch-keys"]);
    expect(ofType(stacks.metricOnly, functionType).map((each) => each.name)).to.not.include("watch-keys");
    expect(said.metricOnly).to.contain("watch-keys is not declared");
    expect(said.least).to.contain("the country rule is off");
  });

  it("let no role change anything in notify", () => {
    const actions = stackNames.flatMap((name) =>
      ofType(stacks[name], "aws:iam/rolePolicy:RolePolicy").flatMap(({ inputs }) =>
        statementsOf(inputs.policy).flatMap(({ Action }) => [Action].flat()),
      ),
    );
    const looking =
      /^(?:iam|sts|logs|ec2|s3|cloudtrail):(?:Get|List|Describe|Filter|Lookup|CreateLogStream|PutLogEvents)/;
    expect(
      actions.filter((action) => /^(?:iam|sts|logs|ec2|s3|cloudtrail):/.test(action) && !looking.test(action)),
    ).to.deep.equal([]);
    expect(actions).to.include("iam:ListAccessKeys");
  });

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
