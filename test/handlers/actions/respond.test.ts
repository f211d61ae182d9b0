import { expect } from "chai";

import { ACCOUNT, awsError, idOf, KEY, minuteMs, NOW, request, stage, twoSignals } from "./stage";
import type { StageOptions, World } from "./stage";
import type { MemoryTable } from "../../support/memory-table";

describe("a responder whose every check says yes", () => {
  it("changes the subject, reads it back, keeps the record and tells people, by mail too", async () => {
    const play = stage();
    await play.respond(request());
    expect(play.world).to.include({ changes: 1 });
    expect(play.world.status[KEY]).to.equal("Inactive");
    expect(play.decisions()).to.deep.equal(["done signals"]);
    expect(play.record()).to.deep.include({
      state: "done",
      verdict: "done",
      reason: "signals",
      subject: { kind: "key", id: KEY, account: ACCOUNT },
      before: { status: "Active" },
      after: { status: "Inactive" },
      eventIds: ["event-1"],
      configurationHash: "0123456789ab",
      told: true,
      mailed: true,
      followUp: "queued",
    });
    expect(play.posts).to.have.length(1);
    expect(play.posts[0])
      .to.contain("The key is disabled")
      .and.to.contain(`restore ${idOf(request())}`);
    expect(play.mails).to.deep.equal(play.posts);
  });

  it("only tells where an override for the account says so, and changes where that one alone does", async () => {
    const modes = (mode: "notify" | "enforce") => ({
      ...{ "disable-key": mode, "revoke-sessions": mode, "revoke-ingress": mode },
      ...{ "restart-trail": mode, "block-public-access": mode },
    });
    const held = stage({ mode: "enforce", modesOf: { [ACCOUNT]: modes("notify") } });
    await held.respond(request());
    expect(held.decisions()).to.deep.equal(["notify mode-notify"]);
    expect(held.world.changes).to.equal(0);
    const acting = stage({ mode: "notify", modesOf: { [ACCOUNT]: modes("enforce") } });
    await acting.respond(request());
    expect(acting.decisions()).to.deep.equal(["done signals"]);
    const elsewhere = stage({ mode: "enforce", modesOf: { "999999999999": modes("notify") } });
    await elsewhere.respond(request());
    expect(elsewhere.decisions()).to.deep.equal(["done signals"]);
  });

  it("writes the record before it changes anything", async () => {
    const play = stage();
    play.world.troubleOfChange = { error: awsError("Throttling") };
    await play.respond(request()).catch(() => {});
    expect(play.world.changes).to.equal(0);
    expect(play.record()).to.deep.include({ state: "begun", before: { status: "Active" }, told: false });
  });

  it("states the decision and what the message accounts for, each once", async () => {
    const play = stage();
    await play.respond(request());
    expect(play.logged.map(({ warden, eventIds, record }) => ({ warden, eventIds, record }))).to.deep.equal([
      { warden: "decided", eventIds: ["event-1"], record: idOf(request()) },
      { warden: "posted", eventIds: ["event-1"], record: idOf(request()) },
    ]);
    expect(play.logged[0]).to.include({ action: "disable-key", subject: KEY, account: ACCOUNT });
  });

  it("changes nothing when the same event is delivered again", async () => {
    const play = stage();
    await play.respond(request());
    play.world.status[KEY] = "Active";
    await play.respond(request(), NOW + minuteMs);
    expect(play.world.changes).to.equal(1);
    expect(play.posts).to.have.length(1);
    expect(play.decisions()).to.deep.equal(["done signals", "skip already-handled"]);
  });

  it("keeps quiet of further events of a key that it has disabled", async () => {
    const play = stage();
    await play.respond(request());
    await play.respond(request({ eventId: "event-2" }), NOW + minuteMs);
    expect(play.decisions()).to.deep.equal(["done signals", "skip already-handled"]);
    expect(play.posts).to.have.length(1);
  });

  it("hears nothing new in records of events that it has decided on, whatever it has decided since", async () => {
    const play = stage({ mode: "notify" });
    await play.respond(request());
    await play.respond(request({ eventId: "event-2" }), NOW + minuteMs);
    expect(play.decisions()).to.deep.equal(["notify mode-notify", "notify mode-notify"]);
    play.world.status[KEY] = "Inactive";
    await play.respond(request({ eventId: "event-3" }), NOW + 2 * minuteMs);
    const [decisions, posts] = [play.decisions(), play.posts.length];
    play.world.status[KEY] = "Active";
    for (const eventId of ["event-1", "event-2", "event-3"]) {
      await play.respondAgain(request({ eventId }), NOW + 3 * minuteMs);
    }
    expect(play.decisions()).to.deep.equal(decisions);
    expect(play.posts).to.have.length(posts);
    await play.respondAgain(request({ eventId: "event-4" }), NOW + 3 * minuteMs);
    expect(play.decisions()).to.have.length(decisions.length + 1);
  });

  it("arranges a second look half a minute later", async () => {
    const play = stage();
    await play.respond(request());
    expect(play.queued).to.deep.equal([
      { message: { warden: "second-look", record: idOf(request()) }, delaySeconds: 30 },
    ]);
  });
});

