import type { SlackMessage } from "../core/slack/message";
import { loadAxios } from "./axios";
import { httpsAdapter } from "./https-adapter";
import type { Secret } from "./secret";

/** Where a message is, for an app that can update it. */
export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
}

/** Something that takes Slack messages. */
export interface MessageChannel {
  /** Whether `update` works: an incoming webhook can only post. */
  readonly updates: boolean;
  /** Starts to fetch what the next message needs, while that is still being written. Its failures are those of the message. */
  prepare(nowMs: number): void;
  /** Posts, and says where the message is if it can be updated. Throws where it wasn't taken. */
  post(message: SlackMessage, nowMs: number): Promise<PostedMessage | undefined>;
  update(posted: PostedMessage, message: SlackMessage, nowMs: number): Promise<void>;
  /** Asks whether a message would be taken, without posting one; absent where nobody can be asked. Throws why it would not. */
  check?(nowMs: number): Promise<void>;
}

/** Waiting inside one invocation, in sum; beyond it the invocation fails and Lambda's own retry takes over. */
export interface Patience {
  /** Waits if the time left allows it; false where it doesn't. */
  wait(milliseconds: number): Promise<boolean>;
}

const requestTimeoutMs = 10_000;

/** Pauses before the second and third try where Slack names none. */
const backOffMs = Object.freeze([400, 1_200]);

/** Hosts of Slack's incoming webhooks, so that a wrong secret never sends events elsewhere. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
const webhookHosts = Object.freeze(["hooks.slack.com", "hooks.slack-gov.com"]);

/** What a webhook that works says of a message without a text; one that is gone says so instead. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
const emptyMessageAnswers: readonly string[] = Object.freeze(["no_text", "missing_text_or_fallback_or_attachments"]);

interface SlackAnswer {
  readonly status: number;
  readonly retryAfterMs?: number;
  readonly body: unknown;
}

export function patience(budgetMs: number, sleep: (milliseconds: number) => Promise<void>): Patience {
  const left = { ms: budgetMs };
  return {
    async wait(milliseconds) {
      if (milliseconds > left.ms) return false;
      left.ms -= milliseconds;
      await sleep(milliseconds);
      return true;
    },
  };
}

/** A channel that posts through an incoming webhook, whose whole URL is the secret. */
export function slackWebhook(webhook: Secret, patient: () => Patience): MessageChannel {
  return {
    updates: false,
    prepare: (nowMs) => ask(webhook, nowMs),
    async post(message, nowMs) {
      const url = webhookUrl(await webhook.value(nowMs));
      await send(url, {}, message, patient(), (answer) => {
        if (answer.status === 403 || answer.status === 404 || answer.status === 410) webhook.forget();
        return answer.status === 200 && answer.body === "ok" ? undefined : failure(answer);
      });
      return undefined;
    },
    async update() {
      throw new Error("an incoming webhook can't update a message");
    },
    async check(nowMs) {
      const url = webhookUrl(await webhook.value(nowMs));
      await send(url, {}, { text: "" }, patient(), (answer) =>
        answer.status === 400 && emptyMessageAnswers.includes(String(answer.body)) ? undefined : failure(answer),
      );
    },
  };
}

/** A channel that posts and updates as an app, with its bot token. https://docs.slack.dev/reference/methods/chat.update */
export function slackApp(token: Secret, channel: string, patient: () => Patience): MessageChannel {
  async function call(method: string, body: object, nowMs: number): Promise<PostedMessage> {
    const headers = { authorization: `Bearer ${await token.value(nowMs)}` };
    const answer = await send(`https://slack.com/api/${method}`, headers, body, patient(), (one) => {
      const { ok, error, ts } = (one.body ?? {}) as { ok?: unknown; error?: unknown; ts?: unknown };
      if (one.status === 200 && ok === true && typeof ts === "string") return undefined;
      if (error === "invalid_auth" || error === "token_revoked" || error === "token_expired") token.forget();
      return failure(one);
    });
    const { channel: place, ts } = answer.body as { channel?: string; ts: string };
    return { channel: place ?? channel, ts };
  }
  return {
    updates: true,
    prepare: (nowMs) => ask(token, nowMs),
    async post(message, nowMs) {
      return call("chat.postMessage", { channel, ...message }, nowMs);
    },
    async update(posted, message, nowMs) {
      await call("chat.update", { ...posted, ...message }, nowMs);
    },
    // https://docs.slack.dev/reference/methods/auth.test
    async check(nowMs) {
      const headers = { authorization: `Bearer ${await token.value(nowMs)}` };
      await send("https://slack.com/api/auth.test", headers, {}, patient(), (one) =>
        one.status === 200 && (one.body as { ok?: unknown } | null)?.ok === true ? undefined : failure(one),
      );
    },
  };
}

function ask(secret: Secret, nowMs: number): void {
  secret.value(nowMs).then(undefined, () => {});
}

function webhookUrl(text: string): string {
  let host: string;
  try {
    const url = new URL(text);
    host = url.protocol === "https:" ? url.host : "";
  } catch {
    host = "";
  }
  if (!webhookHosts.includes(host)) {
    throw new Error(`the webhook's secret is not an https URL of ${webhookHosts.join(" or ")}`);
  }
  return text;
}

/** Undefined where Slack took the message; otherwise why not, and whether another try makes sense. */
type Verdict = { readonly why: string; readonly retry: boolean } | undefined;

function failure({ status, body }: SlackAnswer): Verdict {
  const said = typeof body === "string" ? body : ((body as { error?: unknown } | null)?.error ?? "");
  const why = `Slack answered ${status} ${String(said).slice(0, 100)}`.trim();
  return { why, retry: status < 300 || status === 429 || status >= 500 };
}

async function send(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: object,
  patient: Patience,
  judge: (answer: SlackAnswer) => Verdict,
): Promise<SlackAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    const { answer, verdict } = await tryOnce(url, headers, body, judge);
    if (verdict === undefined) return answer;
    const pauseMs = answer.retryAfterMs ?? backOffMs[attempt];
    if (!verdict.retry || attempt >= backOffMs.length || pauseMs === undefined || !(await patient.wait(pauseMs))) {
      throw new Error(verdict.why);
    }
  }
}

async function tryOnce(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: object,
  judge: (answer: SlackAnswer) => Verdict,
): Promise<{ answer: SlackAnswer; verdict: Verdict }> {
  try {
    const response = await loadAxios().post(url, body, {
      headers: { "content-type": "application/json; charset=utf-8", ...headers },
      timeout: requestTimeoutMs,
      adapter: httpsAdapter,
    });
    const seconds = Number(response.headers["retry-after"]);
    const answer: SlackAnswer = {
      status: response.status,
      body: response.data as unknown,
      ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
    };
    return { answer, verdict: judge(answer) };
  } catch (error) {
    // The error's own text and its request hold the URL, which is the secret.
    const code = (error as { code?: unknown }).code;
    const why = `Slack was not reached (${typeof code === "string" ? code : "no answer"})`;
    return { answer: { status: 0, body: "" }, verdict: { why, retry: true } };
  }
}
