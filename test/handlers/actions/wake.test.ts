import { expect } from "chai";

import type { ActionRecord } from "../../../core/actions/record";
import { undo } from "../../../handlers/actions/undo";
import { wakeMessageIn } from "../../../handlers/actions/wake-message";
import { awsError, idOf, KEY, minuteMs, NOW, request, stage, twoSignals } from "./stage";
import type { Stage } from "./stage";

const id = idOf(request());
const alice = "arn:aws:iam::111122223333:user/alice";

/** Writes an answer into the record, as a command or a button does. */
async function answer(play: Stage, changes: Partial<ActionRecord>): Promise<void> {
  const kept = await play.parts.store.record(id);
  if (kept === undefined) throw new Error("nothing was asked");
  await play.parts.store.saveRecord({ ...kept.value, ...changes }, kept.version);
}

describe("a question", () => {
  it("is kept for half an hour, told with the commands that answer it, and changes nothing", async () => {
    const play = stage({ mode: "approve" });
    await play.respond(request());
    expect(play.decisions()).to.deep.equal(["ask mode-approve"]);
    expect(play.record()).to.deep.include({ state: "asked", askedUntilMs: NOW + 30 * minuteMs, told: true });
    expect(play.posts[0]).to.contain(`npm run warden -- approve ${id}`).and.to.contain(`npm run warden -- leave ${id}`);
    expect(play.mails).to.have.length(1);
    expect(play.world.changes).to.equal(0);
  });

  it("is carried out once it is approved, with who approved it", async () => {
    const play = stage({ mode: "approve" });
    await play.respond(request());
    await answer(play, { approval: { by: alice, atMs: NOW + minuteMs } });
    await play.wake({ warden: "answered", record: id }, NOW + minuteMs);
    expect(play.world.status[KEY]).to.equal("Inactive");
    expect(play.decisions()).to.deep.equal(["ask mode-approve", "done approved"]);
    expect(play.record()).to.deep.include({ state: "done", approval: { by: alice, atMs: NOW + minuteMs } });
    expect(play.posts[1]).to.contain(`a person approved it (by ${alice})`);
  });

  it("is carried out once, however often the answer is received", async () => {
    const play = stage({ mode: "approve" });
    await play.respond(request());
    await answer(play, { approval: { by: alice, atMs: NOW } });
    await play.wake({ warden: "answered", record: id }, NOW + minuteMs);
    play.world.status[KEY] = "Active";
    await play.wake({ warden: "answered", record: id }, NOW + 2 * minuteMs);
    await play.respond(request(), NOW + 2 * minuteMs);
    expect(play.world.changes).to.equal(1);
    expect(play.posts).to.have.length(2);
  });

  it("that is approved is still refused by what a person can't override", async () => {
    const play = stage({ mode: "approve" });
    await play.respond(request());
    await answer(play, { approval: { by: alice, atMs: NOW } });
    play.world.refusal = "protected";
    await play.wake({ warden: "answered", record: id }, NOW + minuteMs);
    expect(play.world.changes).to.equal(0);
    expect(play.decisions().at(-1)).to.equal("refused protected");
    expect(play.posts).to.have.length(2);
  });

  it("that is approved is tried three times, then told as failed", async () => {
    const play = stage({ mode: "approve" });
    await play.respond(request());
    await answer(play, { approval: { by: alice, atMs: NOW } });
    play.world.troubleOfChange = { error: awsError("ThrottlingException") };
    for (const afterMinutes of [1, 3, 5]) {
      const thrown = await play.wake({ warden: "answered", record: id }, NOW + afterMinutes * minuteMs).then(
        () => undefined,
        (error: Error) => error.name,
      );
      expect(thrown).to.equal("ThrottlingException");
    }
    expect(play.decisions()).to.deep.equal(["ask mode-approve", "failed service-error"]);
  });

  it("acts on nobody's answer: an answer that stands in no record changes nothing", async () => {
    const play = stage({ mode: "approve" });
    await play.respond(request());
    await play.wake({ warden: "answered", record: id }, NOW + minuteMs);
    await play.wake({ warden: "answered", record: "wa-aaaaaaaaaa" }, NOW + minuteMs);
    expect(play.world.changes).to.equal(0);
    expect(play.record()).to.include({ state: "asked" });
  });

  it("that is left stays as it is, and is not asked again within the hour", async () => {
    const play = stage({ mode: "approve" });
    await play.respond(request());
    await answer(play, { state: "left", left: { by: alice, atMs: NOW }, told: false });
    await play.wake({ warden: "answered", record: id }, NOW + minuteMs);
    await play.respond(request(), NOW + minuteMs);
    const later = NOW + 45 * minuteMs;
    await play.respond(request({ eventId: "event-2", seenAtMs: later }), later);
    expect(play.world.changes).to.equal(0);
    expect(play.posts).to.have.length(1);
  });

  it("that nobody answers expires, and is asked again when it is seen again", async () => {
    const play = stage({ mode: "approve" });
    await play.respond(request());
    expect(play.queued).to.deep.equal([{ message: { warden: "expire", record: id }, delaySeconds: 1800 }]);
    await play.wake({ warden: "expire", record: id }, NOW + 15 * minuteMs);
    expect(play.queued[1]).to.deep.equal({ message: { warden: "expire", record: id }, delaySeconds: 900 });
    expect(play.record()).to.include({ state: "asked" });
    await play.wake({ warden: "expire", record: id }, NOW + 30 * minuteMs);
    expect(play.record()).to.include({ state: "expired" });
    const later = NOW + 45 * minuteMs;
    await play.respond(request({ eventId: "event-2", seenAtMs: later }), later);
    expect(play.posts).to.have.length(2);
  });

  it("that never reached people is not taken for told when it expires: the event delivered again tells it", async () => {
    const play = stage({ mode: "approve" });
    play.slackIsDown = true;
    const failure: unknown = await play.respond(request()).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    await play.wake({ warden: "expire", record: id }, NOW + 30 * minuteMs);
    play.slackIsDown = false;
    await play.respond(request(), NOW + 31 * minuteMs);
    await play.respond(request(), NOW + 32 * minuteMs);
    expect(play.posts).to.have.length(1);
    expect(play.posts[0]).to.contain("nobody answered in time");
    expect(play.world.changes).to.equal(0);
  });

  it("that is approved does not expire", async () => {
    const play = stage({ mode: "approve" });
    await play.respond(request());
    await answer(play, { approval: { by: alice, atMs: NOW } });
    await play.wake({ warden: "expire", record: id }, NOW + 31 * minuteMs);
    expect(play.record()).to.include({ state: "asked" });
  });

  it("is closed where it was asked, in a channel whose messages can be changed", async () => {
    const play = stage({ mode: "approve", updates: true, interactive: true });
    await play.respond(request());
    await play.wake({ warden: "expire", record: id }, NOW + 30 * minuteMs);
    expect(play.posts).to.have.length(1);
    expect(play.updates).to.have.length(1);
    expect(play.updates[0]).to.contain("nobody answered in time");
  });

  it("that can't be recorded is not asked: people are told instead", async () => {
    const play = stage({ mode: "approve" });
    play.table.fail("write", "RECORD");
    await play.respond(request());
    expect(play.decisions()).to.deep.equal(["notify record-unwritable"]);
    expect(play.posts[0]).to.not.contain("approve wa-");
  });
});