interface Doubt {
  readonly name: string;
  readonly decision: string;
  readonly options?: StageOptions;
  readonly change?: Partial<Parameters<typeof request>[0]>;
  readonly world?: Partial<World>;
  readonly table?: (table: MemoryTable) => void;
}

const pauseAll = { scope: { kind: "all" }, by: "arn:aws:iam::111122223333:user/alice", atMs: NOW } as const;

const doubts: readonly Doubt[] = [
  { name: "a protected subject", decision: "refused protected", world: { refusal: "protected" } },
  { name: "a key that is gone", decision: "skip gone", world: { status: {} } },
  { name: "a key disabled by others", decision: "skip already-so", world: { status: { [KEY]: "Inactive" } } },
  { name: "a failed look-up", decision: "notify look-up-failed", world: { facts: { doubt: "look-up-failed" } } },
  { name: "an old event", decision: "notify stale", change: { seenAtMs: NOW - 360 * minuteMs } },
  { name: "an event without a time", decision: "notify stale", change: { seenAtMs: undefined } },
  { name: "mode notify", decision: "notify mode-notify", options: { mode: "notify" } },
  { name: "a single signal", decision: "notify single-signal", change: { signals: twoSignals.slice(0, 1) } },
  {
    name: "no room in the account",
    decision: "notify cap-of-account",
    options: { limits: { maxEventAgeMs: 30 * minuteMs, perAccountPerHour: 0, perHour: 20 } },
  },
  { name: "caps that can't be read", decision: "notify cap-unreadable", table: (table) => table.fail("read", "CAPS") },
  {
    name: "caps that can't be written",
    decision: "notify cap-unreadable",
    table: (table) => table.fail("write", "CAPS"),
  },
  {
    name: "a pause that can't be read",
    decision: "notify pause-unreadable",
    table: (table) => table.fail("read", "PAUSE"),
  },
  {
    name: "a record that can't be read",
    decision: "notify record-unwritable",
    table: (table) => table.fail("read", "RECORD"),
  },
  {
    name: "a record that can't be written",
    decision: "notify record-unwritable",
    table: (table) => table.fail("write", "RECORD"),
  },
  {
    name: "a subject that can't be claimed",
    decision: "notify record-unwritable",
    table: (table) => table.fail("write", "SUBJECT"),
  },
  {
    name: "a table that is down",
    decision: "notify record-unwritable",
    table: (table) => {
      table.fail("read", "");
      table.fail("write", "");
    },
  },
  {
    name: "a call that AWS denies",
    decision: "failed access-denied",
    world: { troubleOfChange: { error: awsError("AccessDenied") } },
  },
  {
    name: "a look-up that AWS denies",
    decision: "failed access-denied",
    world: { troubleOfLook: { error: awsError("AccessDeniedException") } },
  },
];

