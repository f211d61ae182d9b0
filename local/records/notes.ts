import { firstLineOf } from "../../core/slack/first-line";
import type { SlackMessage } from "../../core/slack/message";
import type { AlarmEffect, PlayedEffect } from "../effects";
import type { AuditNote } from "../play/audit-trail";

/** What a function said of events, or what became of them where it failed. */
export interface Note {
  /** Event time, ISO 8601 in UTC. */
  readonly at: string;
  readonly function: string;
  readonly what: "posted" | "updated" | "gathered" | "muted" | "failed";
  /** The message's first line, the mute's rule, or what the function failed with; "" for what is gathered. */
  readonly text: string;
  readonly eventIds: readonly string[];
}

/** What a run keeps beside its decisions, for `warden explain`. */
export interface RunNotes {
  readonly notes: readonly Note[];
  readonly alarms: readonly AlarmEffect[];
  /** Ids in older notes that were not kept, because there were too many. */
  readonly idsLeftOut: number;
}

/** Ids beyond these are not kept: about 8 MB of text. */
const mostIds = 200_000;
const mostAlarms = 10_000;

/** Collects what explains a run: the newest of it, as much as is kept. */
export class NoteLog {
  private notes: Note[] = [];
  private ids = 0;
  private leftOut: number;
  private alarms: AlarmEffect[];

  /** Goes on from what an earlier run has kept. */
  constructor(before?: RunNotes) {
    this.leftOut = before?.idsLeftOut ?? 0;
    this.alarms = [...(before?.alarms ?? [])];
    for (const note of before?.notes ?? []) this.add(note);
  }

  see(effect: PlayedEffect): void {
    const note = noteOf(effect);
    if (note !== undefined) this.add(note);
    if (effect.effect === "alarm") this.alarms.push(effect);
  }

  /** What no effect says, because nothing came of it. */
  hear({ at, function: name, what, rule, eventIds }: AuditNote): void {
    this.add({ at, function: name, what, text: rule ?? "", eventIds });
  }

  get kept(): RunNotes {
    const notes: Note[] = [];
    let room = mostIds;
    for (const note of [...this.notes].reverse()) {
      if (note.eventIds.length > room) break;
      room -= note.eventIds.length;
      notes.push(note);
    }
    const held = mostIds - room;
    return {
      notes: notes.reverse(),
      alarms: this.alarms.slice(-mostAlarms),
      idsLeftOut: this.leftOut + this.ids - held,
    };
  }

  private add(note: Note): void {
    if (note.eventIds.length === 0) return;
    this.notes.push(note);
    this.ids += note.eventIds.length;
    if (this.ids > 2 * mostIds) this.forgetOldest();
  }

  private forgetOldest(): void {
    const { notes, idsLeftOut } = this.kept;
    this.notes = [...notes];
    this.leftOut = idsLeftOut;
    this.ids = notes.reduce((sum, { eventIds }) => sum + eventIds.length, 0);
  }
}

function noteOf(effect: PlayedEffect): Note | undefined {
  if (effect.effect === "error") {
    const { at, function: name, message, eventIds } = effect;
    return { at, function: name, what: "failed", text: message, eventIds };
  }
  if (effect.effect !== "slack") return undefined;
  const { at, function: name, update, message, eventIds } = effect;
  return {
    at,
    function: name,
    what: update === true ? "updated" : "posted",
    text: firstLineOf(message as SlackMessage),
    eventIds,
  };
}
