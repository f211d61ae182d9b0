import { expect } from "chai";

import { appStack, webhookStack } from "../../support/laid-out-program";
import type { Cut } from "./played-verification";
import { named, verifyWithout, withInputs } from "./played-verification";

const stack = { ...webhookStack, "api-warden:emails": ["ops@example.com"] };

const answering = (status: number, body: string) => () => ({ status, body });

const ofKey = (services: readonly string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "All", Effect: "Allow", Principal: { Service: services }, Action: ["kms:*"], Resource: "*" }],
  });

/** What the stack loses, and the link that is to be named, alone. */
const cuts: Readonly<Record<string, readonly [cut: Cut, broken: string, says: RegExp]>> = {
  "the trail's logging": [
    {
      begin: (declared) => ({
        ...declared,
        trails: (declared.trails ?? []).map((one) => ({ ...one, isLogging: false })),
      }),
    },
    "trail trail",
    /stopped/,
  ],
  "the trail": [{ begin: (declared) => ({ ...declared, trails: [] }) }, "trail trail", /no such trail/],
  "the subscription filter": [
    { gone: named("LogSubscriptionFilter", "post-denials") },
    "subscription filter post-denials",
    /no such subscription filter/,
  ],
  "the log group's permission on the function": [
    { gone: named("Permission", "post-denials") },
    "permission post-denials",
    /does not let logs\.amazonaws\.com/,
  ],
  "the metric filter": [{ gone: named("LogMetricFilter", "denied-calls") }, "metric filter denied-calls", /no such/],
  "the metric filter's pattern": [
    { changed: withInputs("LogMetricFilter", "denied-calls", { pattern: '{$.errorCode="Other"}' }) },
    "metric filter denied-calls",
    /another pattern/,
  ],
  "the alarm": [{ gone: named("MetricAlarm", "denied-calls") }, "alarm denied-calls", /no such alarm/],
  "the alarm's topic": [
    { changed: withInputs("MetricAlarm", "denied-calls", { alarmActions: [] }) },
    "alarm denied-calls",
    /does not tell/,
  ],
  "the compliance topic": [{ gone: named("Topic", "compliance") }, "topic compliance", /no such topic/],
  "the alert topic": [{ gone: named("Topic", "alerts") }, "topic alerts", /no such topic/],
  "the e-mail subscription": [
    { gone: named("TopicSubscription", "alerts-ops@example.com") },
    "topic alerts",
    /ops@example\.com not subscribed/,
  ],
  "the confirmation of an address": [
    {
      begin: (declared) => ({
        ...declared,
        subscriptions: (declared.subscriptions ?? []).map((one) =>
          one.protocol === "email" && one.topicArn.includes(":alerts-") ? { ...one, isConfirmed: false } : one,
        ),
      }),
    },
    "topic alerts",
    /not confirmed by ops@example\.com/,
  ],
  "CloudWatch's leave to publish": [
    {
      changed: withInputs("TopicPolicy", "compliance", {
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
      }),
    },
    "topic compliance",
    /its policy does not let cloudwatch/,
  ],
  "the webhook": [{ slackFault: answering(404, "no_service") }, "Slack webhook", /404 no_service/],
  "the secret": [
    { begin: (declared) => ({ ...declared, secrets: [] }) },
    "Slack secret",
    /GetSecretValue|specified secret/,
  ],
  "the clock's rule": [
    { changed: withInputs("EventRule", "post-denials", { state: "DISABLED" }) },
    "rule post-denials",
    /off/,
  ],
  "the rule's target": [
    { gone: named("EventTarget", "respond-to-exposed-key") },
    "rule respond-to-exposed-key",
    /lead/,
  ],
  "the rule's permission": [
    { gone: named("Permission", "block-public-bucket-events") },
    "permission block-public-bucket-events",
    /does not let events/,
  ],
  "a topic's function": [
    { gone: named("TopicSubscription", "disable-key") },
    "topic subscription disable-key",
    /not subscribed/,
  ],
};

describe("warden verify, in a local run that has lost a link", function () {
  this.timeout(300_000);

  for (const [what, [cut, broken, says]] of Object.entries(cuts)) {
    it(`names the one that is broken, and no symptom: ${what}`, async () => {
      const verified = await verifyWithout(stack, cut);
      expect(verified.broken).to.deep.equal([broken]);
      expect(verified.findings.find(({ link }) => link === broken)?.says).to.match(says);
    });
  }

  it("names the key alone where its policy lets no service publish, by every topic that has it", async () => {
    const { broken, findings } = await verifyWithout(stack, {
      changed: withInputs("Key", "warden", { policy: ofKey(["events.amazonaws.com"]) }),
    });
    expect(broken).to.include("topic compliance");
    expect(broken.every((link) => link.startsWith("topic "))).to.equal(true);
    const said = findings.filter(({ state }) => state === "broken").map(({ says }) => says);
    expect(new Set(said)).to.deep.equal(
      new Set([
        "the policy of its key does not let cloudwatch.amazonaws.com use the key: what it publishes is dropped",
      ]),
    );
  });

  it("names the app's token where Slack knows it no more", async () => {
    const fault = answering(200, '{"ok":false,"error":"invalid_auth"}');
    expect((await verifyWithout(appStack, { slackFault: fault })).broken).to.deep.equal(["Slack token"]);
  });

  it("names the call where nothing refuses it", async () => {
    const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
    const { broken, findings } = await verifyWithout(stack, {
      begin: (declared) => ({
        ...declared,
        callers: Object.fromEntries(
          Object.entries(declared.callers).map(([key, caller]) => [
            key,
            caller.function === "probe" ? { ...caller, policies: [everything] } : caller,
          ]),
        ),
      }),
    });
    expect(broken).to.deep.equal(["denied call"]);
    expect(findings.find(({ link }) => link === "arrival")?.state).to.equal("follows");
  });

  const others: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    "a log group of somebody else's": { ...appStack, "api-warden:trail": { logGroup: "organization-trail" } },
    "one function for both works": { ...appStack, "api-warden:trail": { create: true, subscriptions: 1 } },
    "the alarm alone": { ...appStack, "api-warden:trail": { create: true, subscriptions: 0 } },
    "mail alone": { "api-warden:trail": { create: true } },
    "a public address": {
      ...appStack,
      "api-warden:slack": {
        tokenSecret: "slack-token",
        channel: "C0123456789",
        signingSecret: "slack-signing",
        approvers: ["T0HOME000/U0CAROL00"],
        interactive: true,
      },
    },
  };
  for (const [what, configuration] of Object.entries(others)) {
    it(`passes where nothing is lost of a stack with ${what}`, async () => {
      expect((await verifyWithout(configuration)).broken).to.deep.equal([]);
    });
  }
});
