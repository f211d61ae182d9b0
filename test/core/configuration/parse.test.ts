import { expect } from "chai";
import * as fc from "fast-check";
import type { Configuration } from "../../../core/configuration/configuration";
import { namespaceValues, parseConfiguration } from "../../../core/configuration/parse";
import { formatProblems } from "../../../core/configuration/problem";
import type { Field, Fields } from "../../../core/configuration/object-form";
import { fullDefault } from "../../../core/configuration/project-file";
import { settings } from "../../../core/configuration/schema";

const trail = { create: true };

function parsed(values: Readonly<Record<string, unknown>>): Configuration {
  const result = parseConfiguration(values);
  if ("problems" in result) {
    throw new Error(formatProblems(result.problems));
  }
  return result.configuration;
}

function withDefault(fields: Fields, parent = ""): readonly (readonly [string, Field<unknown>])[] {
  return Object.entries(fields).flatMap(([name, field]) => [
    ...(field.presence === "default" ? [[`${parent}${name}`, field] as const] : []),
    ...withDefault(field.form.fields ?? {}, `${parent}${name}.`),
  ]);
}

describe("parseConfiguration", () => {
  it("fills in every default when nothing but trail is written", () => {
    const alarm = { threshold: 1, periodSeconds: 300 };
    const { benchmarkAlarms, ...rest } = parsed({ trail });
    expect(Object.keys(benchmarkAlarms)).to.have.length(14);
    expect(Object.values(benchmarkAlarms)).to.deep.equal(Array.from({ length: 14 }, () => alarm));
    expect(rest).to.deep.equal({
      trail: { kind: "create", organization: false, subscriptions: 2 },
      emails: [],
      complianceEmails: [],
      slack: { destination: { kind: "off" }, approvers: [], maxPostsPerHour: 20, interactive: false },
      compliance: "securityhub",
      denials: { alarm, mute: [], builtInMutes: true, window: "15m", windowSeconds: 900 },
      allowedNetworks: [],
      geo: { source: "geoip-country", maxAgeDays: 60 },
      modeOverrides: [],
      modes: {
        "disable-key": "notify",
        "revoke-sessions": "notify",
        "revoke-ingress": "notify",
        "restart-trail": "notify",
        "block-public-access": "notify",
      },
      signalsToEnforce: 2,
      protected: [],
      actions: {
        maxEventAge: "30m",
        maxEventAgeSeconds: 1800,
        perAccountPerHour: 5,
        perHour: 20,
        quietFor: "15m",
        quietForSeconds: 900,
      },
      guardDuty: { detector: "create", findings: {}, minSeverity: 4 },
      ingress: {
        tcp: [80, 443],
        udp: [],
        icmp: false,
        exempt: { groups: [], vpcs: [] },
        schedule: "rate(2 minutes)",
      },
      profiles: {
        weights: { ip: 40, agent: 25, region: 25, event: 10 },
        threshold: 70,
        include: [],
        learnFor: "1d",
        learnForSeconds: 86400,
        forgetAfter: "90d",
        forgetAfterSeconds: 7776000,
      },
      siem: {
        logFiles: false,
        readers: [],
        visibilityTimeout: "5m",
        visibilityTimeoutSeconds: 300,
        maxReceiveCount: 20,
      },
      selfWatch: { errors: true, throttles: true, deliveries: true, silentAfter: "3h", silentAfterHours: 3 },
      dashboard: true,
      suspiciousKeys: { publishers: [] },
      evidence: { retainOnDestroy: true, protect: false },
      retentionDays: 90,
      cost: { eventsPerDay: 100_000 },
      reservedConcurrency: "auto",
      tags: {},
    });
  });

  for (const [path, field] of withDefault(settings)) {
    it(`the default of ${path} is of its own form, short and in full`, () => {
      expect(field.form.read(field.default, path)).to.include({ ok: true });
      expect(field.form.read(fullDefault(field), path)).to.deep.equal(field.form.read(field.default, path));
    });
  }

  it("reads the text that Pulumi hands over like the values themselves", () => {
    const values = {
      trail: { logGroup: "trail", subscriptions: 1 },
      emails: ["security@example.com"],
      retentionDays: 365,
      evidence: { retainOnDestroy: false },
      denials: { alarm: { threshold: 5 }, window: "1h" },
      benchmarkAlarms: { "5.10": false, "5.3": { threshold: 3 } },
    };
    const texts = Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)] as const);
    expect(parsed(Object.fromEntries(texts))).to.deep.equal(parsed(values));
    expect(parsed(values).denials).to.deep.include({ windowSeconds: 3600, builtInMutes: true });
    expect(parsed(values).benchmarkAlarms["5.10"]).to.equal(false);
    expect(parsed(values).benchmarkAlarms["5.3"]).to.deep.equal({ threshold: 3, periodSeconds: 300 });
  });

  it("reads numbers and booleans inside objects from text too", () => {
    const { ingress, evidence } = parsed({ trail, ingress: { tcp: ["22"] }, evidence: { retainOnDestroy: "false" } });
    expect([ingress.tcp, evidence.retainOnDestroy]).to.deep.equal([[22], false]);
  });

  it("takes each kind of trail", () => {
    const arn = "arn:aws:logs:eu-central-1:111122223333:log-group:trail";
    const queueArn = "arn:aws:sqs:eu-central-1:111122223333:new-files";
    const topicArn = "arn:aws:sns:eu-central-1:111122223333:new-files";
    const kinds = [
      { create: true, organization: true, subscriptions: 0 },
      { logGroup: `${arn}:*` },
      { bucket: "trail-logs", queue: queueArn, prefix: "org/" },
      { bucket: "trail-logs", topic: topicArn },
    ].map((value) => parsed({ trail: value }).trail);
    expect(kinds).to.deep.equal([
      { kind: "create", organization: true, subscriptions: 0 },
      { kind: "log-group", logGroup: arn, subscriptions: 2 },
      { kind: "bucket", bucket: "trail-logs", prefix: "org/", announcedBy: { kind: "queue", queueArn } },
      { kind: "bucket", bucket: "trail-logs", prefix: "", announcedBy: { kind: "topic", topicArn } },
    ]);
  });

  it("takes each way to Slack, and never passes the webhook itself on", () => {
    const slackWebhook = "https://hooks.slack.com/services/T00000000/B00000000/ABCDEF";
    const ways = [
      { slack: { webhookSecret: "api-warden/slack-webhook" } },
      { slack: { tokenSecret: "api-warden/slack-token", channel: "#security" } },
      { slackWebhook },
      { slackWebhook, slack: { maxPostsPerHour: 5 } },
    ].map((values) => parsed({ trail, ...values }));
    expect(ways.map(({ slack }) => slack.destination)).to.deep.equal([
      { kind: "webhook", webhookSecret: "api-warden/slack-webhook" },
      { kind: "app", tokenSecret: "api-warden/slack-token", channel: "#security" },
      { kind: "stack-webhook" },
      { kind: "stack-webhook" },
    ]);
    expect(ways[3]?.slack.maxPostsPerHour).to.equal(5);
    expect(JSON.stringify(ways)).not.to.contain("ABCDEF");
  });

  it("mails compliance alarms to emails unless told otherwise", () => {
    const emails = ["security@example.com"];
    expect(parsed({ trail, emails }).complianceEmails).to.deep.equal(emails);
    expect(parsed({ trail, emails, complianceEmails: [] }).complianceEmails).to.deep.equal([]);
  });

  it("takes what later settings allow", () => {
    const read = parsed({
      trail,
      accounts: [111122223333, "012345678901"],
      regions: ["eu-central-1", "us-gov-west-1"],
      memberRole: "warden/act",
      allowedCountries: ["NO", "GB"],
      allowedNetworks: ["192.0.2.0/24", "2001:db8::/32"],
      protected: [{ user: "break-glass" }, { tag: "critical=yes" }],
      guardDuty: {
        minSeverity: 6.5,
        threatList: ["192.0.2.1", "2001:DB8::7/128"],
        findings: { "Recon:IAMUser/": "approve" },
      },
      denials: {
        mute: [{ name: "a", owner: "b", reason: "c", error: "AccessDenied", expires: "2030-12-31T00:00:00Z" }],
      },
      tags: { environment: "dev" },
    });
    expect(read.accounts).to.deep.equal(["111122223333", "012345678901"]);
    expect(read.memberRole).to.deep.equal({ role: "warden/act", externalIdSecret: "api-warden/external-id" });
    expect(read.protected).to.deep.equal([
      { kind: "user", value: "break-glass" },
      { kind: "tag", value: "critical=yes" },
    ]);
    expect(read.guardDuty.threatList).to.deep.equal({ kind: "entries", entries: ["192.0.2.1", "2001:db8::7"] });
    expect(read.denials.mute[0]?.expires).to.equal("2030-12-31");
  });

  it("fills in owner and environment of an account from its tags, of whatever name", () => {
    const tags = { team: "shop", environment: "production" };
    const { organization } = parsed({
      trail,
      organization: {
        ownerTag: "team",
        accounts: {
          "111122223333": { name: "shop", unit: "Workloads/Production", tags },
          222233334444: { owner: "lab" },
        },
      },
    });
    expect(organization?.["111122223333"]).to.deep.equal({
      ...{ name: "shop", unit: "Workloads/Production", tags },
      ...{ owner: "shop", environment: "production" },
    });
    expect(organization?.["222233334444"]?.owner).to.equal("lab");
    expect(parsed({ trail }).organization).to.equal(undefined);
  });

  it("takes how accounts are looked up, and by whom", () => {
    const role = "arn:aws:iam::999988887777:role/looking/organization";
    const read = (organization: object) => parsed({ trail, organization }).accountLookUp;
    expect(read({ lookUp: true, ownerTag: "team" })).to.deep.equal({ ownerTag: "team", environmentTag: "environment" });
    expect(read({ lookUp: true, role })?.role).to.deep.equal({ arn: role, externalIdSecret: "api-warden/external-id" });
    expect(read({})).to.equal(undefined);
    expect(parsed({ trail })).not.to.have.property("accountLookUp");
  });

  it("takes modes that differ by account, unit and tag", () => {
    const modes = { "disable-key": "enforce" };
    const read = parsed({
      trail,
      modeOverrides: [
        { account: 111122223333, modes },
        { unit: "Workloads/Test", modes },
        { tag: "critical=yes", modes },
      ],
    });
    expect(read.modeOverrides).to.deep.equal([
      { subject: "account", value: "111122223333", modes },
      { subject: "unit", value: "Workloads/Test", modes },
      { subject: "tag", value: "critical=yes", modes },
    ]);
    expect(parsed({ trail }).modeOverrides).to.deep.equal([]);
  });

  it("keeps only the keys of its own namespace", () => {
    expect(namespaceValues({ "api-warden:trail": 1, "aws:region": 2, "api-warden-x:trail": 3 })).to.deep.equal({
      trail: 1,
    });
  });

  it("never throws, and never prints what is no word, whatever it is given", () => {
    const anyValue = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.json({ maxDepth: 1 }), fc.string());
    const key = fc.oneof(fc.constantFrom(...Object.keys(settings)), fc.string());
    const inner = fc.constantFrom("create", "bucket", "mute", "window", "tcp", "5.3", "__proto__", "webhookSecret");
    const few = { maxKeys: 2 };
    const nested = fc.dictionary(
      inner,
      fc.oneof(anyValue, fc.array(fc.dictionary(inner, anyValue, few), { maxLength: 2 })),
      few,
    );
    const value = fc.oneof(anyValue, nested, fc.array(nested, { maxLength: 2 }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4 }), (values) => {
        const result = parseConfiguration(values);
        if ("problems" in result) {
          expect(result.problems).not.to.have.length(0);
          const writes = JSON.stringify(values);
          for (const word of ["undefined", "[object Object]", "NaN"].filter((each) => !writes.includes(each))) {
            expect(formatProblems(result.problems)).not.to.contain(word);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
