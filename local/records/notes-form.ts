import { listIn, numberIn, objectOf, textIn, textsIn, wrong } from "./forms";
import type { Note, RunNotes } from "./notes";

const whats = ["posted", "updated", "gathered", "muted", "failed"] as const;
const states = ["ALARM", "OK", "INSUFFICIENT_DATA"] as const;

/** Reads what a run keeps for explaining. Throws a RecordsError that names the place. */
export function readNotes(told: Readonly<Record<string, unknown>>): RunNotes {
  return {
    notes: listIn(told, "notes", "told").map((value, position) => readNote(value, `told.notes[${position}]`)),
    alarms: listIn(told, "alarms", "told").map((value, position) => readAlarm(value, `told.alarms[${position}]`)),
    idsLeftOut: numberIn(told, "idsLeftOut", "told"),
  };
}

function readNote(value: unknown, place: string): Note {
  const note = objectOf(value, place);
  const what = whats.find((each) => each === note["what"]);
  if (what === undefined) throw wrong(`${place}.what`, `one of ${whats.join(", ")}`);
  const text = (field: string) => textIn(note, field, place);
  return {
    at: text("at"),
    function: text("function"),
    what,
    text: text("text"),
    eventIds: textsIn(note, "eventIds", place),
  };
}

function readAlarm(value: unknown, place: string): RunNotes["alarms"][number] {
  const alarm = objectOf(value, place);
  const state = states.find((each) => each === alarm["state"]);
  if (state === undefined) throw wrong(`${place}.state`, `one of ${states.join(", ")}`);
  const text = (field: string) => textIn(alarm, field, place);
  return {
    effect: "alarm",
    at: text("at"),
    alarm: text("alarm"),
    state,
    metric: text("metric"),
    value: numberIn(alarm, "value", place),
  };
}
