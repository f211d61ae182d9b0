import { actionStore } from "../../../clients/action-store";
import type { HistoryPage, HistoryQuestion } from "../../../clients/event-history";
import { findingStore } from "../../../clients/finding-memory";
import { lookupSlots } from "../../../clients/lookup-slots";
import type { Principal } from "../../../clients/principals";
import type { MessageChannel } from "../../../clients/slack";
import type { Mode, Signal } from "../../../core/actions/action";
import { findingOf } from "../../../core/findings/finding";
import { originCheck } from "../../../core/keys/country-check";
import { plainTextOf } from "../../../core/slack/plain-text";
import type { ResponderParts } from "../../../handlers/actions/parts";
import { respond } from "../../../handlers/actions/respond";
import { keyResponder } from "../../../handlers/disable-key/responder";
import { respondersFor } from "../../../handlers/disable-key/responders-for";
import type { DisableKeySettings } from "../../../handlers/disable-key/settings";
import { sessionResponder } from "../../../handlers/disable-key/session-responder";
import { takeReport } from "../../../handlers/disable-key/take-report";
import type { FindingParts } from "../../../handlers/respond-to-finding/parts";
import { takeFinding } from "../../../handlers/respond-to-finding/take-finding";
import { keySettings } from "../../support/key-settings";
import { knownPolicies } from "../../support/known-policies";
import { knownUsers } from "../../support/known-users";
import { memoryTable } from "../../support/memory-table";
import { findingAccount, findingAtMs, userKey } from "../../support/sample-finding";

export interface StageOptions {
  /** Of every type of finding. */
  readonly findings?: Mode;
  /** Of `disable-key` and `revoke-sessions`. */
  readonly actions?: Mode;
  readonly signalsToEnforce?: number;
  /** Whether the channel can update its messages. */
  readonly updates?: boolean;
  /** Whether Slack is set up at all. */
  readonly slack?: boolean;
  /** What was known against the user's key before. */
  readonly known?: readonly Signal[];
  readonly page?: (question: HistoryQuestion, next: string | undefined) => HistoryPage | Error;
  /** The function that responds to findings runs in this account. */
  readonly ownAccount?: string;
}

export type FindingStage = Awaited<ReturnType<typeof findingStage>>;

