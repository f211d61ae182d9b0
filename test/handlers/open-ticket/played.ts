import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { IAMClient, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

import type { AccountSetup } from "../../../local/account/types";
import type { DecisionEffect, PlayedEffect } from "../../../local/effects";
import type { LocalIssue } from "../../../local/http/jira-issues";
import { accessKeyOf } from "../../../local/play/account-setup";
import type { UrlAnswer, UrlRequest } from "../../../local/play/function-urls";
import { Graph, textOf } from "../../../local/play/graph";
import type { JiraBehaviour } from "../../../local/play/jira";
import type { Play } from "../../../local/play/play";
import { startPlay } from "../../../local/play/play";
import type { Layout } from "../../../local/program/layout";
import { laidOutProgram } from "../../support/laid-out-program";

export const account = "123456789012";
export const nowMs = Date.parse("2026-10-01T12:00:00Z");
export const keyId = "AKIA0001XXXXXXXBUILD";
export const breakGlassKeyId = "AKIA0001XXBREAKGLASS";

/** A SIEM may report keys, one signal is enough, and what comes of it is kept in Jira, which may call back. */
export const ticketStack: Readonly<Record<string, unknown>> = Object.freeze({
  "api-warden:trail": { create: true },
  "api-warden:slack": { webhookSecret: "slack-webhook" },
  "api-warden:modes": { "disable-key": "enforce" },
  "api-warden:signalsToEnforce": 1,
  "api-warden:suspiciousKeys": { publishers: ["arn:aws:iam::444455556666:role/siem-alerts"] },
  "api-warden:protected": [{ user: "break-glass" }],
  "api-warden:jira": {
    url: "https://example.atlassian.net",
    project: "SEC",
    user: "warden@example.com",
    tokenSecret: "warden/jira-token",
    callbackSecret: "warden/jira-callback",
  },
});

const lastUsed = { atMs: nowMs - 90_000, service: "s3", region: "us-east-1" };

const people: Partial<AccountSetup> = {
  accountAliases: { [account]: ["payments-production"] },
  users: [
    {
      name: "build",
      tags: { owner: "team-payments", "on-call": "payments-pager" },
      keys: [{ accessKeyId: keyId, lastUsed }],
    },
    { name: "break-glass", tags: { owner: "security" }, keys: [{ accessKeyId: breakGlassKeyId, lastUsed }] },
  ],
};

/** The whole declared program with a local Jira. */
export class TicketStage {
  private constructor(
    readonly play: Play,
    private readonly layout: Layout,
    readonly effects: PlayedEffect[],
    private readonly folder: string,
  ) {}

  static async start(jira: JiraBehaviour = {}): Promise<TicketStage> {
    const layout = await laidOutProgram(ticketStack);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-tickets-"));
    const effects: PlayedEffect[] = [];
    const emit = (effect: PlayedEffect) => void effects.push(effect);
    const play = await startPlay({ layout, folder, emit, jira, begin: (declared) => ({ ...declared, ...people }) });
    return new TicketStage(play, layout, effects, folder);
  }

  /** Publishes to a declared topic, and lets happen all that it sets off before `untilMs`. */
  async publish(topicName: string, text: string, atMs: number, untilMs?: number): Promise<void> {
    const topic = new Graph(this.layout).all("aws:sns/topic:Topic").find(({ name }) => name === topicName);
    const credentials = this.credentialsOf(topicName === "incidents" ? "disable-key" : "respond-to-exposed-key");
    await this.play.fromOutside(
      async (endpoint) => {
        const client = new SNSClient({ endpoint, region: "us-east-1", credentials });
        await client.send(new PublishCommand({ TopicArn: textOf(topic?.outputs.arn), Message: text }));
        client.destroy();
      },
      atMs,
      untilMs,
    );
  }

  /** Somebody makes a key active again. */
  async reactivate(userName: string, accessKeyId: string, atMs: number): Promise<void> {
    const credentials = this.credentialsOf("disable-key");
    await this.play.fromOutside(async (endpoint) => {
      const client = new IAMClient({ endpoint, region: "us-east-1", credentials });
      await client.send(new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId, Status: "Active" }));
      client.destroy();
    }, atMs);
  }

  /** What a function signs with, which is invented. */
  private credentialsOf(functionName: string): { accessKeyId: string; secretAccessKey: string } {
    const position = this.layout.functions.findIndex(({ name }) => name === functionName);
    return { accessKeyId: accessKeyOf(position), secretAccessKey: "invented" };
  }

  callBack(request: UrlRequest, atMs: number): Promise<UrlAnswer> {
    return this.play.request("ticket-callback", request, atMs);
  }

  get issues(): readonly LocalIssue[] {
    return this.play.issues;
  }

  get decisions(): DecisionEffect[] {
    return this.effects.filter((effect): effect is DecisionEffect => effect.effect === "decision");
  }

  /** Errors, and calls that a role did not allow. */
  get troubles(): PlayedEffect[] {
    return this.effects.filter((one) => one.effect === "error" || (one.effect === "api" && !one.allowed));
  }

  async keyStatus(accessKeyId: string): Promise<string> {
    const keys = ((await this.play.save()).users ?? []).flatMap((user) => user.keys ?? []);
    return keys.find((key) => key.accessKeyId === accessKeyId)?.status ?? "Active";
  }

  deadLetters(functionName: string): string[] {
    const queue = new Graph(this.layout)
      .all("aws:sqs/queue:Queue")
      .find(({ name }) => name === `${functionName}-dead-letters`);
    return this.play.messagesIn(textOf(queue?.outputs.arn));
  }

  async stop(): Promise<void> {
    await this.play.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
