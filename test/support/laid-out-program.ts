import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { Layout } from "../../local/program/layout";
import { layOut } from "../../local/program/layout";

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

const layouts = new Map<string, Promise<Layout>>();

/** The program laid out with this configuration: once per test process, outside the project's tree, gone with the process. */
export function laidOutProgram(configuration: Readonly<Record<string, unknown>>): Promise<Layout> {
  const key = JSON.stringify(configuration);
  let layout = layouts.get(key);
  if (layout === undefined) layouts.set(key, (layout = layOutOnce(configuration)));
  return layout;
}

function layOutOnce(configuration: Readonly<Record<string, unknown>>): Promise<Layout> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-test-"));
  process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  return layOut({
    folder,
    account: { accountId: "123456789012", region: "us-east-1" },
    stack: "dev",
    configuration,
  });
}
