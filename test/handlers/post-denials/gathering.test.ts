import { expect } from "chai";

import { denied, idsOf, many, minute, role, user } from "../../support/denied-calls";
import { appStack, webhookStack } from "../../support/laid-out-program";
import { expectEachOnce, shown, textOf, uploaded } from "../../support/uploaded-in-mocha";

describe("post-denials, gathering under one message", function () {
  this.timeout(30_000);

  describe("through a webhook", () => {
    const running = uploaded("post-denials", webhookStack);

    it("posts the first of equal causes at once, and the rest in one digest when the window is over", async () => {
      const first = many(2, () => denied(minute(0)));
      const later = [many(3, () => denied(minute(4))), many(5, () => denied(minute(9)))];
      await running().deliver(first, minute(0));
      expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(first)]);
      await running().deliver(later[0] ?? [], minute(4));
      await running().deliver(later[1] ?? [], minute(9));
      await running().until(minute(14));
      expect(running().posts, "posts before the window is over").to.have.length(1);

      await running().untilQuiet();
      const [, digest] = running().posts;
      expect(running().posts).to.have.length(2);
      expect(digest?.eventIds).to.have.members(idsOf(later.flat()));
      expect(textOf(digest ?? raise()), "counts all ten").to.include("10 times");
      expect(shown(digest ?? raise()), "counts what is new").to.match(/8 (?:of them )?new/);
      expect(running().updates).to.have.length(0);
      expectEachOnce(running(), idsOf([...first, ...later.flat()]));
    });

    it("opens a new window for what comes after the last one", async () => {
      const records = [denied(minute(0)), denied(minute(20))];
      await running().deliver(records.slice(0, 1), minute(0));
      await running().deliver(records.slice(1), minute(20));
      expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal(records.map((record) => idsOf([record])));
    });

    it("takes sessions and addresses of one role for one cause", async () => {
      const records = many(6, (position) =>
        denied(minute(0), {
          userIdentity: role("deploy", `tool-${position}`),
          sourceIPAddress: `203.0.113.${position}`,
        }),
      );
      await running().deliver(records, minute(0));
      await running().untilQuiet();
      expect(running().posts).to.have.length(1);
      expectEachOnce(running(), idsOf(records));
    });

    it("lets a second cause wait one minute for a third, then posts it", async () => {
      const [one, two] = [denied(minute(0)), denied(minute(1), { eventName: "CreateTable" })];
      await running().deliver([one], minute(0));
      await running().deliver([two], minute(1));
      expect(running().posts).to.have.length(1);
      await running().until(minute(3));
      expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf([one]), idsOf([two])]);
    });

    it("folds the third cause of one principal, and what waited, into one enumeration of higher severity", async () => {
      const names = ["DeleteTable", "CreateTable", "ListTables"];
      const records = names.map((eventName) => denied(minute(0), { eventName }));
      for (const record of records) await running().deliver([record], minute(0));
      await running().untilQuiet();
      const [first, enumeration] = running().posts;
      expect(running().posts).to.have.length(2);
      expect(textOf(first ?? raise())).to.match(/Low: `dynamodb:DeleteTable` denied/);
      expect(textOf(enumeration ?? raise())).to.match(/High: enumeration: 3 actions/);
      expectEachOnce(running(), idsOf(records));
    });

    it("keeps principals and accounts apart", async () => {
      const records = [
        denied(minute(0), { userIdentity: user("alice") }),
        denied(minute(0), { userIdentity: user("bob") }),
        denied(minute(0), { userIdentity: user("alice", "444455556666"), recipientAccountId: "444455556666" }),
      ];
      await running().deliver(records, minute(0));
      expect(running().posts.map(({ eventIds }) => eventIds)).to.have.deep.members(records.map((one) => idsOf([one])));
    });

    it("closes its windows by the schedule when nothing more comes", async () => {
      const records = many(2, (position) => denied(minute(position)));
      for (const [position, record] of records.entries()) await running().deliver([record], minute(position));
      await running().until(minute(15));
      expect(running().posts).to.have.length(2);
      expectEachOnce(running(), idsOf(records));
    });

    it("folds a third cause of the same minute without waiting", async () => {
      const records = many(3, (position) => denied(minute(0), { eventName: `Describe${position}` }));
      await running().deliver(records, minute(0));
      expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(records)]);
    });

    it("sees failed console sign-ins, which carry no error code", async () => {
      const signIn = denied(minute(0), {
        eventSource: "signin.amazonaws.com",
        eventName: "ConsoleLogin",
        eventType: "AwsConsoleSignIn",
        errorCode: undefined,
        errorMessage: "Failed authentication",
        responseElements: { ConsoleLogin: "Failure" },
        userIdentity: { type: "IAMUser", accountId: "111122223333", accessKeyId: "", userName: "mallory" },
      });
      await running().deliver([signIn], minute(0));
      expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf([signIn])]);
      expect(textOf(running().posts[0] ?? raise())).to.match(/ConsoleLogin` failed for user `mallory`/);
    });

    it("folds the same denial in five accounts into one message", async () => {
      const records = many(5, (position) => {
        const account = `11112222333${position}`;
        return denied(minute(0), { recipientAccountId: account, userIdentity: user(`user${position}`, account) });
      });
      await running().deliver(records, minute(0));
      await running().untilQuiet();
      expect(running().posts).to.have.length(1);
      expect(textOf(running().posts[0] ?? raise())).to.include("the same denial in 5 accounts");
      expectEachOnce(running(), idsOf(records));
    });

    it("folds the fifth and later accounts where they come one by one", async () => {
      const records = many(8, (position) => {
        const account = `11112222333${position}`;
        return denied(minute(position), {
          recipientAccountId: account,
          userIdentity: user(`user${position}`, account),
        });
      });
      for (const [position, record] of records.entries()) await running().deliver([record], minute(position));
      await running().untilQuiet();
      expect(running().posts.filter((post) => textOf(post).includes("the same denial in"))).to.have.length(2);
      expect(running().posts.length).to.be.at.most(6);
      expectEachOnce(running(), idsOf(records));
    });

    it("gathers denials of all functions' roles into one message an hour that carries all ids", async () => {
      const arns = running().roleArns;
      expect(arns).to.include(running().ownRoleArn).and.to.have.length.above(5);
      const accountId = "123456789012";
      const identityOf = (arn: string) => {
        const userName = arn.slice(arn.lastIndexOf("/") + 1);
        return {
          type: "AssumedRole",
          arn: `arn:aws:sts::${accountId}:assumed-role/${userName}/${userName}`,
          accountId,
          sessionContext: { sessionIssuer: { type: "Role", arn, accountId, userName } },
        };
      };
      const records = many(30, (position) => {
        const userIdentity = identityOf(arns[position % arns.length] ?? "");
        return denied(minute(position * 5), { userIdentity, eventName: `Call${position}` });
      });
      for (const [position, record] of records.entries()) await running().deliver([record], minute(position * 5));
      await running().untilQuiet();
      const times = running().posts.map(({ at }) => Date.parse(at));
      expect(times.length).to.be.within(2, 4);
      times.slice(1).forEach((atMs, before) => expect(atMs - (times[before] ?? 0)).to.be.at.least(3_600_000));
      expect(textOf(running().posts[0] ?? raise())).to.include("API Warden's own calls");
      expectEachOnce(running(), idsOf(records));
    });
  });

  describe("through an app that can update its messages", () => {
    const running = uploaded("post-denials", appStack);

    it("posts the first and brings the rest into the same message, with only the new ids", async () => {
      const first = [denied(minute(0))];
      const later = [many(3, () => denied(minute(2))), many(4, () => denied(minute(6)))];
      await running().deliver(first, minute(0));
      await running().deliver(later[0] ?? [], minute(2));
      await running().until(minute(4));
      expect(running().updates.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(later[0] ?? [])]);
      await running().deliver(later[1] ?? [], minute(6));
      await running().untilQuiet();

      expect(running().posts.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(first)]);
      expect(running().updates.map(({ eventIds }) => eventIds)).to.deep.equal(later.map((some) => idsOf(some)));
      const places = running().updates.map(({ message }) => message as { channel?: string; ts?: string });
      expect(new Set(places.map(({ ts }) => ts)).size, "one message is updated").to.equal(1);
      expect(places.map(({ channel }) => channel)).to.deep.equal(["C0123456789", "C0123456789"]);
      expect(textOf(running().updates[1] ?? raise()), "the count adds up").to.include("8 times");
      expectEachOnce(running(), idsOf([...first, ...later.flat()]));
    });

    it("updates the message of an enumeration", async () => {
      const records = many(40, (position) =>
        denied(minute(Math.floor(position / 10)), { eventName: `Describe${position}` }),
      );
      for (let at = 0; at < 4; at += 1) await running().deliver(records.slice(at * 10, at * 10 + 10), minute(at));
      await running().untilQuiet();
      expect(running().posts).to.have.length(1);
      expect(textOf(running().updates.at(-1) ?? raise())).to.include("enumeration: 40 actions");
      expectEachOnce(running(), idsOf(records));
    });
  });
});

function raise(): never {
  throw new Error("there is no such message");
}
