import * as fs from "node:fs";
import * as path from "node:path";

import type { Layout } from "../../local/program/layout";
import { layOut } from "../../local/program/layout";
import { oncePerRun } from "./once-per-run";

/** A stack without anything but what must be chosen, and a webhook. */
export const webhookStack: Readonly<Record<string, unknown>> = Object.freeze({
  "api-warden:trail": { create: true },
  "api-warden:slack": { webhookSecret: "slack-webhook" },
});

/** The same with an app that can update its messages. */
export const appStack: Readonly<Record<string, unknown>> = Object.freeze({
  "api-warden:trail": { create: true },
  "api-warden:slack": { tokenSecret: "slack-token", channel: "C0123456789" },
});

/** The program laid out with this configuration: once per test run, outside the project's tree, gone with the run. */
export async function laidOutProgram(configuration: Readonly<Record<string, unknown>>): Promise<Layout> {
  const folder = await oncePerRun(`layout ${JSON.stringify(configuration)}`, (empty) =>
    layOut({
      folder: empty,
      account: { accountId: "123456789012", region: "us-east-1" },
      stack: "dev",
      configuration,
    }),
  );
  return JSON.parse(fs.readFileSync(path.join(folder, "layout.json"), "utf8")) as Layout;
}