describe("the second look", () => {
  it("is the first to say that it is contained, and says so once", async () => {
    const play = stage();
    await play.respond(request());
    expect(play.posts[0]).to.not.match(/contained/i);
    for (const seconds of [30, 90]) await play.wake({ warden: "second-look", record: id }, NOW + seconds * 1000);
    expect(play.posts).to.have.length(2);
    expect(play.posts[1]).to.contain("Contained").and.to.contain("The user has no active key.");
    expect(play.record()).to.include({ followUp: "contained" });
  });

  it("is taken though nobody could write down that it was asked for", async () => {
    const play = stage();
    await play.respond(request());
    const kept = await play.parts.store.record(id);
    if (kept === undefined) throw new Error("there is a record");
    await play.parts.store.saveRecord({ ...kept.value, followUp: undefined, told: false }, kept.version);
    for (const seconds of [30, 90]) await play.wake({ warden: "second-look", record: id }, NOW + seconds * 1000);
    expect(play.posts).to.have.length(2);
    expect(play.record()).to.include({ followUp: "contained" });
  });

  it("asks about what it finds open", async () => {
    const play = stage();
    await play.respond(request());
    play.world.status.AKIAEXAMPLEEXAMPLE43 = "Active";
    play.world.facts = { askAtMost: "new-key", signals: twoSignals };
    await play.wake({ warden: "second-look", record: id }, NOW + 30_000);
    expect(play.decisions()).to.deep.equal(["done signals", "ask new-key"]);
    expect(play.posts.join()).to.not.contain("Contained");
    expect(play.record()).to.include({ followUp: "not-contained" });
  });

  it("is not taken of what was put back meanwhile", async () => {
    const play = stage();
    await play.respond(request());
    await undo(id, play.responder, play.parts.store, { by: alice, atMs: NOW + 10_000 });
    await play.wake({ warden: "second-look", record: id }, NOW + 30_000);
    expect(play.posts).to.have.length(1);
  });

  it("comes again where AWS fails, and says that it could not look where AWS denies it", async () => {
    const play = stage();
    await play.respond(request());
    const look = play.responder.secondLook;
    if (look === undefined) throw new Error("there is a second look");
    look.look = () => Promise.reject(awsError("ThrottlingException"));
    const thrown = await play.wake({ warden: "second-look", record: id }).then(
      () => "went on",
      () => "came again",
    );
    expect(thrown).to.equal("came again");
    look.look = () => Promise.reject(awsError("AccessDenied"));
    await play.wake({ warden: "second-look", record: id });
    expect(play.posts[1]).to.contain("Second look could not be made");
  });
});

