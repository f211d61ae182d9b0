import { actionStore } from "../../../clients/action-store";
import type { MessageChannel } from "../../../clients/slack";
import type { RefusalReason, Signal } from "../../../core/actions/action";
import type { ActionRecord } from "../../../core/actions/record";
import { recordId } from "../../../core/actions/record-id";
import { plainTextOf } from "../../../core/slack/plain-text";
import type { ResponderParts } from "../../../handlers/actions/parts";
import type { Facts, Performed, Responder, Sighting } from "../../../handlers/actions/responder";
import { respond } from "../../../handlers/actions/respond";
import type { ActionSettings } from "../../../handlers/actions/settings";
import type { WakeMessage } from "../../../handlers/actions/wake-message";
import { wake } from "../../../handlers/actions/wake";
import { actionSettings } from "../../support/action-settings";
import { countingTable } from "../../support/counting-table";
import { memoryTable } from "../../support/memory-table";

export const KEY = "AKIAEXAMPLEEXAMPLE42";
export const ACCOUNT = "111122223333";
export const NOW = Date.parse("2026-01-31T10:00:00Z");
export const minuteMs = 60_000;

/** A report of a key, as a responder of keys would take it. */
export interface KeyRequest {
  readonly key: string;
  readonly eventId: string;
  readonly seenAtMs?: number | undefined;
  readonly signals: readonly Signal[];
  readonly announced?: boolean;
}

export const twoSignals: readonly Signal[] = [
  { kind: "country", atMs: NOW - minuteMs, text: "used from BR" },
  { kind: "denial-burst", atMs: NOW - minuteMs, text: "7 denied calls in an hour" },
];

export function request(changes: Partial<KeyRequest> = {}): KeyRequest {
  return { key: KEY, eventId: "event-1", seenAtMs: NOW - minuteMs, signals: twoSignals, ...changes };
}

export function idOf(one: KeyRequest): string {
  return recordId("disable-key", { account: undefined, id: one.key }, one.eventId);
}

/** An error as the SDK throws it. */
export function awsError(name: string): Error {
  return Object.assign(new Error(`${name} of the stage`), { name });
}

/** What AWS would say in place of an answer; `lost` changes the key and then throws. */
type Trouble = { readonly error: Error; readonly lost?: true } | undefined;

/** The account of the play: keys, what was done to them, and what goes wrong. */
export interface World {
  status: Record<string, "Active" | "Inactive" | undefined>;
  changes: number;
  looks: number;
  troubleOfLook?: Trouble;
  troubleOfChange?: Trouble;
  isIgnoringChanges?: boolean;
  refusal?: RefusalReason;
  facts?: Partial<Facts>;
}

export interface Stage {
  readonly world: World;
  readonly table: ReturnType<typeof memoryTable>;
  /** Operations of the table, in order. */
  readonly tableCalls: string[];
  readonly parts: ResponderParts;
  readonly responder: Responder<KeyRequest>;
  readonly posts: string[];
  readonly updates: string[];
  readonly mails: string[];
  readonly queued: { readonly message: object; readonly delaySeconds: number }[];
  readonly logged: Record<string, unknown>[];
  slackIsDown: boolean;
  respond(one: KeyRequest, nowMs?: number): Promise<void>;
  /** The same for an event that comes by the trail's records, which may have come by EventBridge before. */
  respondAgain(one: KeyRequest, nowMs?: number): Promise<void>;
  wake(message: WakeMessage, nowMs?: number): Promise<void>;
  record(one?: KeyRequest): ActionRecord | undefined;
  /** `VERDICT REASON` of each decision, in order. */
  decisions(): string[];
}

const settings = actionSettings({ "disable-key": "enforce" });

export interface StageOptions extends Partial<ActionSettings> {
  readonly mode?: "notify" | "approve" | "enforce";
  readonly updates?: boolean;
}

