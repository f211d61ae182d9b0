import { expect } from "chai";

import type { DecisionEffect } from "../../../local/effects";
import type { InputItem } from "../../../local/input/items";
import type { Played } from "../../support/played-program";
import { playProgram } from "../../support/played-program";
import { account, enforcing, headquarters, items, keyOf, leak, minute, office, storyteller } from "./stories";

/** Statuses of a user's keys after the play. */
function statuses({ account: left }: Played, user: string): Record<string, string> {
  const keys = left.users?.find(({ name }) => name === user)?.keys ?? [];
  return Object.fromEntries(keys.map(({ accessKeyId, status }) => [accessKeyId, status ?? "Active"]));
}

const told = ({ verdict, reason }: DecisionEffect) => `${verdict} ${reason}`;
const decisionsOn = (played: Played, key: string) =>
  played.decisions.filter(({ subject }) => subject === key).map(told);
const changedKeys = (played: Played) =>
  played.changes.map(
    ({ operation, input }) => `${operation} ${String((input as { AccessKeyId?: unknown }).AccessKeyId)}`,
  );
const textsAbout = (played: Played, key: string) =>
  played.messages
    .filter((one) => one.function === "disable-key")
    .map(({ message }) => JSON.stringify(message))
    .filter((text) => text.includes(key.slice(-4)));

