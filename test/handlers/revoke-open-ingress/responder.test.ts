import { expect } from "chai";

import { GROUP } from "../../core/ingress/rules";
import { ACCOUNT, minuteMs, NOW, REGION, stage } from "./world";

const dayMs = 86_400_000;

describe("revoking a rule", () => {
  it("takes away this one by its id and nothing else, reads it back, and keeps what was there", async () => {
    const { put, respond, world, decisions, revoked, records } = stage();
    const open = put({ id: "sgr-1", description: "for ana", tags: { owner: "web" } });
    put({ id: "sgr-2", from: "203.0.113.0/24" });
    put({ id: "sgr-3", isEgress: true, protocol: "-1" });
    await respond("sgr-1");
    expect(revoked()).to.deep.equal(["sgr-1"]);
    expect([...world.rules.keys()]).to.deep.equal(["sgr-2", "sgr-3"]);
    expect(decisions()).to.deep.equal(["done seen"]);
    expect(records()[0]).to.deep.include({ state: "done", after: { isRevoked: true } });
    expect(records()[0]?.before).to.deep.equal({ region: REGION, rule: { ...open, region: REGION } });
  });
  it("touches a rule alone, whatever uses its group: no interface and no instance is asked about", async () => {
    const { put, respond, world } = stage();
    put();
    await respond("sgr-00000000000000001");
    expect(new Set(world.calls.map((call) => call.split(" ")[0]))).to.deep.equal(
      new Set(["rules", "groups", "revoke"]),
    );
  });
  it("takes away both halves of the world, the second one also when the first one is gone", async () => {
    const { put, respond, world } = stage();
    const low = put({ id: "low", from: "0.0.0.0/1" });
    const high = put({ id: "high", from: "128.0.0.0/1" });
    await respond("low", { alongside: [high] });
    await respond("high", { alongside: [low] });
    expect(world.rules.size).to.equal(0);
  });
  it("leaves a half whose other half somebody else took away", async () => {
    const { put, respond, world, decisions } = stage();
    const low = put({ id: "low", from: "0.0.0.0/1" });
    put({ id: "high", from: "128.0.0.0/1" });
    world.rules.delete("low");
    await respond("high", { alongside: [low] });
    expect(decisions()).to.deep.equal(["skip already-so"]);
    expect(world.rules.size).to.equal(1);
  });

  const nothingToDo: readonly (readonly [string, (setting: ReturnType<typeof stage>) => void, string])[] = [
    ["of a group that is deleted", () => {}, "skip gone"],
    ["that is gone already", ({ putGroup }) => void putGroup({}), "skip gone"],
    ["that was narrowed since", ({ put }) => void put({ id: "sgr-1", from: "203.0.113.7/32" }), "skip already-so"],
    ["of an allowed port", ({ put }) => void put({ id: "sgr-1", fromPort: 443, toPort: 443 }), "skip already-so"],
    [
      "of a group reference",
      ({ put }) => void put({ id: "sgr-1", source: { kind: "group", id: "sg-9" } }),
      "skip already-so",
    ],
    ["that goes out", ({ put }) => void put({ id: "sgr-1", isEgress: true }), "skip already-so"],
  ];
  for (const [says, prepare, decision] of nothingToDo)
    it(`changes nothing about a rule ${says}`, async () => {
      const setting = stage();
      prepare(setting);
      await setting.respond("sgr-1");
      expect(setting.decisions()).to.deep.equal([decision]);
      expect(setting.revoked()).to.deep.equal([]);
    });

  it("finds a rule gone that somebody takes away at the same moment", async () => {
    const { put, respond, world, decisions, looking } = stage();
    put({ id: "sgr-1" });
    looking.groups.revoke = async () => {
      world.rules.delete("sgr-1");
      return false;
    };
    await respond("sgr-1");
    expect(decisions()).to.deep.equal(["skip gone"]);
  });
  it("completes the record of a change whose answer was lost", async () => {
    const { put, respond, world, decisions, looking } = stage();
    put({ id: "sgr-1" });
    const { revoke } = looking.groups;
    looking.groups.revoke = async (...about) => {
      await revoke(...about);
      throw Object.assign(new Error("socket hang up"), { name: "TimeoutError" });
    };
    const failure = await respond("sgr-1").catch((error: unknown) => error);
    expect(failure).to.be.an("error");
    expect(world.rules.size).to.equal(0);
    await respond("sgr-1");
    expect(decisions()).to.deep.equal(["done seen"]);
  });
  it("is delivered twice and done once", async () => {
    const { put, respond, decisions, revoked, posts } = stage();
    put({ id: "sgr-1" });
    await respond("sgr-1");
    await respond("sgr-1");
    expect(decisions()).to.deep.equal(["done seen", "skip already-handled"]);
    expect([revoked().length, posts.length]).to.deep.equal([1, 1]);
  });
  it("tells alone in `notify`, and does not count what it never took away", async () => {
    const { put, respond, decisions, revoked, table } = stage({ mode: "notify" });
    put({ id: "sgr-1" });
    await respond("sgr-1");
    expect(decisions()).to.deep.equal(["notify mode-notify"]);
    expect(revoked()).to.deep.equal([]);
    expect(table.value("RETURNS#", "STATE")).to.equal(undefined);
  });
  it("tells of an event that is too old", async () => {
    const { put, respond, decisions } = stage();
    put({ id: "sgr-1" });
    await respond("sgr-1", { seenAtMs: NOW - 31 * minuteMs });
    expect(decisions()).to.deep.equal(["notify stale"]);
  });
});

