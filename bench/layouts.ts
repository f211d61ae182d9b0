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

/** The program laid out with one source of country data, of whatever age, and a webhook. */
export async function layOutWith(source: string, root: string): Promise<Layout> {
  const folder = path.join(root, source);
  fs.mkdirSync(folder, { recursive: true });
  return layOut({
    folder,
    account: { accountId: "123456789012", region: "us-east-1" },
    stack: "dev",
    configuration: {
      "api-warden:trail": { create: true },
      "api-warden:slack": { webhookSecret: "slack-webhook" },
      "api-warden:geo": { source, maxAgeDays: 3650 },
      "api-warden:jira": ticketsWithCallback,
      // With it, `watch-keys` looks addresses up.
      "api-warden:allowedCountries": ["DE"],
    },
  });
}