describe("disable-key in enforce, from its uploaded form through the whole program", function () {
  this.timeout(120_000);

  describe("a user with two keys, one of them stolen", () => {
    const { theft, work } = storyteller("a0000000");
    const second = keyOf("build", 2);
    const stolen = theft("build", minute(0));
    let played: Played;

    before(async () => {
      const other = work("build", minute(-120), { identity: { accessKeyId: second } });
      // Delivered once more, some minutes later, as CloudWatch Logs may.
      const again = items(stolen).map((item) => ({ ...item, atMs: minute(10) }));
      played = await playProgram({ configuration: enforcing, items: [...items(other, stolen), ...again] });
    });

    it("has that one disabled, by one change, and keeps the other", () => {
      expect(statuses(played, "build")).to.deep.equal({ [keyOf("build")]: "Inactive", [second]: "Active" });
      expect(played.changes.map(({ operation, input }) => [operation, input])).to.deep.equal([
        ["UpdateAccessKey", { UserName: "build", AccessKeyId: keyOf("build"), Status: "Inactive" }],
      ]);
    });

    it("says why, and that a second delivery has nothing left to do", () => {
      const [first, ...more] = decisionsOn(played, keyOf("build"));
      expect(first).to.equal("done signals");
      expect(more.every((decision) => decision.startsWith("skip "))).to.equal(true);
      expect(played.errors).to.deep.equal([]);
    });

    it("tells people once that it was done and once that it is contained", () => {
      expect(textsAbout(played, keyOf("build"))).to.have.length(2);
    });
  });

  describe("what may not be touched, or not for this", () => {
    const { theft, journey, work, call } = storyteller("b0000000");
    const strangersKey = keyOf("stranger");
    const stranger = {
      identity: { accountId: "999988887777", arn: "arn:aws:iam::999988887777:user/stranger" },
      recipientAccountId: "999988887777",
    };
    const notKeys = ["AssumedRole", "FederatedUser", "SAMLUser", "WebIdentityUser", "IdentityCenterUser", "AWSAccount"];
    const report = (minutes: number, text: string) => ({ text, atMs: minute(minutes) });
    let played: Played;

    before(async () => {
      const late = theft("late", minute(60)).map((record) => ({ ...items(record)[0], atMs: minute(420) }) as InputItem);
      played = await playProgram({
        configuration: enforcing,
        account: { users: [{ accountId: account, name: "tagged", tags: { keep: "yes" } }] },
        items: [
          ...items(
            ["alice", "carol", "reported", "claimed", "mistaken"].map((user) => work(user, minute(-60))),
            theft("root", minute(0), {
              identity: { type: "Root", userName: undefined, arn: `arn:aws:iam::${account}:root` },
            }),
            theft("typeless", minute(5), { identity: { type: undefined } }),
            notKeys.map((type) => theft(type, minute(10), { identity: { type, accessKeyId: "ASIAEXAMPLE000000001" } })),
            theft("console", minute(15), { identity: { accessKeyId: "ASIAEXAMPLE000000002" } }),
            theft("service", minute(20), { identity: { invokedBy: "cloudformation.amazonaws.com" } }),
            theft("break-glass", minute(25)),
            theft("tagged", minute(30)),
            theft("stranger", minute(35), stranger),
            journey("traveller", minute(40)),
            Array.from({ length: 6 }, (_, index) => call("clumsy", minute(45) + index, { sourceIPAddress: office })),
            ["10.9.9.9", "AWS Internal/3", "ec2-frontend-api.amazonaws.com", "192.0.2.55", undefined].map(
              (sourceIPAddress, index) => journey(`quiet-${"abcde".charAt(index)}`, minute(50), { sourceIPAddress }),
            ),
            theft("rented", minute(55), { sourceIPAddress: "13.250.0.1" }),
            work("shared", minute(56), { sourceIPAddress: headquarters }),
            theft("shared", minute(58)),
          ),
          ...late,
        ],
        reports: [
          report(500, `${keyOf("reported")}  South Korea`),
          report(501, `${keyOf("mistaken")} somebody-else France`),
          report(502, "ASIAEXAMPLESESSION01 alice France"),
          report(503, "AIDAEXAMPLEIDENTIT02 alice France"),
          report(504, `${keyOf("nobody")} nobody France`),
          report(
            505,
            JSON.stringify({
              version: 1,
              accessKeyId: keyOf("claimed"),
              signals: ["exposed", "country", "guardduty"].map((kind) => ({
                kind,
                at: new Date(minute(505)).toISOString(),
                text: "so they say",
              })),
              eventIds: [],
              seenAt: new Date(minute(505)).toISOString(),
            }),
          ),
          report(506, "nothing that anybody could read"),
        ],
      });
    });

    it("is not changed", () => {
      expect(played.changes).to.deep.equal([]);
    });

    const rows: readonly [what: string, key: string, decision: string][] = [
      ["root's key", keyOf("root"), "refused root"],
      ["a key whose caller has no type", keyOf("typeless"), "refused not-a-user"],
      ["the key of a protected user", keyOf("break-glass"), "refused protected"],
      ["the key of a user with a protected tag", keyOf("tagged"), "refused protected"],
      ["a key of another account", strangersKey, "refused account-not-listed"],
      ["a key that only has travelled", keyOf("traveller"), "notify single-signal"],
      ["a key that only was refused again and again", keyOf("clumsy"), "notify single-signal"],
      ["a key used from a machine of AWS's", keyOf("rented"), "ask aws-owned-address"],
      ["a key in good use two minutes before", keyOf("shared"), "ask recently-good-use"],
      ["a key whose use is told of hours later", keyOf("late"), "notify stale"],
      ["a key that only a SIEM reports", keyOf("reported"), "notify single-signal"],
      ["a key of which a publisher claims all kinds of signals", keyOf("claimed"), "notify single-signal"],
      ["a key that is not the reported user's", keyOf("mistaken"), "refused owner-mismatch"],
      ["a session that a SIEM reports", "ASIAEXAMPLESESSION01", "refused temporary-credentials"],
      ["an id that is no key's", "AIDAEXAMPLEIDENTIT02", "refused not-an-access-key"],
      ["a key that AWS does not know", keyOf("nobody"), "refused unknown-account"],
    ];
    for (const [what, key, decision] of rows) {
      it(`has its verdict and is told to people: ${what}`, () => {
        expect(rows.filter(([, other]) => other.slice(-4) === key.slice(-4))).to.have.length(1);
        expect(new Set(decisionsOn(played, key))).to.deep.equal(new Set([decision]));
        expect(textsAbout(played, key)).not.to.deep.equal([]);
      });
    }

    it("is told with what the key did in the last day, from the trail's log group", () => {
      const [text = ""] = textsAbout(played, keyOf("shared"));
      expect(text).to.include("6 calls in the last 24 hours, 5 of them denied");
      expect(text).to.include("Last good call from an allowed network: 2026-10-01T12:56:00Z");
    });

    it("is not even reported where nothing speaks against a long-term key", () => {
      const expected = new Set(rows.map(([, key]) => key));
      expect(new Set(played.decisions.map(({ subject }) => subject))).to.deep.equal(expected);
    });

    it("leaves what can't be read in the dead-letter queue, with the reason", () => {
      expect(played.errors.map((one) => [one.function, one.message])).to.deep.equal([
        ["disable-key", "Error: malformed message on suspicious-keys: the first field is not an access key id"],
      ]);
    });
  });

  describe("twenty keys in strange hands within an hour, and then a leak that AWS announces", () => {
    const { theft, work } = storyteller("c0000000");
    const users = Array.from({ length: 20 }, (_, index) => `user-${"abcdefghijklmnopqrst".charAt(index)}`);
    let played: Played;

    before(async () => {
      played = await playProgram({
        configuration: enforcing,
        items: [
          ...items(
            work("public", minute(-60)),
            users.map((user, index) => theft(user, minute(index))),
          ),
          leak(keyOf("public"), minute(30)),
          leak(keyOf("public"), minute(31), "8bf73129-1428-4cd3-a780-95db273d1602"),
        ],
      });
    });

    it("changes no more keys than the cap allows, and says so of the others", () => {
      const ordinary = changedKeys(played).filter((change) => !change.endsWith(keyOf("public")));
      expect(ordinary).to.deep.equal(users.slice(0, 5).map((user) => `UpdateAccessKey ${keyOf(user)}`));
      for (const user of users.slice(5)) {
        expect(new Set(decisionsOn(played, keyOf(user))), user).to.deep.equal(new Set(["notify cap-of-account"]));
      }
    });

    it("still disables the leaked key, once", () => {
      expect(changedKeys(played).filter((change) => change.endsWith(keyOf("public")))).to.have.length(1);
      expect(decisionsOn(played, keyOf("public"))[0]).to.equal("done signals");
      expect(statuses(played, "public")).to.deep.equal({ [keyOf("public")]: "Inactive" });
    });
  });

  it("changes nothing while it is paused, and says so", async () => {
    const { theft } = storyteller("d0000000");
    const pause = { scope: { kind: "all" }, by: `arn:aws:iam::${account}:user/operator`, atMs: minute(-10) };
    const played = await playProgram({
      configuration: enforcing,
      items: [...items(theft("build", minute(0))), leak(keyOf("build"), minute(5))],
      actions: [{ key: { S: "PAUSE" }, item: { S: "all" }, version: { N: "1" }, value: { S: JSON.stringify(pause) } }],
    });
    expect(played.changes).to.deep.equal([]);
    expect(new Set(played.decisions.map(told))).to.deep.equal(new Set(["notify paused"]));
    expect(textsAbout(played, keyOf("build"))).not.to.deep.equal([]);
  });
});
