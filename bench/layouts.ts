import * as fs from "node:fs";
import * as path from "node:path";

import type { Layout } from "../local/program/layout";
import { layOut } from "../local/program/layout";

/** Tickets, and the address that Jira calls back at, so that their functions are declared. */
export const ticketsWithCallback = Object.freeze({
  url: "https://example.atlassian.net",
  project: "SEC",
  user: "warden@example.com",
  tokenSecret: "jira-token",
  callbackSecret: "jira-callback",
});

/** With it, whoever watches keys looks addresses up. */
const allowedCountries = ["DE"];

/** Stacks by name: of each function that the program can declare, one of them has it. The first has what most stacks have. */
export const benchStacks = Object.freeze({
  "a webhook": {
    "api-warden:trail": { create: true },
    "api-warden:slack": { webhookSecret: "slack-webhook" },
    "api-warden:jira": ticketsWithCallback,
    "api-warden:allowedCountries": allowedCountries,
  },
  "one subscription": {
    "api-warden:trail": { logGroup: "trail", subscriptions: 1 },
    "api-warden:slack": {
      ...{ tokenSecret: "slack-token", channel: "C0123456789", signingSecret: "slack-signing" },
      ...{ approvers: ["T0HOME000/U0CAROL00"], interactive: true },
    },
    "api-warden:splunk": { hecUrl: "https://splunk.example.com", tokenSecret: "splunk-token" },
    "api-warden:accounts": ["123456789012", "222233334444"],
    "api-warden:memberRole": "warden-act",
    "api-warden:allowedCountries": allowedCountries,
  },
});

export type BenchStack = keyof typeof benchStacks;

/** Where the country data of a stack comes from. */
export type CountrySource = "geoip-country" | "geoip-lite";

/** Such a stack's configuration, with one source of country data, of whatever age. */
export function benchConfiguration(stack: BenchStack, source: CountrySource): Readonly<Record<string, unknown>> {
  return { ...benchStacks[stack], "api-warden:geo": { source, maxAgeDays: 3650 } };
}

/** The program laid out with that configuration. */
export async function layOutWith(
  source: CountrySource,
  root: string,
  stack: BenchStack = "a webhook",
): Promise<Layout> {
  const folder = path.join(root, stack.replaceAll(" ", "-"), source);
  fs.mkdirSync(folder, { recursive: true });
  return layOut({
    folder,
    account: { accountId: "123456789012", region: "us-east-1" },
    stack: "dev",
    configuration: benchConfiguration(stack, source),
  });
}
