import { expect } from "chai";

import { memberMemory } from "../../../clients/member-memory";
import type { Reach } from "../../../clients/reach";
import type { SessionCredentials } from "../../../clients/role-sessions";
import type { CheckParts } from "../../../handlers/check-members/check";
import { checkMembers } from "../../../handlers/check-members/check";
import { memoryTable } from "../../support/memory-table";

const hub = "111122223333";
const [first, second] = ["222233334444", "333344445555"];
const regions = ["eu-west-1", "us-east-1"];
const session: SessionCredentials = {
  accessKeyId: "ASIAEXAMPLE000000001",
  secretAccessKey: "invented",
  sessionToken: "invented",
  expiration: new Date("2026-10-01T12:00:00Z"),
};

function reachThat(fails: Readonly<Record<string, string>> = {}): Reach {
  const open = async (role: string) => {
    if (fails[role] !== undefined) throw new Error(fails[role]);
    return session;
  };
  return {
    signers: (account) => ({ read: { credentials: () => open(`${account} read`) } }),
    prepare: async (account) => void (await open(`${account} act`)),
  };
}

const parts = (changes: Partial<CheckParts> = {}): CheckParts => ({
  settings: { memberRole: "security/act", accounts: [hub, first, second], regions, events: ["opened-groups", "other"] },
  ownAccount: hub,
  reach: reachThat(),
  memory: { lastSeen: () => Promise.resolve({}) },
  ruleState: () => Promise.resolve("enabled"),
  ...changes,
});

describe("a look at the members", () => {
  it("is at every listed account but the hub's own, in their order, and at every region", async () => {
    const found = await checkMembers(parts());
    expect(found.map(({ account }) => account)).to.deep.equal([first, second]);
    expect(found[0]).to.deep.equal({
      account: first,
      read: undefined,
      act: undefined,
      regions: regions.map((region) => ({ region, missing: [], disabled: [] })),
    });
  });

  it("asks for the rules by the names that the template gives them, under the role that reads", async () => {
    const asked: string[] = [];
    await checkMembers(
      parts({
        ruleState: (region, rule, { accessKeyId }) => {
          asked.push(`${region} ${rule} ${accessKeyId}`);
          return Promise.resolve("enabled");
        },
      }),
    );
    expect(new Set(asked)).to.deep.equal(
      new Set(
        regions.flatMap((region) =>
          ["opened-groups", "other"].map((name) => `${region} act-${name} ${session.accessKeyId}`),
        ),
      ),
    );
  });

  it("names what is missing and what is switched off, and goes on where a region does not answer", async () => {
    const [found] = await checkMembers(
      parts({
        ruleState: async (region, rule) => {
          if (region === "eu-west-1") throw new Error("no answer");
          return rule === "act-other" ? "missing" : "disabled";
        },
      }),
    );
    expect(found?.regions).to.deep.equal([
      { region: "eu-west-1", missing: [], disabled: [], unseen: "no answer" },
      { region: "us-east-1", missing: ["act-other"], disabled: ["act-opened-groups"] },
    ]);
  });

  it("says which role can't be assumed, of each account by itself", async () => {
    const found = await checkMembers(
      parts({ reach: reachThat({ [`${first} act`]: "denied", [`${second} read`]: "gone" }) }),
    );
    expect(found.map(({ read, act }) => [read, act])).to.deep.equal([
      [undefined, "denied"],
      ["gone", undefined],
    ]);
    expect(found[1]?.regions.every(({ unseen }) => unseen?.includes("read role") === true)).to.equal(true);
  });

  it("says when an event came last, and nothing of it where that can't be read", async () => {
    const memory = memberMemory(memoryTable());
    const atMs = Date.parse("2026-10-01T12:00:00Z");
    await memory.note(first, "us-east-1", atMs);
    await memory.note(first, "us-east-1", atMs - 60_000);
    const [found] = await checkMembers(parts({ memory }));
    expect(found?.regions.map(({ lastEventAt }) => lastEventAt)).to.deep.equal([undefined, "2026-10-01T12:00:00.000Z"]);
    const unreadable = await checkMembers(parts({ memory: { lastSeen: () => Promise.reject(new Error("no table")) } }));
    expect(unreadable[0]?.regions.map(({ lastEventAt }) => lastEventAt)).to.deep.equal([undefined, undefined]);
  });
});