describe("a rule that may not be touched", () => {
  const refusals: readonly (readonly [
    string,
    Parameters<typeof stage>[0],
    Parameters<ReturnType<typeof stage>["putGroup"]>[0],
    string,
  ])[] = [
    ["in a protected group", { protected: [{ kind: "group", value: GROUP }] }, {}, "protected"],
    [
      "of a group with a protected tag",
      { protected: [{ kind: "tag", value: "keep=yes" }] },
      { tags: { keep: "yes" } },
      "protected",
    ],
    ["in an exempt group", { exempt: { groups: [GROUP], vpcs: [] } }, {}, "exempt"],
    ["in an exempt VPC", { exempt: { groups: [], vpcs: ["vpc-1"] } }, {}, "exempt"],
    ["exempt by its group's tag", {}, { tags: { "api-warden:exempt": "SEC-1,2026-10-01" } }, "exempt"],
    ["in another account", {}, { owner: "999988887777" }, "account-not-listed"],
    [
      "in a listed account without a role there",
      { accounts: [ACCOUNT, "999988887777"] },
      { owner: "999988887777" },
      "account-out-of-reach",
    ],
  ];
  for (const [says, options, group, reason] of refusals)
    it(says, async () => {
      const { put, putGroup, respond, decisions, revoked } = stage(options);
      putGroup(group);
      put({ id: "sgr-1" });
      await respond("sgr-1");
      expect(decisions()).to.deep.equal([`refused ${reason}`]);
      expect(revoked()).to.deep.equal([]);
    });

  it("is exempt by its own tag, too", async () => {
    const { put, respond, decisions } = stage();
    put({ id: "sgr-1", tags: { "api-warden:exempt-until": "2026-10-01T13:00:00Z" } });
    await respond("sgr-1");
    expect(decisions()).to.deep.equal(["refused exempt"]);
  });
  it("is one no longer when its exemption is over, which is said", async () => {
    const { put, putGroup, respond, revoked, posts } = stage();
    putGroup({ tags: { "api-warden:exempt": "SEC-42,2026-09-30" } });
    put({ id: "sgr-1" });
    await respond("sgr-1");
    expect(revoked()).to.deep.equal(["sgr-1"]);
    expect(posts[0]).to.match(/exemption is over since 2026-10-01 00:00 UTC \(SEC-42\)/);
  });
  it("is not exempt by a tag that can't be read, which is said", async () => {
    const { put, putGroup, respond, revoked, posts } = stage();
    putGroup({ tags: { "api-warden:exempt": "forever" } });
    put({ id: "sgr-1" });
    await respond("sgr-1");
    expect(revoked()).to.deep.equal(["sgr-1"]);
    expect(posts[0]).to.match(/exempts nothing: forever/);
  });
});

