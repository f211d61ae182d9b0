import { expect } from "chai";
import { formatProblems } from "../../../core/configuration/problem";
import { parseConfiguration } from "../../../core/configuration/parse";

const trail = { create: true };
const mute = { name: "inventory", owner: "platform", reason: "expected", event: "GetBucketAcl" };
const queue = "arn:aws:sqs:eu-central-1:111122223333:new-files";
const jira = { url: "https://example.atlassian.net", project: "SEC", user: "warden@example.com", tokenSecret: "jira" };

/** [setting, its value, path of the problem, what the message has after "found"]. */
type Row = readonly [string, unknown, string, string];

const rows: readonly Row[] = [
  ["trail", {}, "trail", "none of create, logGroup and bucket; allowed: it must be chosen"],
  ["trail", { create: false }, "trail", "create: false; allowed: it must be chosen"],
  ["trail", { create: true, logGroup: "g" }, "trail", "create and logGroup together; allowed: it must be chosen"],
  ["trail", { logGroup: "a b" }, "trail.logGroup", 'the text "a b"; allowed: name or ARN of a CloudWatch log group'],
  ["trail", { create: true, subscriptions: 3 }, "trail.subscriptions", "3; allowed: a whole number from 0 to 2"],
  [
    "trail",
    { logGroup: "g", organization: true },
    "trail.organization",
    "it beside logGroup; allowed: only beside create",
  ],
  ["trail", { bucket: "logs" }, "trail", "neither queue nor topic beside bucket; allowed: exactly one of"],
  [
    "trail",
    { bucket: "logs", queue, subscriptions: 1 },
    "trail.subscriptions",
    "it beside bucket; allowed: only beside create or",
  ],
  ["trail", { bucket: "Logs", queue }, "trail.bucket", 'the text "Logs"; allowed: a bucket name'],
  [
    "trail",
    { bucket: "logs", queue, prefix: "/a" },
    "trail.prefix",
    'the text "/a"; allowed: the beginning of object keys',
  ],
  ["trail", { bucket: "logs", topic: queue }, "trail.topic", `the text "${queue}"; allowed: ARN of an SNS topic`],
  ["trail", { craete: true }, "trail.craete", "an unknown key; allowed: create is the nearest known key of create,"],
  ["accounts", [], "accounts", "an empty list; allowed: a list (at least 1 entry"],
  [
    "accounts",
    ["111122223333", "12345678901"],
    "accounts[1]",
    'the text "12345678901"; allowed: an account id of 12 digits',
  ],
  ["accounts", [12345678901], "accounts[0]", "12345678901; allowed: an account id of 12 digits in quotes"],
  ["regions", ["us-east-1", "us-east-1"], "regions[1]", 'the text "us-east-1" a second time; allowed: each entry once'],
  ["regions", ["Frankfurt"], "regions[0]", 'the text "Frankfurt"; allowed: a region name such as'],
  ["emails", "a@example.com", "emails", 'the text "a@example.com"; allowed: a list'],
  [
    "emails",
    ["security at example.com"],
    "emails[0]",
    'the text "security at example.com"; allowed: an e-mail address',
  ],
  ["complianceEmails", ["a@b"], "complianceEmails[0]", 'the text "a@b"; allowed: an e-mail address'],
  ["slack", {}, "slack", "no destination; allowed: exactly one of webhookSecret, and tokenSecret with channel"],
  ["slack", { tokenSecret: "t" }, "slack", "tokenSecret alone; allowed: exactly one of webhookSecret"],
  [
    "slack",
    { webhookSecret: "w", channel: "#a" },
    "slack",
    "webhookSecret and channel together; allowed: exactly one of",
  ],
  [
    "slack",
    { tokenSecret: "t", channel: "#A b" },
    "slack.channel",
    'the text "#A b"; allowed: a channel\'s id or its name',
  ],
  [
    "slack",
    { webhookSecret: "w", interactive: true },
    "slack.interactive",
    "true; allowed: true only beside signingSecret",
  ],
  [
    "slack",
    { webhookSecret: "w", approvers: ["bob"] },
    "slack.approvers[0]",
    'the text "bob"; allowed: a Slack user id',
  ],
  [
    "slack",
    { webhookSecret: "w", maxPostsPerHour: "many" },
    "slack.maxPostsPerHour",
    'the text "many"; allowed: a whole number',
  ],
  [
    "slack",
    { webhookSecrets: "w" },
    "slack.webhookSecrets",
    "an unknown key; allowed: webhookSecret is the nearest known key",
  ],
  [
    "portal",
    "https://d-0123456789.awsapps.com/start",
    "portal",
    'the text "https://d-0123456789.awsapps.com/start"; allowed: an object with keys of url, role',
  ],
  [
    "portal",
    { url: "https://x.awsapps.com/start/#/", role: "r" },
    "portal.url",
    'the text "https://x.awsapps.com/start/#/"; allowed: the address of an access portal',
  ],
  [
    "portal",
    { url: "http://x.awsapps.com/start", role: "r" },
    "portal.url",
    'the text "http://x.awsapps.com/start"; allowed: the address of an access portal',
  ],
  [
    "portal",
    { url: "https://x.awsapps.com/start", role: "a&b" },
    "portal.role",
    'the text "a&b"; allowed: the name of a permission set',
  ],
  [
    "organization",
    { accounts: { "1234": { name: "x" } } },
    'organization.accounts["1234"]',
    'the text "1234"; allowed: an account id of 12 digits',
  ],
  [
    "organization",
    { accounts: { "111122223333": { nam: "x" } } },
    'organization.accounts["111122223333"].nam',
    "an unknown key; allowed: name is the nearest known key",
  ],
  [
    "organization",
    { accounts: { "111122223333": { unit: "/Root" } } },
    'organization.accounts["111122223333"].unit',
    'the text "/Root"; allowed: the path of an organizational unit',
  ],
  [
    "organization",
    { role: "arn:aws:iam::111122223333:role/reader" },
    "organization.role",
    "it without lookUp; allowed: only beside lookUp: true",
  ],
  [
    "organization",
    { lookUp: true, role: "reader" },
    "organization.role",
    'the text "reader"; allowed: ARN of an IAM role',
  ],
  ["modeOverrides", [{ modes: {} }], "modeOverrides[0]", "none of them; allowed: exactly one of account, unit, tag"],
  [
    "modeOverrides",
    [{ unit: "a", tag: "b", modes: {} }],
    "modeOverrides[0]",
    "unit and tag together; allowed: exactly one of account, unit, tag",
  ],
  [
    "modeOverrides",
    [{ account: "111122223333", modes: { "disable-key": "off" } }],
    "modeOverrides[0].modes.disable-key",
    'the text "off"; allowed: notify, approve or enforce',
  ],
  ["memberRole", "a role", "memberRole", 'the text "a role"; allowed: an IAM role name'],
  ["memberRole", { externalIdSecret: "x" }, "memberRole.role", "nothing; allowed: an IAM role name"],
  ["compliance", "cis5", "compliance", 'the text "cis5"; allowed: securityhub, cis6, both or none'],
  ["denials", { alarm: { threshold: 0 } }, "denials.alarm.threshold", "0; allowed: a whole number from 1 to 1000000"],
  [
    "denials",
    { alarm: { periodSeconds: 45 } },
    "denials.alarm.periodSeconds",
    "45; allowed: 10, 30 or a multiple of 60",
  ],
  ["denials", { window: "15 minutes" }, "denials.window", 'the text "15 minutes"; allowed: a duration from 1m to 1d'],
  ["denials", { window: "30s" }, "denials.window", 'the text "30s"; allowed: a duration from 1m to 1d'],
  ["denials", { builtInMutes: "maybe" }, "denials.builtInMutes", 'the text "maybe"; allowed: true or false'],
  [
    "denials",
    { mute: [mute, { ...mute, expires: "soon" }] },
    "denials.mute[1].expires",
    'the text "soon"; allowed: a date such as',
  ],
  [
    "denials",
    { mute: [{ ...mute, expires: "2030-02-30" }] },
    "denials.mute[0].expires",
    'the text "2030-02-30"; allowed: a date',
  ],
  [
    "denials",
    { mute: [{ ...mute, owner: " " }] },
    "denials.mute[0].owner",
    'the text " "; allowed: a text of 1 to 300 characters',
  ],
  [
    "denials",
    { mute: [{ ...mute, event: "**" }] },
    "denials.mute[0].event",
    'the text "**"; allowed: a text of 1 to 300 characters',
  ],
  [
    "denials",
    { mute: [{ ...mute, event: undefined }] },
    "denials.mute[0]",
    "a mute that matches everything; allowed: at least one of",
  ],
  ["denials", { mute: [mute, mute] }, "denials.mute[1].name", '"inventory" a second time; allowed: each name once'],
  [
    "benchmarkAlarms",
    { "5.1": false },
    'benchmarkAlarms["5.1"]',
    "5.1; allowed: 5.1 is declared by compliance alone; 5.10 must",
  ],
  ["benchmarkAlarms", { "5.16": false }, 'benchmarkAlarms["5.16"]', 'the text "5.16"; allowed: 5.2, 5.3'],
  [
    "benchmarkAlarms",
    { "5.3": true },
    'benchmarkAlarms["5.3"]',
    "true; allowed: false, or an object with keys of threshold",
  ],
  ["allowedCountries", ["UK"], "allowedCountries[0]", 'the text "UK"; allowed: a country as ISO 3166-1 alpha-2'],
  [
    "allowedCountries",
    [false],
    "allowedCountries[0]",
    "false; allowed: a country as ISO 3166-1 alpha-2 in capitals and quotes",
  ],
  ["allowedCountries", [], "allowedCountries", "an empty list; allowed: a list (at least 1 entry"],
  ["allowedNetworks", ["192.0.2.7"], "allowedNetworks[0]", 'the text "192.0.2.7"; allowed: a network such as'],
  ["allowedNetworks", ["192.0.2.0/33"], "allowedNetworks[0]", 'the text "192.0.2.0/33"; allowed: a network'],
  ["allowedNetworks", ["::/0"], "allowedNetworks[0]", 'the text "::/0"; allowed: a network such as'],
  ["geo", { source: "maxmind" }, "geo.source", 'the text "maxmind"; allowed: geoip-country or geoip-lite'],
  ["geo", { maxAgeDays: 0 }, "geo.maxAgeDays", "0; allowed: a whole number from 1 to 3650"],
  [
    "modes",
    { "disable-keys": "notify" },
    "modes.disable-keys",
    'the text "disable-keys"; allowed: disable-key, revoke-sessions',
  ],
  ["modes", { "disable-key": "on" }, "modes.disable-key", 'the text "on"; allowed: notify, approve or enforce'],
  ["signalsToEnforce", 0, "signalsToEnforce", "0; allowed: a whole number from 1 to 6"],
  [
    "protected",
    [{ user: "a", role: "b" }],
    "protected[0]",
    "user and role together; allowed: exactly one of user, role, key",
  ],
  ["protected", [{ key: "secret" }], "protected[0].key", 'the text "secret"; allowed: an access key id such as'],
  ["actions", { perHour: 3 }, "actions.perAccountPerHour", "5; allowed: at most perHour (3)"],
  ["actions", { maxEventAge: "2d" }, "actions.maxEventAge", 'the text "2d"; allowed: a duration from 1m to 1d'],
  ["actions", { quietFor: 15 }, "actions.quietFor", "15; allowed: a duration from 1m to 1d"],
  ["guardDuty", { detector: "yes" }, "guardDuty.detector", 'the text "yes"; allowed: create, existing or none'],
  [
    "guardDuty",
    { findings: { "Recon:": "loud" } },
    'guardDuty.findings["Recon:"]',
    'the text "loud"; allowed: notify, approve or',
  ],
  ["guardDuty", { minSeverity: 11 }, "guardDuty.minSeverity", "11; allowed: a number from 1 to 10"],
  [
    "guardDuty",
    { threatList: "http://example.com/l" },
    "guardDuty.threatList",
    'the text "http://example.com/l"; allowed: an https:// address',
  ],
  [
    "guardDuty",
    { trustedList: ["here"] },
    "guardDuty.trustedList[0]",
    'the text "here"; allowed: a public address or network, IPv4 or IPv6',
  ],
  [
    "guardDuty",
    { threatList: ["192.0.2.7", "10.1.2.3"] },
    "guardDuty.threatList[1]",
    'the text "10.1.2.3", in 10.0.0.0/8 (private); allowed: a public address or network',
  ],
  [
    "guardDuty",
    { threatList: ["bad.example.com"] },
    "guardDuty.threatList[0]",
    'the text "bad.example.com", a domain, which lists of this kind do not take; allowed: a public address',
  ],
  [
    "guardDuty",
    { trustedList: ["192.0.2.7", "2001:db8::7", "192.0.2.7/32"] },
    "guardDuty.trustedList[2]",
    'the text "192.0.2.7" a second time; allowed: each entry once',
  ],
  [
    "ingress",
    { exempt: { groups: ["web"] } },
    "ingress.exempt.groups[0]",
    'the text "web"; allowed: a security group id such as',
  ],
  [
    "ingress",
    { exempt: { vpcs: ["sg-0123456789abcdef0"] } },
    "ingress.exempt.vpcs[0]",
    'the text "sg-0123456789abcdef0"; allowed: a VPC id such as',
  ],
  ["ingress", { tcp: [65536] }, "ingress.tcp[0]", "65536; allowed: a whole number from 0 to 65535"],
  [
    "ingress",
    { schedule: "rate(1 minutes)" },
    "ingress.schedule",
    'the text "rate(1 minutes)"; allowed: a rate such as',
  ],
  ["ingress", { schedule: "rate(2 minute)" }, "ingress.schedule", 'the text "rate(2 minute)"; allowed: a rate such as'],
  [
    "profiles",
    { weights: { ip: 50 } },
    "profiles.weights",
    "weights that add up to 110; allowed: weights that add up to 100",
  ],
  ["profiles", { threshold: 101 }, "profiles.threshold", "101; allowed: a whole number from 1 to 100"],
  ["profiles", { learnFor: "90d" }, "profiles.forgetAfter", "90d; allowed: longer than learnFor (90d)"],
  [
    "suspiciousKeys",
    { publishers: ["*"] },
    "suspiciousKeys.publishers[0]",
    'the text "*"; allowed: an account id, or ARN',
  ],
  [
    "jira",
    { ...jira, url: "example.atlassian.net" },
    "jira.url",
    'the text "example.atlassian.net"; allowed: an https:// address',
  ],
  ["jira", { ...jira, project: "sec" }, "jira.project", 'the text "sec"; allowed: a project key such as SEC'],
  ["jira", { ...jira, user: undefined }, "jira.user", "nothing; allowed: an e-mail address"],
  [
    "splunk",
    { hecUrl: "https://u:p@example.com", tokenSecret: "t" },
    "splunk.hecUrl",
    'the text "https://u:p@example.com"',
  ],
  ["evidence", { retainOnDestroy: 1 }, "evidence.retainOnDestroy", "1; allowed: true or false"],
  ["retentionDays", 91, "retentionDays", "91; allowed: one of CloudWatch's: 1, 3, 5"],
  ["retentionDays", "ninety", "retentionDays", 'the text "ninety"; allowed: one of CloudWatch\'s'],
  ["reservedConcurrency", "on", "reservedConcurrency", 'the text "on"; allowed: auto or off'],
  ["permissionsBoundary", "Boundary", "permissionsBoundary", 'the text "Boundary"; allowed: ARN of an IAM policy'],
  ["rolePath", "security", "rolePath", 'the text "security"; allowed: an IAM path such as /security/'],
  ["kmsKeyArn", "alias/warden", "kmsKeyArn", 'the text "alias/warden"; allowed: ARN of a KMS key'],
  ["tags", { "aws:x": "y" }, 'tags["aws:x"]', 'the text "aws:x"; allowed: 1 to 128 letters, digits'],
  ["tags", { "cost-center": 17 }, "tags.cost-center", "17; allowed: a text (numbers in quotes)"],
];

