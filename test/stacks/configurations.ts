import * as fs from "node:fs";
import * as path from "node:path";

import type { ProgramOptions } from "../../local/program/run-program";
import { readStackFile } from "../../local/stack-file";
import { project } from "../program/declare";

const account = { accountId: "123456789012", region: "eu-west-1" };
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/0f0e0d0c-0000-4000-8000-000000000001";
const create = { "api-warden:trail": { create: true } };
const webhook = { "api-warden:slack": { webhookSecret: "warden/webhook" } };
const jira = { project: "SEC", user: "warden@example.com", tokenSecret: "warden/jira" };
const actions = ["disable-key", "revoke-sessions", "revoke-ingress", "restart-trail", "block-public-access"];
const benchmarkNumbers = Array.from({ length: 14 }, (_, index) => `5.${index + 2}`);

function stack(
  configuration: Readonly<Record<string, unknown>>,
  options: Partial<ProgramOptions> = {},
): ProgramOptions {
  return { account, stack: "test", configuration, ...options };
}

function stackOfFile(name: string): ProgramOptions {
  const { values } = readStackFile(fs.readFileSync(path.join(project, `Pulumi.${name}.yaml`), "utf8"));
  return stack(values, { stack: name });
}

/** Stacks in which each feature is on and off, by what they are about. */
export const everyConfiguration: Readonly<Record<string, ProgramOptions>> = {
  "the least that may be said, without Slack": stack(create),
  "the stack file dev": stackOfFile("dev"),
  "the stack file prod": stackOfFile("prod"),
  "an organization's trail": stack({ "api-warden:trail": { create: true, organization: true }, ...webhook }),
  "an existing trail": stack({ "api-warden:trail": { logGroup: "trail" }, ...webhook }),
  "an existing trail with one free slot": stack({ "api-warden:trail": { logGroup: "trail", subscriptions: 1 } }),
  "an existing trail without a free slot": stack(
    { "api-warden:trail": { logGroup: "trail", subscriptions: 0 } },
    { account: { ...account, concurrencyQuota: null } },
  ),
  "a trail's bucket, whose files a topic announces": stack({
    "api-warden:trail": {
      bucket: "audit-logs",
      prefix: "AWSLogs/o-abc1234567/",
      topic: "arn:aws:sns:eu-west-1:444455556666:log-archive",
      kmsKeyArn: keyArn,
    },
    ...webhook,
  }),
  "a trail's bucket, whose files a queue announces": stack({
    "api-warden:trail": { bucket: "audit-logs", queue: "arn:aws:sqs:eu-west-1:123456789012:announced" },
  }),
  "the partition of China": stack({ ...create, ...webhook }, { account: { ...account, region: "cn-north-1" } }),
  "the partition of GovCloud": stack({ ...create, ...webhook }, { account: { ...account, region: "us-gov-west-1" } }),
  "an app in Slack, and every action on": stack({
    ...create,
    "api-warden:slack": { tokenSecret: "warden/token", channel: "#security" },
    "api-warden:modes": Object.fromEntries(actions.map((action) => [action, "enforce"])),
    "api-warden:allowedCountries": ["DE"],
    "api-warden:compliance": "both",
    "api-warden:emails": ["security@example.com"],
  }),
  "buttons under the questions in Slack, at a public address": stack({
    ...create,
    "api-warden:slack": {
      tokenSecret: "warden/token",
      channel: "#security",
      signingSecret: "warden/signing",
      approvers: ["T0HOME000/U0CAROL00"],
      interactive: true,
    },
    "api-warden:modes": Object.fromEntries(actions.map((action) => [action, "approve"])),
  }),
  "lists for GuardDuty in three regions": stack({
    ...create,
    "api-warden:regions": ["eu-west-1", "us-east-1", "ap-southeast-2"],
    "api-warden:guardDuty": { threatList: ["203.0.113.0/24"], trustedList: ["198.51.100.7"], minSeverity: 7 },
  }),
  "other accounts, which have roles": stack({
    ...create,
    ...webhook,
    // As many as may be listed.
    "api-warden:accounts": ["123456789012", ...Array.from({ length: 399 }, (_, index) => String(222233334444 + index))],
    "api-warden:memberRole": "security/warden-act",
    "api-warden:regions": ["eu-west-1", "us-east-1", "ap-southeast-2"],
    "api-warden:modes": Object.fromEntries(actions.map((action) => [action, "enforce"])),
  }),
  "tickets in Jira": stack({
    ...create,
    "api-warden:jira": { url: "https://example.atlassian.net", ...jira },
  }),
  "tickets in Jira, which calls back at a public address": stack({
    ...create,
    ...webhook,
    "api-warden:jira": { url: "https://api.atlassian.com/ex/jira/0f0e", ...jira, callbackSecret: "warden/callback" },
    "api-warden:modes": Object.fromEntries(actions.map((action) => [action, "approve"])),
  }),
  "a webhook of the stack's own": stack({
    ...create,
    "api-warden:slackWebhook": "https://hooks.slack.com/services/T00000001/B00000001/recognisable",
  }),
  "a Splunk that is told, and a SIEM that pulls": stack({
    ...create,
    ...webhook,
    "api-warden:splunk": { hecUrl: "https://splunk.example.com:8088", tokenSecret: "warden/splunk" },
    "api-warden:siem": { logFiles: true, readers: ["arn:aws:iam::444455556666:role/splunk"] },
  }),
  "log files that somebody else's topic announces": stack({
    "api-warden:trail": { logGroup: "trail" },
    "api-warden:siem": { logFiles: true, topic: "arn:aws:sns:eu-west-1:444455556666:log-archive" },
  }),
  "a new account, whose quota is small": stack(create, { account: { ...account, concurrencyQuota: 10 } }),
  "accounts of an organization, each with modes of its own, behind an access portal": stack({
    ...create,
    ...webhook,
    "api-warden:portal": { url: "https://d-0123456789.awsapps.com/start", role: "ReadOnlyAccess" },
    "api-warden:organization": {
      accounts: { "111122223333": { name: "shop", unit: "Workloads/Production" } },
      ...{ lookUp: true, role: "arn:aws:iam::999988887777:role/organization" },
    },
    "api-warden:modeOverrides": [{ unit: "Workloads", modes: { "revoke-ingress": "enforce" } }],
    "api-warden:regions": ["eu-west-1", "us-east-1"],
  }),
  "a customer's key, boundary, path and tags": stack({
    "api-warden:trail": { logGroup: "trail" },
    ...webhook,
    "api-warden:kmsKeyArn": keyArn,
    "api-warden:permissionsBoundary": "arn:aws:iam::123456789012:policy/boundary",
    "api-warden:rolePath": "/security/warden/",
    "api-warden:reservedConcurrency": "off",
    "api-warden:tags": { team: "security" },
    "api-warden:geo": { source: "geoip-lite", maxAgeDays: 3650 },
    "api-warden:guardDuty": { detector: "existing", threatList: ["203.0.113.0/24"] },
  }),
  "nothing but what must be, and nothing kept": stack({
    ...create,
    "api-warden:compliance": "none",
    "api-warden:benchmarkAlarms": Object.fromEntries(benchmarkNumbers.map((number) => [number, false])),
    "api-warden:guardDuty": { detector: "none" },
    "api-warden:evidence": { retainOnDestroy: false },
    "api-warden:retentionDays": 1,
    "api-warden:selfWatch": { errors: false, throttles: false, deliveries: false, silentAfter: "off" },
    "api-warden:dashboard": false,
  }),
};