describe("a prefix list", () => {
  const listed = { id: "sgr-1", source: { kind: "prefix-list", id: "pl-1" } } as const;

  it("that stays narrow is left", async () => {
    const { put, respond, world, decisions } = stage();
    world.prefixLists["pl-1"] = ["203.0.113.0/24"];
    put(listed);
    await respond("sgr-1");
    expect(decisions()).to.deep.equal(["skip already-so"]);
  });
  it("that holds the world is told of, and left", async () => {
    const { put, respond, world, decisions, revoked } = stage();
    world.prefixLists["pl-1"] = ["0.0.0.0/1", "128.0.0.0/1"];
    put(listed);
    await respond("sgr-1");
    expect(decisions()).to.deep.equal(["notify prefix-list-open"]);
    expect(revoked()).to.deep.equal([]);
  });
});

describe("a rule that comes back", () => {
  it("is taken away three times, then left, with one ticket for each return", async () => {
    const { put, respond, decisions, tickets, world } = stage();
    for (const number of [1, 2, 3, 4]) {
      put({ id: `sgr-${number}` });
      await respond(`sgr-${number}`, {}, NOW + number * minuteMs);
    }
    expect(decisions()).to.deep.equal(["done seen", "done seen", "done seen", "notify returned-too-often"]);
    await respond("sgr-4", { occasion: "another look" }, NOW + 5 * minuteMs);
    expect([...world.rules.keys()]).to.deep.equal(["sgr-4"]);
    expect(tickets).to.have.length(1);
    expect(tickets[0]).to.deep.include({
      version: 1,
      kind: "rule-returned",
      subject: { kind: "rule", id: "sgr-4" },
      account: ACCOUNT,
      region: REGION,
      eventIds: ["event of sgr-4"],
    });
  });
  it("is another one on another port, and forgotten after thirty days", async () => {
    const { put, respond, decisions } = stage();
    for (const number of [1, 2, 3]) {
      put({ id: `sgr-${number}`, ...(number === 3 ? { fromPort: 23, toPort: 23 } : {}) });
      await respond(`sgr-${number}`);
    }
    for (const number of [4, 5]) {
      put({ id: `sgr-${number}` });
      await respond(`sgr-${number}`, {}, NOW + 31 * dayMs);
    }
    expect(decisions()).to.deep.equal(["done seen", "done seen", "done seen", "done seen", "done seen"]);
  });
  it("is not taken away where nobody can tell how often it was", async () => {
    const { put, respond, revoked, looking } = stage();
    put({ id: "sgr-1" });
    looking.memory.returns = () => Promise.reject(new Error("no table"));
    const failure = await respond("sgr-1").catch((error: unknown) => error);
    expect(failure).to.be.an("error");
    expect(revoked()).to.deep.equal([]);
  });
});

describe("restoring a rule", () => {
  it("puts it back with its description and tags, exempt for a day", async () => {
    const { put, respond, undo, world, records, decisions } = stage();
    put({ id: "sgr-1", description: "for ana", tags: { owner: "web", "aws:cloudformation:stack-name": "x" } });
    await respond("sgr-1");
    const id = records()[0]?.id ?? "";
    expect((await undo(id)).outcome).to.equal("restored");
    const [again] = [...world.rules.values()];
    expect(again).to.deep.include({ id: "sgr-1-again", description: "for ana", fromPort: 22, toPort: 22 });
    expect(again?.tags.owner).to.equal("web");
    expect(Object.keys(again?.tags ?? {})).to.have.members(["owner", "api-warden:exempt-until"]);
    await respond("sgr-1-again");
    expect(decisions()).to.deep.equal(["done seen", "refused exempt"]);
    expect((await undo(id)).outcome).to.equal("already-so");
  });
  it("finds nothing to put it into where the group is gone", async () => {
    const { put, respond, undo, world, records } = stage();
    put({ id: "sgr-1" });
    await respond("sgr-1");
    world.groups.clear();
    expect((await undo(records()[0]?.id ?? "")).outcome).to.equal("gone");
  });
});
