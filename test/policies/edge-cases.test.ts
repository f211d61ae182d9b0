import { expect } from "chai";

import { unknownText, verdict } from "./verdict";
import type { Asked } from "./verdict";

type Case = Omit<Asked, "policy" | "type">;

const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const functionType = "aws:lambda/function:Function";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/** A policy with one statement that allows the action on the resource. */
const allows = (statement: object) => ({
  policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "sqs:SendMessage", ...statement } }),
});
const onResource = (...Resource: readonly string[]): Case => ({ properties: allows({ Resource }) });
const ofAccount = (account: string) => ({ StringEquals: { "aws:ResourceAccount": account } });
const everyBucketOf = (account: string): Case => ({
  properties: allows({ Action: "s3:GetBucketAcl", Resource: "arn:aws:s3:::*", Condition: ofAccount(account) }),
});
const rolesNamed = (name: string, account?: string): Case => ({
  properties: allows({
    Action: "sts:AssumeRole",
    Resource: `arn:aws:iam::*:role/${name}`,
    ...(account === undefined ? {} : { Condition: ofAccount(account) }),
  }),
});
const arn = "arn:aws:sqs:eu-west-1:111122223333:one";
const network = (cidrIpv4: string): Case => ({ properties: { cidrIpv4 } });
const network6 = (cidrIpv6: string): Case => ({ properties: { cidrIpv6 } });
const everybody = { Resource: "*", Principal: "*", Action: "sns:Publish" };
const under = (operator: string, key: string, value: unknown): Case => ({
  properties: allows({ ...everybody, Condition: { [operator]: { [key]: value } } }),
});
const keptFor = (days: number, stack: string, settings = {}): Case => ({
  properties: { retentionInDays: days },
  stack,
  settings,
});
const runtimeAt = (runtime: string, day: string): Case => ({ properties: { runtime }, nowMs: Date.parse(day) });
const environment = (variables: object): Case => ({ properties: { environment: { variables } } });
const permission = (properties: object): Case => ({
  properties: { action: "lambda:InvokeFunction", principal: "events.amazonaws.com", ...properties },
});

