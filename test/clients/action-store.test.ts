import { expect } from "chai";

import type { PauseScope } from "../../clients/action-store";
import { actionStore } from "../../clients/action-store";
import type { Reservation } from "../../core/actions/caps";
import { memoryTable } from "../support/memory-table";

const NOW = Date.parse("2026-01-31T10:00:00Z");
const limits = { maxEventAgeMs: 1_800_000, perAccountPerHour: 2, perHour: 3 };
const by = "arn:aws:iam::111122223333:user/alice";

function reservation(id: string, changes: Partial<Reservation> = {}): Reservation {
  return { id, atMs: NOW, account: "111122223333", budget: "ordinary", ...changes };
}

describe("room under the caps", () => {
  it("is taken once by each record and given until the cap is reached", async () => {
    const store = actionStore(memoryTable());
    const rooms: string[] = [];
    for (const id of ["wa-1", "wa-1", "wa-2", "wa-3"]) rooms.push(await store.reserve(reservation(id), limits));
    expect(rooms).to.deep.equal(["room", "room", "room", "cap-of-account"]);
    expect(await store.room(reservation("wa-4", { account: "444455556666" }), limits)).to.equal("room");
    expect(await store.reserve(reservation("wa-4", { account: "444455556666" }), limits)).to.equal("room");
    expect(await store.reserve(reservation("wa-5", { account: "777788889999" }), limits)).to.equal("cap-of-all");
  });

  it("is not taken by looking", async () => {
    const store = actionStore(memoryTable());
    for (const id of ["wa-1", "wa-2", "wa-3"]) expect(await store.room(reservation(id), limits)).to.equal("room");
  });

  it("is never given beyond the cap, however many ask at the same time", async () => {
    const store = actionStore(memoryTable());
    const asking = Array.from({ length: 20 }, (_, index) =>
      store.reserve(reservation(`wa-${index}`, { account: String(index) }), limits),
    );
    const given = (await Promise.all(asking)).filter((room) => room === "room");
    expect(given.length).to.be.within(1, limits.perHour);
  });

  it("is taken anew an hour later, also by the same record", async () => {
    const table = memoryTable();
    const store = actionStore(table);
    await store.reserve(reservation("wa-1"), limits);
    const later = { atMs: NOW + 3_600_000 };
    expect(await store.reserve(reservation("wa-1", later), limits)).to.equal("room");
    expect(table.value("CAPS", "STATE")).to.deep.equal([reservation("wa-1", later)]);
  });

  for (const operation of ["read", "write"] as const) {
    it(`is none where the caps can't be ${operation === "read" ? "read" : "written"}`, async () => {
      const table = memoryTable();
      table.fail(operation, "CAPS");
      expect(await actionStore(table).reserve(reservation("wa-1"), limits)).to.equal("cap-unreadable");
    });
  }
});

describe("the pause", () => {
  const scopes: readonly PauseScope[] = [
    { kind: "all" },
    { kind: "action", action: "disable-key" },
    { kind: "account", account: "111122223333" },
  ];

  it("is kept with who paused and when, by scope, until it is resumed", async () => {
    const store = actionStore(memoryTable());
    for (const scope of scopes) await store.pause({ scope, by, atMs: NOW });
    for (const scope of scopes) await store.pause({ scope, by, atMs: NOW + 1 });
    expect(await store.pauses()).to.deep.equal(
      [scopes[2], scopes[1], scopes[0]].map((scope) => ({ scope, by, atMs: NOW + 1 })),
    );
    for (const scope of scopes) {
      expect(await store.pauseOf("disable-key", "111122223333")).to.equal("paused");
      expect(await store.resume(scope)).to.equal(true);
    }
    expect(await store.pauseOf("disable-key", "111122223333")).to.equal("running");
  });

  it("counts as one where it can't be read or makes no sense", async () => {
    const table = memoryTable();
    const store = actionStore(table);
    await table.write("PAUSE", "odd", { scope: { kind: "region" }, by, atMs: NOW }, 0);
    expect(await store.pauseOf("disable-key", "111122223333")).to.equal("paused");
    await table.write("PAUSE", "odd", null, 1);
    expect(await store.pauseOf("disable-key", "111122223333")).to.equal("unreadable");
    table.fail("read", "PAUSE");
    expect(await store.pauseOf("disable-key", "111122223333")).to.equal("unreadable");
  });
});

describe("signals of a key", () => {
  it("are kept as the newest of each kind, in whatever order they come", async () => {
    const store = actionStore(memoryTable());
    for (const atMs of [NOW, NOW + 2, NOW + 1]) {
      await store.noteSignal("AKIAEXAMPLEEXAMPLE42", { kind: "country", atMs, text: `seen ${atMs - NOW}` });
    }
    await store.noteSignal("AKIAEXAMPLEEXAMPLE42", { kind: "siem", atMs: NOW, text: "alert" });
    await store.noteSignal("AKIAEXAMPLEEXAMPLE43", { kind: "siem", atMs: NOW, text: "of another key" });
    expect(await store.signals("AKIAEXAMPLEEXAMPLE42")).to.deep.equal([
      { kind: "country", atMs: NOW + 2, text: "seen 2" },
      { kind: "siem", atMs: NOW, text: "alert" },
    ]);
  });
});

describe("what is remembered of a subject", () => {
  it("is kept by account for users and roles, whose names are not unique without it", async () => {
    const store = actionStore(memoryTable());
    const memory = { eventIds: ["event-1"], changedAtMs: NOW };
    const user = { kind: "user", id: "build", account: "111122223333" } as const;
    await store.saveSubject("revoke-sessions", user, memory, 0);
    expect((await store.subject("revoke-sessions", user))?.value).to.deep.equal(memory);
    expect(await store.subject("revoke-sessions", { ...user, account: "444455556666" })).to.equal(undefined);
    const key = { kind: "key", id: "AKIAEXAMPLEEXAMPLE42", account: "111122223333" } as const;
    await store.saveSubject("disable-key", key, memory, 0);
    expect((await store.subject("disable-key", { ...key, account: undefined }))?.value).to.deep.equal(memory);
    expect(await store.subject("revoke-sessions", key)).to.equal(undefined);
  });
});
