import type { CountryLookup } from "../../clients/country";
import type { MessageChannel, PostedMessage } from "../../clients/slack";
import type { Group } from "../../core/denials/group";
import type { SlackMessage } from "../../core/slack/message";
import { digestMessage, incidentMessage } from "../../core/slack/summary";
import { logPosted as logLine } from "./audit";
import type { BudgetBook } from "./budget-book";
import type { PostDenialsSettings } from "./settings";
import type { TrailPlace } from "./view";
import { countryNoteAt, viewOf } from "./view";

/** A group with the ids that its next message has to carry. */
export interface Telling {
  readonly group: Group;
  readonly eventIds: readonly string[];
}

/** Speaks to people, within the channel's budget, and states in the log what it has said. */
export interface Teller {
  readonly updates: boolean;
  readonly budget: BudgetBook;
  /** Begins to read what a message will need, where one will probably be posted. */
  prepare(nowMs: number): void;
  /** Posts about one group; undefined where the budget is used up. Throws where the channel fails. */
  post(telling: Telling, nowMs: number): Promise<{ readonly message?: PostedMessage } | undefined>;
  /** Updates the group's earlier message. */
  update(telling: Telling, message: PostedMessage, nowMs: number): Promise<void>;
  /** Posts one message about several groups; false where the budget is used up and no roll-up is due yet. */
  digest(tellings: readonly Telling[], nowMs: number): Promise<boolean>;
  /** Posts a message of its own, outside the budget. `eventIds`: what it accounts for; nothing where absent. */
  say(message: SlackMessage, nowMs: number, eventIds?: readonly string[]): Promise<void>;
}

export interface TellerParts {
  readonly channel: MessageChannel;
  readonly budget: BudgetBook;
  readonly settings: PostDenialsSettings;
  readonly place: TrailPlace;
  readonly country: CountryLookup;
}

export function teller({ channel, budget, settings, place, country }: TellerParts): Teller {
  function view({ group, eventIds }: Telling) {
    return viewOf(group, eventIds.length, place, country, countryNoteAt(settings.country, Date.parse(group.lastAt)));
  }

  function logPosted(eventIds: readonly string[], details: Readonly<Record<string, unknown>>): void {
    logLine(eventIds, settings.speaksAs === undefined ? details : { function: settings.speaksAs, ...details });
  }

  return {
    updates: channel.updates,
    budget,

    prepare(nowMs) {
      const begin = async () => {
        if (await budget.isWithin(nowMs)) channel.prepare(nowMs);
      };
      // What fails here fails again where it is asked for.
      begin().catch(() => {});
    },

    async post(telling, nowMs) {
      if (!(await budget.isWithin(nowMs))) return undefined;
      const message = await channel.post(incidentMessage(view(telling)), nowMs);
      logPosted(telling.eventIds, { incident: telling.group.id, update: false });
      budget.posted(nowMs);
      return message === undefined ? {} : { message };
    },

    async update(telling, message, nowMs) {
      channel.prepare(nowMs);
      await channel.update(message, incidentMessage(view(telling)), nowMs);
      logPosted(telling.eventIds, { incident: telling.group.id, update: true });
    },

    async digest(tellings, nowMs) {
      const inBudget = await budget.isWithin(nowMs);
      if (!inBudget && nowMs < (await budget.nextRollUpMs(nowMs))) return false;
      channel.prepare(nowMs);
      const title = inBudget
        ? "Denied calls: what was gathered"
        : `Denied calls: roll-up (more than ${settings.maxPostsPerHour} messages in an hour)`;
      const views = tellings.map((telling) => view(telling));
      await channel.post(digestMessage(views, { title }), nowMs);
      const eventIds = tellings.flatMap((telling) => telling.eventIds);
      logPosted(eventIds, { incidents: tellings.map(({ group }) => group.id), update: false });
      if (inBudget) budget.posted(nowMs);
      else budget.rolledUp(nowMs);
      return true;
    },

    async say(message, nowMs, eventIds = []) {
      await channel.post(message, nowMs);
      logPosted(eventIds, { update: false });
    },
  };
}
