import { actionStore } from "../../clients/action-store";
import type { MessageChannel } from "../../clients/slack";
import { plainTextOf } from "../../core/slack/plain-text";
import type { ResponderParts } from "../../handlers/actions/parts";
import { respond } from "../../handlers/actions/respond";
import type { Responder } from "../../handlers/actions/responder";
import type { ActionSettings } from "../../handlers/actions/settings";
import { actionSettings } from "./action-settings";
import { memoryTable } from "./memory-table";

/** A table, a channel that can be down, and a log in memory, for a responder of any action. */
export function respondingStage(modes: Partial<ActionSettings["modes"]> = {}) {
  const table = memoryTable();
  const posts: string[] = [];
  const decisions: string[] = [];
  const state = { slackIsDown: false };
  const channel: MessageChannel = {
    updates: false,
    prepare() {},
    async post(message) {
      if (state.slackIsDown) throw new Error("Slack answered 503");
      posts.push(plainTextOf(message));
      return undefined;
    },
    async update() {},
  };
  const parts: ResponderParts = {
    settings: actionSettings(modes),
    store: actionStore(table),
    channel,
    wake: { async send() {} },
    place: { logGroup: "/trail", homeRegion: "us-east-1", stackName: "dev" },
  };
  return {
    ...{ table, parts, posts, state },
    /** `VERDICT REASON` of each decision, in order. */
    decisions,
    /** Responds to a request; gives how many messages that led to. */
    async postsOf<Request>(request: Request, responder: Responder<Request>, atMs: number): Promise<number> {
      const before = posts.length;
      await quietly(decisions, () => respond(request, responder, parts, atMs));
      return posts.length - before;
    },
  };
}

async function quietly(decisions: string[], run: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = (line: unknown) => {
    const { warden, verdict, reason } = JSON.parse(String(line)) as Record<string, unknown>;
    if (warden === "decided") decisions.push(`${String(verdict)} ${String(reason)}`);
  };
  try {
    await run();
  } finally {
    console.log = log;
  }
}