/** Policy and type to what it lets pass and what it refuses, each with the reason. */
const cases: readonly {
  readonly policy: string;
  readonly type: string;
  readonly passes: Readonly<Record<string, Case>>;
  readonly refuses: Readonly<Record<string, Case>>;
}[] = [
  {
    policy: "no-wildcard-action",
    type: rolePolicy,
    passes: {
      "a denial of everything": { properties: allows({ Effect: "Deny", Action: "*", Resource: "*" }) },
      "actions that are named": {
        properties: allows({ Action: ["sqs:SendMessage", "sqs:GetQueueUrl"], Resource: arn }),
      },
    },
    refuses: {
      everything: { properties: allows({ Action: "*", Resource: arn }) },
      "one letter left open": { properties: allows({ Action: ["sqs:SendMessag?"], Resource: arn }) },
      "all but some": { properties: allows({ Action: undefined, NotAction: "iam:*", Resource: arn }) },
      "a document that is no text": { properties: { policy: { Statement: [{ Effect: "Allow", Action: ["s3:*"] }] } } },
    },
  },
  {
    policy: "no-wildcard-resource",
    type: rolePolicy,
    passes: {
      "a kind of thing in one account": onResource("arn:aws:iam::111122223333:user/*"),
      "any region of one account": onResource("arn:aws:ec2:*:111122223333:security-group/*"),
      "a log group's streams": onResource("arn:aws:logs:eu-west-1:111122223333:log-group:one:*"),
      "what is in one bucket, in another partition": onResource("arn:aws-cn:s3:::one/*"),
      "an action that AWS can't narrow down": {
        properties: allows({ Action: "cloudtrail:LookupEvents", Resource: "*" }),
      },
      "every bucket of one account, which an ARN can't say": everyBucketOf("111122223333"),
      "a role of one name in accounts that a condition names": rolesNamed("warden", "111122223333"),
      "one that the configuration names": {
        properties: allows({ Action: "new:List", Resource: "*" }),
        settings: { unscopedActions: ["new:List"] },
      },
    },
    refuses: {
      "a role of one name in any account": rolesNamed("warden"),
      "a role of one name in an account by pattern": rolesNamed("warden", "11112222*"),
      "any role in accounts that a condition names": rolesNamed("*", "111122223333"),
      everything: onResource(arn, "*"),
      "every bucket": onResource("arn:aws:s3:::*"),
      "every bucket of any account": everyBucketOf("*"),
      "every queue under a condition on the account, which the ARN itself can say": {
        properties: allows({ Resource: "arn:aws:sqs:eu-west-1:*:*", Condition: ofAccount("111122223333") }),
      },
      "every account": onResource("arn:aws:iam::*:role/one"),
      "every service": onResource("arn:aws:*:eu-west-1:111122223333:one"),
      "everything of a service": onResource("arn:aws:sqs:eu-west-1:111122223333:*"),
      "all but some": { properties: allows({ Resource: undefined, NotResource: arn }) },
      "an action beside one that AWS can't narrow down": {
        properties: allows({ Action: ["cloudtrail:LookupEvents", "sqs:SendMessage"], Resource: "*" }),
      },
    },
  },
  {
    policy: "no-managed-full-access",
    type: "aws:iam/role:Role",
    passes: {
      "a policy of one's own with such a name": {
        properties: { managedPolicyArns: ["arn:aws:iam::111122223333:policy/FullAccess"] },
      },
      "what a function needs for its log": {
        properties: { managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"] },
      },
    },
    refuses: {
      "all of a service": { properties: { managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] } },
      everything: { properties: { managedPolicyArns: ["arn:aws-cn:iam::aws:policy/AdministratorAccess"] } },
      "all of Lambda": { properties: { managedPolicyArns: ["arn:aws:iam::aws:policy/AWSLambda_FullAccess"] } },
      "a job": { properties: { managedPolicyArns: ["arn:aws:iam::aws:policy/job-function/SystemAdministrator"] } },
    },
  },
  {
    policy: "topic-not-public",
    type: "aws:sns/topicPolicy:TopicPolicy",
    passes: {
      "everybody of one account": under("StringEquals", "AWS:SourceAccount", "111122223333"),
      "everybody of an organization": under("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"),
      "a denial for everybody": { properties: allows({ ...everybody, Effect: "Deny" }) },
      "a service": { properties: allows({ ...everybody, Principal: { Service: "s3.amazonaws.com" } }) },
    },
    refuses: {
      everybody: { properties: allows(everybody) },
      "everybody as an account": { properties: allows({ ...everybody, Principal: { AWS: ["*"] } }) },
      "everybody but one": { properties: allows({ ...everybody, Principal: undefined, NotPrincipal: { AWS: arn } }) },
      "a condition that holds where the key is absent": under("StringEqualsIfExists", "aws:SourceAccount", "1"),
      "a condition that excludes": under("StringNotEquals", "aws:SourceAccount", "111122223333"),
      "a condition on anything": under("StringLike", "aws:SourceArn", "*"),
      "a condition on TLS alone": under("Bool", "aws:SecureTransport", "true"),
    },
  },
  {
    policy: "no-world-open-ingress",
    type: ingressRule,
    passes: {
      "a private network": network("10.0.0.0/8"),
      "one address": network("192.0.2.1/32"),
      "a network of IPv6": network6("2001:db8::/32"),
      "a security group": { properties: { referencedSecurityGroupId: "sg-0123456789abcdef0" } },
    },
    refuses: {
      "the world": network("0.0.0.0/0"),
      "the world with host bits": network("208.236.235.254/0"),
      "half of it": network("128.0.0.0/1"),
      "the world of IPv6": network6("::/0"),
      "what can't be read": network("10.0.0.0/all"),
      "more than the configuration allows": { ...network("10.0.0.0/8"), settings: { widestIpv4Prefix: 16 } },
    },
  },
  {
    policy: "no-world-open-ingress",
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    passes: { "traffic that goes out": { properties: { type: "egress", cidrBlocks: ["0.0.0.0/0"] } } },
    refuses: { "traffic that comes in": { properties: { type: "ingress", ipv6CidrBlocks: ["::/0"] } } },
  },
  {
    policy: "function-runtime",
    type: functionType,
    passes: {
      "its last day": runtimeAt("nodejs22.x", "2027-04-30"),
      "an image, which has none": { properties: { packageType: "Image" } },
    },
    refuses: {
      "the day after": runtimeAt("nodejs22.x", "2027-05-01"),
      "one that is not known": runtimeAt("nodejs99.x", "2026-10-01"),
      "none at all": { properties: {} },
    },
  },
  {
    policy: "function-concurrency",
    type: functionType,
    passes: {
      "a limit": { properties: { reservedConcurrentExecutions: 1 } },
      "a recorded reason": { properties: { tags: { "api-warden:unreserved": "the quota of 10 leaves no room" } } },
    },
    refuses: { "a function that can't run": { properties: { reservedConcurrentExecutions: 0 } } },
  },
  {
    policy: "no-secret-in-environment",
    type: functionType,
    passes: {
      "the name of a secret": environment({ SLACK_WEBHOOK_SECRET_ID: "warden/webhook", TABLE_NAME: "denials" }),
      "an ARN under a name that says secret": environment({
        JIRA_TOKEN: "arn:aws:secretsmanager:eu-west-1:1:secret:a",
      }),
    },
    refuses: {
      "a bot's token": environment({ CHANNEL: ["xoxb", "1234567890", "abcdefghij"].join("-") }),
      "a key of AWS": environment({ NOTE: `AKIA${"EXAMPLE".padEnd(16, "A")}` }),
      "an address with a password": environment({ PROXY: "https://warden:hunter22@proxy.example.com" }),
      "a private key": environment({ PEM: `-----BEGIN RSA PRIVATE KEY-----\n${"A".repeat(40)}` }),
      "a name that says it": environment({ DB_PASSWORD: "hunter22" }),
    },
  },
  {
    policy: "permission-source",
    type: "aws:lambda/permission:Permission",
    passes: {
      "a bucket, whose ARN has no account": permission({
        sourceArn: "arn:aws:s3:::one",
        sourceAccount: "111122223333",
      }),
      "what is not known yet": permission({ sourceArn: unknownText, sourceAccount: unknownText }),
      "a function URL": permission({ principal: "*", functionUrlAuthType: "NONE" }),
      "an account": permission({ principal: "111122223333" }),
    },
    refuses: {
      "an account that is left open": permission({
        sourceArn: "arn:aws:events:eu-west-1:*:rule/one",
        sourceAccount: "1",
      }),
      "no account": permission({ sourceArn: "arn:aws:s3:::one" }),
    },
  },
  {
    policy: "production-retention",
    type: logGroup,
    passes: {
      "a year in production": keptFor(365, "prod"),
      "for ever, which another policy is about": keptFor(0, "prod"),
      "a week elsewhere": keptFor(7, "dev"),
      "a stack whose name only begins so": keptFor(7, "product-tests"),
      "what the pack is set to": keptFor(400, "prod", { minimumDays: 400 }),
    },
    refuses: {
      "less than a year": keptFor(180, "eu-prod"),
      "less than the pack is set to": keptFor(365, "production.main", { minimumDays: 400 }),
      "a stack that the pack's configuration names": keptFor(90, "main", { production: ["main"] }),
    },
  },
];

