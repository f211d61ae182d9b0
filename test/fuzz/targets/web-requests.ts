import { recordId } from "../../../core/actions/record-id";
import { slackSignature } from "../../../core/slack/signature";
import { jiraSignature } from "../../../core/tickets/signature";
import { causeLabel } from "../../../core/tickets/label";
import type { TicketRecord } from "../../../core/tickets/ticket-record";
import type { Random } from "../../../local/bundled-day/random";
import { urlEvent } from "../../../local/play/function-urls";
import { webhookStandIn } from "../../../local/stack-file";
import { sampleActionRecord } from "../../core/actions/sample-action-record";
import { mutant, wordedOtherwise } from "../mutate";
import type { FuzzTarget, KnownRow, Scene, Trial } from "../trial";
import { areKept, mark } from "../trial";
import { ownAccount } from "./changes";
import { keyOf } from "./people";

const secondMs = 1_000;

type Headers = Readonly<Record<string, string>>;

interface SentRequest {
  readonly event: unknown;
  /** Whether it is signed as it is. */
  readonly isWhole: boolean;
}

/**
 * A request whose body is changed and then signed, as whoever has the secret could; now and then one whose signature is for
 * something else, or the event around it is changed.
 */
function request(body: string, headersOf: (body: string) => Headers, { random, nowMs }: Scene): SentRequest {
  const chance = random.fraction();
  const headers = headersOf(body);
  const event = urlEvent({ method: "POST", body, headers }, nowMs);
  if (chance < 0.9) return { event, isWhole: true };
  if (chance < 0.97) return { event: mutant(event, random), isWhole: false };
  return { event: urlEvent({ method: "POST", body: `${body} `, headers }, nowMs), isWhole: false };
}

const idOf = (number: number) =>
  recordId("disable-key", { account: undefined, id: keyOf(number) }, `event ${number % 40}`);

function press(scene: Scene): Trial {
  const { number, nowMs, random } = scene;
  const payload = {
    type: "block_actions",
    user: {
      id: random.pick(["U0CAROL00", "U0CAROL00", "U0OTHER00"]),
      username: "carol",
      name: "carol",
      team_id: "T0HOME000",
    },
    api_app_id: "A0123456789",
    team: { id: "T0HOME000", domain: "home" },
    channel: { id: "C0123456789", name: "alerts" },
    container: { type: "message", message_ts: "1700000000.000100", channel_id: "C0123456789", is_ephemeral: false },
    trigger_id: mark(number),
    response_url: `https://hooks.slack.com/actions/T0HOME000/${number}/secret`,
    actions: [
      {
        ...{ type: "button", block_id: "b", action_ts: "1700000000.1", text: { type: "plain_text", text: "Approve" } },
        ...{ action_id: random.pick(["warden-approve", "warden-leave", "warden-expected"]), value: idOf(number) },
      },
    ],
  };
  const other = mutant(payload, random);
  const form = (value: unknown) => new URLSearchParams({ payload: JSON.stringify(value) ?? "" }).toString();
  const timestamp = String(Math.floor(nowMs / 1000));
  const { event } = request(
    random.fraction() < 0.05 ? changedForm(form(other), random) : form(other),
    (body) => ({
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": slackSignature(Buffer.from(body), timestamp, webhookStandIn),
    }),
    scene,
  );
  return { event, mutants: 1, accountable: [], mayReject: true };
}

function changedForm(form: string, random: Random): string {
  return String((mutant([form], random) as unknown[])[0]);
}

/** Questions that wait for an answer. */
function questions(nowMs: number): KnownRow[] {
  return Array.from({ length: 40 }, (_, number) => {
    const value = sampleActionRecord({
      ...{ id: idOf(number), state: "asked", verdict: "ask", reason: "mode-approve", told: true },
      subject: { kind: "key", id: keyOf(number), account: ownAccount },
      eventIds: [`event ${number}`],
      ...{ createdAtMs: nowMs, changedAtMs: nowMs, askedUntilMs: nowMs + 86_400_000 },
      request: { key: { accessKeyId: keyOf(number), signals: [], eventIds: [] }, occasion: `event ${number}` },
    });
    return { table: "actions", key: `RECORD#${value.id}`, value };
  });
}

