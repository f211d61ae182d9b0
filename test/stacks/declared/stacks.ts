import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";

import type { Declared, DeclareOutcome } from "../../program/declare";
import { declare, leastConfiguration, twoAtATime } from "../../program/declare";
import { oncePerRun } from "../../support/once-per-run";
import { only } from "../graph";

export const functionType = "aws:lambda/function:Function";
export const roleType = "aws:iam/role:Role";
export const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:own/webhook-Ab12Cd";
export const boundary = "arn:aws:iam::123456789012:policy/boundary";
export const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/0f0e0d0c-0000-4000-8000-000000000001";
/** The log group of a trail that the stack does not create. */
export const existing = "aws-cloudtrail-logs";

/** Every value of every setting that changes the graph, in as few stacks as hold them all. */
export const configurations = {
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

export type StackName = keyof typeof configurations;
export const stackNames = Object.keys(configurations) as StackName[];

/** What the program declares in each stack, and says of it, for the tests of a `describe`: made once per run. */
export function declaredStacks() {
  const stacks = {} as Record<StackName, readonly Declared[]>;
  const said = {} as Record<StackName, string>;

  before("declare every stack", async function () {
    this.timeout(300_000);
    await twoAtATime(
      stackNames.map((name) => async () => {
        const outcome = await outcomeOf(name);
        expect(outcome.status, outcome.said).to.equal(0);
        stacks[name] = outcome.resources;
        said[name] = outcome.said;
      }),
    );
  });

  return { stacks, said, postDenials: (name: StackName) => only(stacks[name], functionType, "post-denials") };
}

async function outcomeOf(name: StackName): Promise<DeclareOutcome> {
  const file = "outcome.json";
  const folder = await oncePerRun(`declared ${name}`, async (empty) => {
    const outcome = await declare({ configuration: configurations[name], withCode: withCode.includes(name) });
    fs.writeFileSync(path.join(empty, file), JSON.stringify(outcome));
  });
  return JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as DeclareOutcome;
}
