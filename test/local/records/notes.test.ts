import { expect } from "chai";

import type { PlayedEffect } from "../../../local/effects";
import { NoteLog } from "../../../local/records/notes";
import { readNotes } from "../../../local/records/notes-form";
import { RecordsError } from "../../../local/records/records";

const at = "2026-03-17T10:00:00.000Z";

const posted = (eventIds: readonly string[], update = false): PlayedEffect => ({
  effect: "slack",
  at,
  function: "post-denials",
  eventIds,
  message: { text: "the text", blocks: [{ type: "header", text: { type: "plain_text", text: "the headline" } }] },
  ...(update ? { update: true as const } : {}),
});

describe("what a run keeps for explaining it", () => {
  it("has each message by its headline, each failure, each mute and what was gathered, in order", () => {
    const log = new NoteLog();
    log.hear({ at, function: "post-denials", what: "gathered", eventIds: ["a"] });
    log.see(posted(["a"]));
    log.see(posted(["b"], true));
    log.hear({ at, function: "post-denials", what: "muted", rule: "config-probe", eventIds: ["c"] });
    log.see({ effect: "error", at, function: "disable-key", message: "no table", eventIds: ["d"] });
    expect(log.kept.notes.map(({ what, text, eventIds }) => [what, text, eventIds.join()])).to.deep.equal([
      ["gathered", "", "a"],
      ["posted", "the headline", "a"],
      ["updated", "the headline", "b"],
      ["muted", "config-probe", "c"],
      ["failed", "no table", "d"],
    ]);
    expect(log.kept.idsLeftOut).to.equal(0);
  });

  it("keeps alarms that changed, and nothing of messages that account for no event", () => {
    const log = new NoteLog();
    const alarm = { effect: "alarm", at, alarm: "compliance", state: "ALARM", metric: "Denied", value: 1 } as const;
    log.see(alarm);
    log.see(posted([]));
    expect(log.kept).to.deep.equal({ notes: [], alarms: [alarm], idsLeftOut: 0 });
  });

  it("leaves out the oldest of many, and counts the ids that it left out", () => {
    const log = new NoteLog();
    const ids = (name: string) => Array.from({ length: 90_000 }, (_, position) => `${name}${position}`);
    for (const name of ["a", "b", "c", "d", "e"]) log.see(posted(ids(name)));
    const { notes, idsLeftOut } = log.kept;
    expect(notes.map(({ eventIds }) => eventIds[0])).to.deep.equal(["d0", "e0"]);
    expect(idsLeftOut).to.equal(270_000);
  });

  it("is read as it was written, and goes on from there", () => {
    const log = new NoteLog();
    log.see(posted(["a"]));
    log.see({ effect: "alarm", at, alarm: "compliance", state: "OK", metric: "Denied", value: 0 });
    const read = readNotes(JSON.parse(JSON.stringify(log.kept)) as Record<string, unknown>);
    expect(read).to.deep.equal(log.kept);
    const next = new NoteLog(read);
    next.see(posted(["b"]));
    expect(next.kept.notes.map(({ eventIds }) => eventIds[0])).to.deep.equal(["a", "b"]);
  });

  it("is refused in another form, and the place is named", () => {
    const whole = { notes: [], alarms: [], idsLeftOut: 0 };
    const refused: [object, string][] = [
      [{ ...whole, notes: [{ what: "told" }] }, "told.notes[0].what"],
      [{ ...whole, notes: [{ what: "posted", at }] }, "told.notes[0].function"],
      [{ ...whole, alarms: [{ state: "LOUD" }] }, "told.alarms[0].state"],
      [{ notes: [], alarms: [] }, "told.idsLeftOut"],
    ];
    for (const [told, place] of refused) {
      expect(() => readNotes({ ...told })).to.throw(RecordsError, place);
    }
  });
});
