import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { visibleText } from "../../../core/slack/escape";
import type { ActionRecord } from "../../../core/actions/record";
import { recordId } from "../../../core/actions/record-id";
import { slackSignature } from "../../../core/slack/signature";
import type { AccountSetup } from "../../../local/account/types";
import type { PlayedEffect } from "../../../local/effects";
import type { Play } from "../../../local/play/play";
import { startPlay } from "../../../local/play/play";
import type { UrlAnswer, UrlRequest } from "../../../local/play/function-urls";
import { webhookStandIn } from "../../../local/stack-file";
import { sampleActionRecord } from "../../core/actions/sample-action-record";
import { laidOutProgram } from "../../support/laid-out-program";

export const account = "123456789012";
export const nowMs = Date.parse("2026-10-01T12:00:00Z");

/** A stack whose questions have buttons. */
export const interactiveStack = {
  "api-warden:trail": { create: true },
  "api-warden:modes": { "disable-key": "approve" },
  "api-warden:slack": {
    tokenSecret: "slack-token",
    channel: "C0123456789",
    signingSecret: "slack-signing",
    approvers: ["T0HOME000/U0CAROL00"],
    interactive: true,
  },
};

/** Secrets' values never come near a local run; this one stands in for the signing secret. */
export const signingSecret = webhookStandIn;

const keyOf = (name: string) => `AKIA${name.toUpperCase().padEnd(16, "0")}`;

/** Id of the record of this question, as the responder finds it. */
export function idOf(name: string): string {
  return recordId("disable-key", { account: undefined, id: keyOf(name) }, `event of ${name}`);
}

/** A question about a key of its own, asked a minute ago. */
export function question(name: string, changes: Partial<ActionRecord> = {}): ActionRecord {
  const id = idOf(name);
  const accessKeyId = keyOf(name);
  const key = { accessKeyId, signals: [], eventIds: [`event of ${name}`], seenAtMs: nowMs - 90_000, account };
  return sampleActionRecord({
    id,
    state: "asked",
    verdict: "ask",
    reason: "mode-approve",
    subject: { kind: "key", id: accessKeyId, account },
    eventIds: key.eventIds,
    createdAtMs: nowMs - 60_000,
    changedAtMs: nowMs - 60_000,
    askedUntilMs: nowMs + 1_740_000,
    request: { key, occasion: `event of ${name}` },
    told: true,
    firstToldAtMs: nowMs - 60_000,
    ...changes,
  });
}

/** What differs from a good press on Approve by an approver. */
export interface Press {
  readonly recordId: string;
  readonly answer?: string;
  readonly user?: { readonly id: string; readonly team_id: string };
  readonly triggerId?: string;
  readonly responseUrl?: string;
  readonly secret?: string;
  readonly secondsOld?: number;
}

let triggers = 0;

/** The request that Slack sends for the press. */
export function pressed(
  press: Press,
): UrlRequest & { readonly body: string; readonly headers: Record<string, string> } {
  const { recordId, answer = "approve", user = { id: "U0CAROL00", team_id: "T0HOME000" } } = press;
  const payload = {
    type: "block_actions",
    user,
    team: { id: "T0HOME000" },
    trigger_id: press.triggerId ?? `1.2.${(triggers += 1)}`,
    response_url: press.responseUrl ?? "https://hooks.slack.com/actions/T0HOME000/1/secret",
    actions: [{ type: "button", action_id: `warden-${answer}`, value: recordId }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(nowMs / 1000 - (press.secondsOld ?? 0));
  return {
    method: "POST",
    body,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": slackSignature(Buffer.from(body), timestamp, press.secret ?? signingSecret),
    },
  };
}

/** `approve-action` and `disable-key` from their uploaded form, joined as they are declared. */
export class ApprovalStage {
  private constructor(
    private readonly play: Play,
    private readonly effects: PlayedEffect[],
    private readonly folder: string,
  ) {}

  static async start(records: readonly ActionRecord[]): Promise<ApprovalStage> {
    const layout = await laidOutProgram(interactiveStack);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-approve-"));
    const effects: PlayedEffect[] = [];
    const emit = (effect: PlayedEffect) => void effects.push(effect);
    const play = await startPlay({ layout, folder, emit, begin: (declared) => withQuestions(declared, records) });
    return new ApprovalStage(play, effects, folder);
  }

  /** Sends the request, lets happen what it sets off, and gives the answer with all effects. */
  async send(request: UrlRequest): Promise<UrlAnswer & { readonly effects: readonly PlayedEffect[] }> {
    this.effects.length = 0;
    const answer = await this.play.request("approve-action", request, nowMs);
    return { ...answer, effects: [...this.effects] };
  }

  async record(id: string): Promise<ActionRecord | undefined> {
    const items = (await this.play.save()).tables?.flatMap(({ items: all = [] }) => all) ?? [];
    const item = items.find(({ key }) => textOf(key) === `RECORD#${id}`);
    return item === undefined ? undefined : (JSON.parse(textOf(item.value)) as ActionRecord);
  }

  /** Keys of the table's items that begin so. */
  async itemsOf(prefix: string): Promise<string[]> {
    const items = (await this.play.save()).tables?.flatMap(({ items: all = [] }) => all) ?? [];
    return items.map(({ key, item }) => `${textOf(key)}/${textOf(item)}`).filter((name) => name.startsWith(prefix));
  }

  async keyStatus(id: string): Promise<string | undefined> {
    const record = await this.record(id);
    const keys = (await this.play.save()).users?.flatMap((user) => user.keys ?? []) ?? [];
    return keys.find(({ accessKeyId }) => accessKeyId === record?.subject.id)?.status;
  }

  async stop(): Promise<void> {
    await this.play.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

function textOf(value: unknown): string {
  return (value as { S?: string } | undefined)?.S ?? "";
}

/** What the user is told: the text of the answer's body. */
export function told({ body }: UrlAnswer): string {
  return visibleText((JSON.parse(body) as { text: string }).text);
}

function withQuestions(declared: AccountSetup, records: readonly ActionRecord[]): AccountSetup {
  const items = records.map((record) => ({
    key: { S: `RECORD#${record.id}` },
    item: { S: "STATE" },
    version: { N: "1" },
    value: { S: JSON.stringify(record) },
  }));
  const users = records.map(({ id, subject }) => ({
    name: `owner-of-${id}`,
    keys: [{ accessKeyId: subject.id, lastUsed: { atMs: nowMs - 90_000, service: "s3", region: "us-east-1" } }],
  }));
  return {
    ...declared,
    users,
    tables: (declared.tables ?? []).map((table) => (table.name.startsWith("actions") ? { ...table, items } : table)),
  };
}