/** `respond-to-finding` and `disable-key`, joined by their topic and table, with an account, people and clocks in memory. */
export async function findingStage({
  findings = "enforce",
  actions = "enforce",
  signalsToEnforce = 1,
  updates = false,
  slack = true,
  known = [],
  page = () => ({ records: [] }),
  ownAccount = findingAccount,
}: StageOptions = {}) {
  const table = memoryTable();
  const store = actionStore(table);
  for (const signal of known) await store.noteSignal(userKey, signal);
  /** What happened, in order: `post`, `mail`, `update`, `report`, `lookup REGION`. */
  const happened: string[] = [];
  const posts: string[] = [];
  const updated: string[] = [];
  const mails: { readonly subject: string; readonly text: string }[] = [];
  const reports: string[] = [];
  const logged: Record<string, unknown>[] = [];
  const actionPosts: string[] = [];
  const trouble = { slack: false, topic: false };
  const state = { nowMs: findingAtMs + 60_000, waitedMs: 0 };

  const channel: MessageChannel = {
    updates,
    prepare() {},
    async post(message) {
      happened.push("post");
      if (trouble.slack) throw new Error("Slack answered 503");
      posts.push(plainTextOf(message));
      return updates ? { channel: "C1", ts: String(posts.length) } : undefined;
    },
    async update(_posted, message) {
      happened.push("update");
      updated.push(plainTextOf(message));
    },
  };
  const parts: FindingParts = {
    settings: {
      findings: { "": findings },
      modes: { ...keySettings({ rule, modes: actions }).modes, "revoke-sessions": actions },
      signalsToEnforce,
      channel: slack ? { kind: "webhook" } : { kind: "mail" },
    },
    findings: findingStore(table),
    store,
    suspiciousKeys: {
      async publish(text) {
        happened.push("report");
        if (trouble.topic) throw new Error("InternalErrorException");
        reports.push(text);
      },
    },
    ...(slack ? { channel } : {}),
    mail: {
      async publish(text, subject = "") {
        happened.push("mail");
        mails.push({ subject, text });
      },
    },
    history: {
      async page(question, next) {
        happened.push(`lookup ${question.region}`);
        const found = page(question, next);
        if (found instanceof Error) throw found;
        return found;
      },
    },
    slots: lookupSlots(table, () => state.nowMs),
    permissions: {
      keysOf: () => Promise.resolve([{ accessKeyId: userKey, isActive: true }]),
      ofUser: () => Promise.resolve({ attached: ["ReadOnly"], inline: [], groups: [{ name: "ops", attached: [] }] }),
      ofRole: () => Promise.resolve({ attached: ["Deploy"], inline: ["own"], groups: [] }),
    },
    clock: {
      now: () => state.nowMs,
      async wait(milliseconds) {
        state.waitedMs += milliseconds;
        state.nowMs += milliseconds;
      },
    },
    ownAccount,
  };

  const keys = knownUsers({
    name: "build",
    keys: [
      { accessKeyId: userKey, isActive: true },
      { accessKeyId: "AKIAEXAMPLEBUILD0002", isActive: true },
    ],
  });
  const users: Record<string, Principal | undefined> = { build: principal("AIDAEXAMPLEBUILD0001", "user/build") };
  const roles: Record<string, Principal | undefined> = { deploy: principal("AROAEXAMPLEDEPLOY001", "role/deploy") };
  const policies = { user: knownPolicies("build"), role: knownPolicies("deploy") };
  const settings: DisableKeySettings = {
    ...keySettings({ rule, modes: actions }),
    modes: parts.settings.modes,
    signalsToEnforce,
  };
  const responding: ResponderParts = {
    settings,
    store,
    channel: {
      ...channel,
      async post(message) {
        actionPosts.push(plainTextOf(message));
        return undefined;
      },
    },
    wake: { send: () => Promise.resolve() },
    place: { logGroup: "/trail", homeRegion: "eu-central-1", stackName: "dev" },
  };
  const looking = {
    settings,
    keys,
    history: {
      read: () => Promise.resolve({ records: [], truncated: false }),
      covers: () => Promise.resolve(false),
    },
    store,
    check: originCheck(rule, () => undefined),
    reach: {
      ownAccount: findingAccount,
      accounts: undefined,
      protected: settings.protected,
      deployingPrincipalArn: "",
    },
  };
  const responders = {
    key: keyResponder(looking),
    sessions: sessionResponder({
      ...looking,
      sessions: policies,
      principals: { user: (name) => Promise.resolve(users[name]), role: (name) => Promise.resolve(roles[name]) },
    }),
  };

  /** Lets `disable-key` take every report that was published since. */
  async function takeReports(): Promise<void> {
    for (const Message of reports.splice(0)) {
      const notification = { MessageId: "m", Timestamp: new Date(state.nowMs).toISOString(), Message };
      const request = await takeReport(notification, { ...store, ...parts.findings }, looking.check, state.nowMs);
      const chosen = respondersFor(request, settings, responders);
      for (const responder of chosen) await respond(request, responder, responding, state.nowMs);
    }
  }

  async function take(event: unknown, by = "request-1"): Promise<void> {
    const finding = findingOf(event);
    if (finding === undefined) throw new Error("not a finding");
    await listening(logged, async () => {
      await takeFinding(finding, by, parts, state.nowMs);
    });
    await reportsTaken();
  }

  const reportsTaken = () => listening(logged, takeReports);

  return {
    ...{ table, parts, posts, updated, mails, reports, logged, actionPosts, trouble, state, happened },
    ...{ keys, policies, users, roles, take, takeReports: reportsTaken },
    /** `ACTION SUBJECT VERDICT REASON` of each decision, in order. */
    decisions: () =>
      logged
        .filter(({ warden }) => warden === "decided")
        .map(({ action, subject, verdict, reason }) => [action, subject, verdict, reason].join(" ")),
  };
}

const rule = { allowedNetworks: [], allowedCountries: undefined, dataDate: "2026-09-26", maxAgeDays: 60 };

function principal(id: string, name: string): Principal {
  return { id, arn: `arn:aws:iam::${findingAccount}:${name}`, path: "/", tags: {} };
}

/** Keeps what the functions log. */
async function listening(logged: Record<string, unknown>[], run: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = (line: unknown) => logged.push(JSON.parse(String(line)) as Record<string, unknown>);
  try {
    await run();
  } finally {
    console.log = log;
  }
}