/** Tickets that have an issue each. */
function tickets(nowMs: number): KnownRow[] {
  return Array.from({ length: 50 }, (_, number) => {
    const label = causeLabel(`cause ${number}`);
    const value: TicketRecord = {
      ...{
        label,
        kind: "rule-returned",
        subject: { kind: "key", id: keyOf(number) },
        account: ownAccount,
        region: "us-east-1",
      },
      ...{
        eventIds: [mark(number)],
        issue: { id: String(10_000 + number), key: `SEC-${number}` },
        issueSinceMs: nowMs,
      },
      ...{ count: 1, toldCount: 1, firstAtMs: nowMs, lastAtMs: nowMs, toldOutcomes: {}, notes: [], nextNumber: 2 },
      ...{ messageIds: [], occasions: [], failures: 0 },
    };
    return { table: "tickets", key: `TICKET#${label}`, value };
  });
}

const actions = ["disable-key", "revoke-sessions", "__proto__", "constructor", "x".repeat(100)];

function webhook(scene: Scene): Trial {
  const { number, nowMs, random } = scene;
  const labels = ["team-blue", causeLabel(`cause ${number % 50}`), `warden-action-${random.pick(actions)}`];
  const content = {
    timestamp: nowMs,
    webhookEvent: random.pick(["jira:issue_created", "jira:issue_updated"]),
    user: { accountId: "5b10a2844c20165700ede21g", displayName: "Warden", active: true },
    issue: {
      ...{
        id: String(10_000 + number),
        self: "https://example.atlassian.net/rest/api/3/issue/1",
        key: `SEC-${number}`,
      },
      fields: { summary: "An incident", labels, status: { name: "To Do", statusCategory: { key: "new" } } },
    },
    changelog: {
      id: "1",
      items: [{ field: "labels", fieldtype: "jira", fromString: "team-blue", toString: labels.join(" ") }],
    },
  };
  const other = mutant(content, random);
  const isSame = areKept(content, other, ["timestamp", "webhookEvent", "issue", "changelog"]);
  const { event, isWhole } = request(
    JSON.stringify(other) ?? "",
    (body) => ({
      "content-type": "application/json; charset=utf-8",
      "x-atlassian-webhook-identifier": mark(number, 1),
      "x-hub-signature": jiraSignature(Buffer.from(body, "utf8"), webhookStandIn),
    }),
    scene,
  );
  return { event, mutants: 1, accountable: isSame && isWhole ? [[String(10_000 + number)]] : [], mayReject: true };
}

/** What the function has put into its own queue of a webhook. */
function called(scene: Scene): Trial {
  const { number, random } = scene;
  const message = {
    warden: "callback",
    record: String(10_000 + (number % 50)),
    incidents: [causeLabel(`cause ${number % 50}`)],
    actions: [random.pick(actions)],
    isNew: random.fraction() < 0.5,
    tries: random.pick([0, 5, 12]),
  };
  const named = { ...message, actions: [wordedOtherwise({ name: random.pick(actions) }, ["name"], random).name] };
  const [other] = mutant([JSON.stringify(message)], random) as unknown[];
  const body = random.fraction() < 0.5 ? JSON.stringify(named) : other;
  const record = { eventSource: "aws:sqs", messageId: mark(number, 1), body, attributes: {} };
  const event = random.fraction() < 0.9 ? { Records: [record] } : mutant({ Records: [record] }, random);
  return { event, mutants: 1, accountable: [], mayReject: true };
}

export const webRequests: Readonly<Record<string, FuzzTarget>> = {
  "approve-action": {
    stack: "everything on",
    core: ["giveAnswer", "isApprover"],
    stepMs: secondMs,
    rows: questions,
    trial: press,
  },
  "ticket-callback": {
    stack: "everything on",
    core: ["isRecent", "takeUp"],
    stepMs: secondMs,
    rows: tickets,
    trial: (scene) => (scene.number % 2 === 0 ? webhook(scene) : called(scene)),
  },
};