describe("a responder in doubt", () => {
  for (const { name, decision, options, change, world, table } of doubts) {
    it(`comes to "${decision}" by ${name}: nothing is changed, people are told once, nothing is tried again`, async () => {
      const play = stage(options);
      Object.assign(play.world, world);
      table?.(play.table);
      const before = { ...play.world.status };
      await play.respond(request(change));
      expect(play.world.status).to.deep.equal(before);
      expect(play.world.changes).to.equal(0);
      expect(play.decisions()).to.deep.equal([decision]);
      expect(play.posts).to.have.length(1);
    });
  }

  it("is paused by account, by action and altogether, and by nothing else", async () => {
    const scopes = [
      [{ kind: "all" }, true],
      [{ kind: "action", action: "disable-key" }, true],
      [{ kind: "action", action: "revoke-ingress" }, false],
      [{ kind: "account", account: ACCOUNT }, true],
      [{ kind: "account", account: "444455556666" }, false],
    ] as const;
    for (const [scope, isPaused] of scopes) {
      const play = stage();
      await play.parts.store.pause({ ...pauseAll, scope });
      await play.respond(request());
      expect(play.decisions(), JSON.stringify(scope)).to.deep.equal([isPaused ? "notify paused" : "done signals"]);
      expect(await play.parts.store.resume(scope)).to.equal(true);
      expect(await play.parts.store.resume(scope)).to.equal(false);
    }
  });

  it("takes a pause of any account for its own where the account is not known", async () => {
    const play = stage();
    play.world.facts = { subject: { kind: "key", id: KEY, account: undefined } };
    await play.parts.store.pause({ ...pauseAll, scope: { kind: "account", account: "444455556666" } });
    await play.respond(request());
    expect(play.decisions()).to.deep.equal(["notify paused"]);
  });

  it("says what enforce would have done in a stack that only tells", async () => {
    const play = stage({ mode: "notify" });
    await play.respond(request());
    expect(play.posts[0]).to.contain("In enforce it would disable the key");
    const single = stage({ mode: "notify" });
    await single.respond(request({ signals: twoSignals.slice(0, 1) }));
    expect(single.posts[0]).to.contain("In enforce it would change nothing either: too few independent signals");
  });
});

describe("a responder that has spoken of a subject", () => {
  it("logs the same verdict within the hour and does not tell it again", async () => {
    const play = stage({ mode: "notify" });
    for (let index = 0; index < 5; index += 1) {
      await play.respond(request({ eventId: `event-${index}` }), NOW + index * minuteMs);
    }
    expect(play.posts).to.have.length(1);
    expect(play.decisions()).to.deep.equal(Array.from({ length: 5 }, () => "notify mode-notify"));
    expect(play.table.value(`SUBJECT#disable-key#${KEY}`, "STATE")).to.deep.include({
      eventIds: ["event-0", "event-1", "event-2", "event-3", "event-4"],
    });
  });

  it("tells it again an hour later", async () => {
    const play = stage({ mode: "notify" });
    await play.respond(request());
    const later = NOW + 60 * minuteMs;
    await play.respond(request({ eventId: "event-2", seenAtMs: later - 1 }), later - 1);
    expect(play.posts).to.have.length(1);
    await play.respond(request({ eventId: "event-3", seenAtMs: later }), later);
    expect(play.posts).to.have.length(2);
  });

  it("tells a changed verdict at once", async () => {
    const play = stage({ mode: "enforce" });
    await play.respond(request({ signals: twoSignals.slice(0, 1) }));
    await play.respond(request({ eventId: "event-2" }), NOW + minuteMs);
    expect(play.decisions()).to.deep.equal(["notify single-signal", "done signals"]);
    expect(play.posts).to.have.length(2);
  });

  it("speaks of each subject by itself", async () => {
    const play = stage({ mode: "notify" });
    const other = "AKIAEXAMPLEEXAMPLE43";
    play.world.status[other] = "Active";
    await play.respond(request());
    await play.respond(request({ key: other, eventId: "event-2" }));
    expect(play.posts).to.have.length(2);
  });
});

describe("caps of a responder", () => {
  it("leave a leak announced by AWS its room after twenty others have taken theirs", async () => {
    const play = stage({ limits: { maxEventAgeMs: 30 * minuteMs, perAccountPerHour: 5, perHour: 20 } });
    for (let index = 0; index < 20; index += 1) {
      const key = `AKIAEXAMPLEEXAMPL${100 + index}`;
      play.world.status[key] = "Active";
      await play.respond(request({ key, eventId: `event-${index}` }));
    }
    expect(play.world.changes).to.equal(5);
    expect(play.decisions().filter((decision) => decision === "notify cap-of-account")).to.have.length(15);
    await play.respond(request({ eventId: "leak", announced: true }));
    expect(play.world.status[KEY]).to.equal("Inactive");
    expect(play.decisions().at(-1)).to.equal("done signals");
  });
});

describe("a record", () => {
  it("is plain data that survives being stored, whatever the request holds", async () => {
    const play = stage({ mode: "notify" });
    play.world.facts = {
      report: {
        seen: Array.from({ length: 100 }, () => "x".repeat(10_000)),
        impact: Array.from({ length: 100 }, () => "y".repeat(10_000)),
        owner: "z".repeat(10_000),
      },
      signals: [{ kind: "country", atMs: NOW, text: "w".repeat(100_000) }],
    };
    await play.respond(request());
    expect(play.posts).to.have.length(1);
    expect(JSON.stringify(play.record()).length).to.be.below(60_000);
  });
});