describe("undoing an action", () => {
  const by = { by: alice, atMs: NOW + minuteMs };

  it("puts the subject back and keeps who did it", async () => {
    const play = stage();
    await play.respond(request());
    expect(await undo(id, play.responder, play.parts.store, by)).to.include({ outcome: "restored" });
    expect(play.world.status[KEY]).to.equal("Active");
    expect(play.record()).to.deep.include({ state: "restored", restored: by });
  });

  it("twice is no error", async () => {
    const play = stage();
    await play.respond(request());
    await undo(id, play.responder, play.parts.store, by);
    expect(await undo(id, play.responder, play.parts.store, by)).to.include({ outcome: "already-so" });
  });

  it("says what is gone, and what was never changed", async () => {
    const play = stage();
    await play.respond(request());
    play.world.status = {};
    expect(await undo(id, play.responder, play.parts.store, by)).to.include({ outcome: "gone" });
    const told = stage({ mode: "notify" });
    await told.respond(request());
    const why = await undo(id, told.responder, told.parts.store, by).catch((error: Error) => error.message);
    expect(why).to.equal(`${id} changed nothing: it is told`);
    const unknown = await undo("wa-aaaaaaaaaa", told.responder, told.parts.store, by).catch(
      (error: Error) => error.message,
    );
    expect(unknown).to.equal("there is no record wa-aaaaaaaaaa");
  });

  it("stands: events from before it do not have the key disabled again", async () => {
    const play = stage();
    await play.respond(request());
    await undo(id, play.responder, play.parts.store, by);
    await play.respond(request({ eventId: "event-2", seenAtMs: NOW }), NOW + 2 * minuteMs);
    expect(play.world.status[KEY]).to.equal("Active");
    expect(play.decisions().at(-1)).to.equal("skip already-handled");
  });
});

describe("a message of the wake queue", () => {
  it("is taken for nothing but what it is", () => {
    expect(wakeMessageIn(JSON.stringify({ warden: "answered", record: id }))).to.deep.equal({
      warden: "answered",
      record: id,
    });
    for (const body of [
      "",
      "{}",
      "null",
      "[]",
      '{"warden":"answered"}',
      '{"warden":"other","record":"x"}',
      undefined,
    ]) {
      expect(wakeMessageIn(body), String(body)).to.equal(undefined);
    }
  });
});