describe("the policies' own callbacks", () => {
  for (const { policy, type, passes, refuses } of cases) {
    describe(`of ${policy} (${type})`, () => {
      for (const [title, asked] of Object.entries(passes)) {
        it(`let pass: ${title}`, async () => {
          expect(await verdict({ policy, type, ...asked })).to.deep.equal([]);
        });
      }
      for (const [title, asked] of Object.entries(refuses)) {
        it(`refuse: ${title}`, async () => {
          expect(await verdict({ policy, type, ...asked })).to.have.length.above(0);
        });
      }
    });
  }

  it("say that they have no say where all hangs on what a preview does not know", async () => {
    const asked = { policy: "no-wildcard-action", type: rolePolicy, properties: { policy: unknownText } };
    expect(await verdict(asked)).to.deep.equal({
      notApplicable: "not decided at preview: depends on what is known only when it is deployed",
    });
  });

  it("tell what is wrong already where other parts are not known", async () => {
    const asked = {
      policy: "trail-multi-region",
      type: "aws:cloudtrail/trail:Trail",
      properties: { isMultiRegionTrail: false, includeGlobalServiceEvents: unknownText },
    };
    expect(await verdict(asked)).to.have.length(1);
  });

  it("say that they have no say of other types", async () => {
    const asked = { policy: "trail-encrypted", type: rolePolicy, properties: {} };
    expect(await verdict(asked)).to.deep.equal({ notApplicable: "about resources of other types" });
  });

  it("never print a secret that they find", async () => {
    const secret = "hunter22hunter22";
    const asked = { policy: "no-secret-in-environment", type: functionType };
    for (const variables of [{ DB_PASSWORD: secret }, { PROXY: `https://warden:${secret}@proxy.example.com` }]) {
      expect(JSON.stringify(await verdict({ ...asked, ...environment(variables) }))).to.not.contain(secret);
    }
  });
});