/** A responder of keys on a stage of its own: a table, a channel, mail, a queue and an account in memory. */
export function stage({ mode = "enforce", updates = false, ...changed }: StageOptions = {}): Stage {
  const table = memoryTable();
  const counted = countingTable(table);
  const world: World = { status: { [KEY]: "Active" }, changes: 0, looks: 0 };
  const posts: string[] = [];
  const updated: string[] = [];
  const mails: string[] = [];
  const queued: Stage["queued"] = [];
  const logged: Record<string, unknown>[] = [];
  const state = { slackIsDown: false };
  const channel: MessageChannel = {
    updates,
    prepare() {},
    async post(message) {
      if (state.slackIsDown) throw new Error("Slack answered 503");
      posts.push(plainTextOf(message));
      return updates ? { channel: "C1", ts: String(posts.length) } : undefined;
    },
    async update(_posted, message) {
      if (state.slackIsDown) throw new Error("Slack answered 503");
      updated.push(plainTextOf(message));
    },
  };
  const mail: MessageChannel = {
    ...channel,
    updates: false,
    async post(message) {
      mails.push(plainTextOf(message));
      return undefined;
    },
  };
  const parts: ResponderParts = {
    settings: { ...settings, modes: { ...settings.modes, "disable-key": mode }, ...changed },
    store: actionStore(counted.table),
    channel,
    mail,
    wake: {
      async send(message, delaySeconds) {
        queued.push({ message, delaySeconds });
      },
    },
    place: { logGroup: "/trail", homeRegion: "eu-central-1", stackName: "dev" },
  };
  const responder = keyResponder(world);
  return {
    tableCalls: counted.calls,
    ...{ world, table, parts, responder, posts, updates: updated, mails, queued, logged },
    get slackIsDown() {
      return state.slackIsDown;
    },
    set slackIsDown(isDown) {
      state.slackIsDown = isDown;
    },
    respond: (one, nowMs = NOW) => listening(logged, () => respond(one, responder, parts, nowMs)),
    respondAgain: (one, nowMs = NOW) =>
      listening(logged, () => respond(one, responder, { ...parts, isSecondRoad: true }, nowMs)),
    wake: (message, nowMs = NOW) => listening(logged, () => wake(message, [responder], parts, nowMs)),
    record: (one = request()) => table.value(`RECORD#${idOf(one)}`, "STATE") as ActionRecord | undefined,
    decisions: () =>
      logged
        .filter(({ warden }) => warden === "decided")
        .map(({ verdict, reason }) => `${String(verdict)} ${String(reason)}`),
  };
}

/** Keeps what the function logs. */
async function listening(logged: Record<string, unknown>[], run: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = (line: unknown) => logged.push(JSON.parse(String(line)) as Record<string, unknown>);
  try {
    await run();
  } finally {
    console.log = log;
  }
}

function keyResponder(world: World): Responder<KeyRequest> {
  return {
    action: "disable-key",
    sighting: (one): Sighting => ({
      subject: { kind: "key", id: one.key, account: undefined },
      occasion: one.eventId,
      eventIds: [one.eventId],
      seenAtMs: one.seenAtMs,
      budget: one.announced ? "announced" : "ordinary",
    }),
    async lookAt(one) {
      world.looks += 1;
      if (world.troubleOfLook !== undefined) throw world.troubleOfLook.error;
      const status = world.status[one.key];
      return {
        subject: { kind: "key", id: one.key, account: ACCOUNT },
        refusal: world.refusal,
        nothingToDo: status === undefined ? "gone" : status === "Inactive" ? "already-so" : undefined,
        signals: one.signals,
        before: { status },
        report: { seen: ["used from `198.51.100.7` (BR)"], owner: "user `build`", impact: ["12 calls in 24 hours"] },
        ...world.facts,
      };
    },
    async perform(one): Promise<Performed> {
      const { troubleOfChange } = world;
      if (troubleOfChange !== undefined && troubleOfChange.lost === undefined) throw troubleOfChange.error;
      world.changes += 1;
      if (world.isIgnoringChanges) return { outcome: "not-read-back", after: { status: "Active" } };
      if (world.status[one.key] === undefined) return { outcome: "gone" };
      world.status[one.key] = "Inactive";
      if (troubleOfChange !== undefined) throw troubleOfChange.error;
      return { outcome: "done", after: { status: "Inactive" } };
    },
    async isAlreadyDone({ subject }) {
      return world.status[subject.id] === "Inactive" ? { after: { status: "Inactive" } } : false;
    },
    async undo({ subject }) {
      if (world.status[subject.id] === undefined) return "gone";
      if (world.status[subject.id] === "Active") return "already-so";
      world.status[subject.id] = "Active";
      return "restored";
    },
    secondLook: {
      afterSeconds: 30,
      async look(record) {
        const other = Object.keys(world.status).find(
          (key) => key !== record.subject.id && world.status[key] === "Active",
        );
        if (other === undefined) return { contained: true, lines: ["The user has no active key."] };
        return { contained: false, next: request({ key: other, eventId: `${record.id}/second-look` }) };
      },
    },
  };
}
