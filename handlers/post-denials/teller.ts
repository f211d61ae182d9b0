import type { CountryLookup } from "../../clients/country";
import type { DenialStore } from "../../clients/denial-store";
import type { Budget } from "../../clients/denials/budgets";
import type { MessageChannel, PostedMessage } from "../../clients/slack";
import type { Group } from "../../core/denials/group";
import type { SlackMessage } from "../../core/slack/message";
import { digestMessage, incidentMessage } from "../../core/slack/summary";
import { logPosted as logLine } from "./audit";
import type { PostDenialsSettings } from "./settings";
import type { TrailPlace } from "./view";
import { countryNoteAt, viewOf } from "./view";

/** Beyond the hourly budget, one message for all that waits, at most this often. */
export const rollUpEveryMs = 600_000;

const hourMs = 3_600_000;

/** A group with the ids that its next message has to carry. */
export interface Telling {
  readonly group: Group;
  readonly eventIds: readonly string[];
}

/** Speaks to people, within the channel's budget, and states in the log what it has said. */
export interface Teller {
  readonly updates: boolean;
  /** Begins to read what a message will need, where one will probably be posted. */
  prepare(nowMs: number): void;
  /** Whether one more message fits into the hour. */
  isWithinBudget(nowMs: number): Promise<boolean>;
  /** Posts about one group; undefined where the budget is used up. Throws where the channel fails. */
  post(telling: Telling, nowMs: number): Promise<{ readonly message?: PostedMessage } | undefined>;
  /** Updates the group's earlier message. */
  update(telling: Telling, message: PostedMessage, nowMs: number): Promise<void>;
  /** Posts one message about several groups; false where the budget is used up and no roll-up is due yet. */
  digest(tellings: readonly Telling[], nowMs: number): Promise<boolean>;
  /** Posts a message of its own, outside the budget. `eventIds`: what it accounts for; nothing where absent. */
  say(message: SlackMessage, nowMs: number, eventIds?: readonly string[]): Promise<void>;
  /** When the next roll-up may go out. */
  nextRollUpMs(nowMs: number): Promise<number>;
  /** Settles when the budget holds all that was posted. To be awaited before an invocation ends. */
  settled(): Promise<void>;
}

export interface TellerParts {
  readonly channel: MessageChannel;
  readonly store: DenialStore;
  readonly settings: PostDenialsSettings;
  readonly place: TrailPlace;
  readonly country: CountryLookup;
}

export function teller({ channel, store, settings, place, country }: TellerParts): Teller {
  function view({ group, eventIds }: Telling, nowMs: number) {
    return viewOf(group, eventIds.length, place, country, countryNoteAt(settings.country, nowMs));
  }

  function logPosted(eventIds: readonly string[], details: Readonly<Record<string, unknown>>): void {
    logLine(eventIds, settings.speaksAs === undefined ? details : { function: settings.speaksAs, ...details });
  }

  /** What the budget was when it was last read or written, and the writing that goes on beside other calls. */
  const kept: { budget?: Promise<Budget>; recording: Promise<void> } = { recording: Promise.resolve() };

  function readBudget(): Promise<Budget> {
    kept.budget ??= store.budget().catch((error: unknown) => {
      kept.budget = undefined;
      throw error;
    });
    return kept.budget;
  }

  async function isWithinBudget(nowMs: number): Promise<boolean> {
    await kept.recording;
    const { postedAtMs } = await readBudget();
    return postedAtMs.filter((atMs) => atMs > nowMs - hourMs).length < settings.maxPostsPerHour;
  }

  async function record(change: (budget: Budget) => Budget): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const changed = change(await readBudget());
      const saved = await store.saveBudget(changed);
      // Written by another invocation since it was read: its posts count too.
      kept.budget = saved ? Promise.resolve({ ...changed, version: changed.version + 1 }) : undefined;
      if (saved) return;
    }
  }

  function recordPost(nowMs: number): void {
    kept.recording = kept.recording.then(() =>
      record((budget) => ({
        ...budget,
        postedAtMs: [...budget.postedAtMs.filter((atMs) => atMs > nowMs - hourMs), nowMs],
      })),
    );
    // Told of by `settled`, or by the next post.
    kept.recording.catch(() => {});
  }

  async function nextRollUpMs(nowMs: number): Promise<number> {
    return Math.max(nowMs, (await readBudget()).rolledUpAtMs + rollUpEveryMs);
  }

  return {
    updates: channel.updates,
    nextRollUpMs,
    isWithinBudget,
    settled: () => kept.recording,

    prepare(nowMs) {
      const begin = async () => {
        if (await isWithinBudget(nowMs)) channel.prepare(nowMs);
      };
      // What fails here fails again where it is asked for.
      begin().catch(() => {});
    },

    async post(telling, nowMs) {
      if (!(await isWithinBudget(nowMs))) return undefined;
      const message = await channel.post(incidentMessage(view(telling, nowMs)), nowMs);
      logPosted(telling.eventIds, { incident: telling.group.id, update: false });
      recordPost(nowMs);
      return message === undefined ? {} : { message };
    },

    async update(telling, message, nowMs) {
      channel.prepare(nowMs);
      await channel.update(message, incidentMessage(view(telling, nowMs)), nowMs);
      logPosted(telling.eventIds, { incident: telling.group.id, update: true });
    },

    async digest(tellings, nowMs) {
      const inBudget = await isWithinBudget(nowMs);
      if (!inBudget && nowMs < (await nextRollUpMs(nowMs))) return false;
      channel.prepare(nowMs);
      const title = inBudget
        ? "Denied calls: what was gathered"
        : `Denied calls: roll-up (more than ${settings.maxPostsPerHour} messages in an hour)`;
      const views = tellings.map((telling) => view(telling, nowMs));
      await channel.post(digestMessage(views, { title }), nowMs);
      const eventIds = tellings.flatMap((telling) => telling.eventIds);
      logPosted(eventIds, { incidents: tellings.map(({ group }) => group.id), update: false });
      if (inBudget) recordPost(nowMs);
      else await record((budget) => ({ ...budget, rolledUpAtMs: nowMs }));
      return true;
    },

    async say(message, nowMs, eventIds = []) {
      await channel.post(message, nowMs);
      logPosted(eventIds, { update: false });
    },
  };
}