function messageOf(values: Readonly<Record<string, unknown>>): string {
  const result = parseConfiguration(values);
  return "problems" in result ? formatProblems(result.problems) : "accepted";
}

describe("a setting of the wrong form", () => {
  for (const [key, value, path, found] of rows) {
    it(`${key}: ${JSON.stringify(value)} is named as ${path}`, () => {
      expect(messageOf({ trail, [key]: value })).to.contain(`\n  ${path}: found ${found}`);
    });

    it(`${key}: ${JSON.stringify(value)} is refused the same as Pulumi's text`, () => {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      expect(messageOf({ trail, [key]: text })).to.contain(`\n  ${path}: found `);
    });
  }

  it("is the only one named", () => {
    for (const [key, value] of rows) {
      const result = parseConfiguration({ trail, [key]: value });
      expect("problems" in result && result.problems.length, `${key} ${JSON.stringify(value)}`).to.equal(1);
    }
  });
});

describe("a missing trail", () => {
  it("is told with what choosing means and the ways to choose", () => {
    const message = messageOf({});
    expect(message).to.contain("trail: found nothing; allowed: it must be chosen");
    expect(message).to.contain("a second copy of management events costs money");
    for (const way of ["{create: true}", "{logGroup: ", "{bucket: "]) {
      expect(message).to.contain(way);
    }
  });
});

describe("an unknown setting", () => {
  it("is answered with the nearest known one", () => {
    expect(messageOf({ trail, retentiondays: 90 })).to.contain(
      "retentiondays: found an unknown key; allowed: retentionDays is the nearest known key",
    );
  });

  it("is bounded and cleaned, and its value is not shown", () => {
    const message = messageOf({ trail, [`${"x".repeat(500)}\n`]: "hidden-value" });
    expect(message).to.contain("found an unknown key").and.not.contain("hidden-value");
    expect(message.length).to.be.below(400);
  });
});

describe("several problems", () => {
  it("are told at once, in one message", () => {
    expect(messageOf({ emails: [1], nonsense: 1, retentionDays: 2 }).split("\n  ")).to.have.length(5);
  });

  it("are told in part where there are too many to read", () => {
    const entries = Array.from({ length: 60 }, (_, index) => `not ${index}`);
    expect(messageOf({ trail, emails: entries }))
      .to.contain("60 values")
      .and.contain("and 10 more");
  });
});

describe("secrets", () => {
  const webhook = "https://hooks.slack.com/services/T00000000/B00000000/ABCDEF";
  const pasted = "xoxb-111122223333-ABCDEF";
  const cases: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    "a webhook of another host": { slackWebhook: "https://example.com/ABCDEF" },
    "a webhook that stayed an object": { slackWebhook: { secure: "ABCDEF" } },
    "a webhook as slack": { slack: webhook },
    "a webhook as webhookSecret": { slack: { webhookSecret: webhook } },
    "a token as tokenSecret": { slack: { tokenSecret: pasted, channel: "#a" } },
    "a token as a channel": { slack: { tokenSecret: "t", channel: pasted } },
    "a Jira token": { jira: { ...jira, tokenSecret: "ATATTABCDEF" } },
    "a key inside slackWebhook text": { slackWebhook: '{"ABCDEF": 1' },
    "a webhook written beside slack": { slackWebhook: webhook, slack: { webhookSecret: "w" } },
  };
  for (const [name, values] of Object.entries(cases)) {
    it(`${name} is refused and not shown`, () => {
      expect(messageOf({ trail, ...values }))
        .to.contain(": found ")
        .and.not.contain("ABCDEF");
    });
  }

  it("slackWebhook and a destination in slack exclude each other, said also beside other problems", () => {
    const values = { slackWebhook: webhook, slack: { webhookSecret: "w" }, retentionDays: 2 };
    expect(messageOf(values))
      .to.contain("slackWebhook: found it beside a destination in slack")
      .and.contain("retentionDays");
  });
});
