import { expect } from "chai";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { SlackEffect } from "../../../local/effects";
import { denied, idsOf, many, minute, user } from "../../support/denied-calls";
import { appStack, webhookStack } from "../../support/laid-out-program";
import { expectEachOnce, shown, textOf, uploaded } from "../../support/uploaded-in-mocha";

const policyArn = "arn:aws:organizations::987654321098:policy/o-example1234/service_control_policy/p-example12";
const accounts = Array.from({ length: 40 }, (_, position) => String(200_000_000_000 + position));

/** A call that the organisation's guard-rail refuses; AWS does not name the policy to every caller. */
function refused(atMs: number, account: string, eventName: string, policy = `: ${policyArn}`): CloudTrailRecord {
  const arn = `arn:aws:iam::${account}:user/deploy`;
  return denied(atMs, {
    recipientAccountId: account,
    userIdentity: user("deploy", account),
    eventSource: "ec2.amazonaws.com",
    eventName,
    errorCode: "Client.UnauthorizedOperation",
    errorMessage:
      `User: ${arn} is not authorized to perform: ec2:${eventName} on resource: ` +
      `arn:aws:ec2:eu-north-1:${account}:instance/* with an explicit deny in a service control policy${policy}`,
  });
}

describe("post-denials, one service control policy in forty accounts", function () {
  this.timeout(60_000);

  describe("through a webhook", () => {
    const running = uploaded("post-denials", webhookStack);

    async function play(deliveries: readonly (readonly CloudTrailRecord[])[]): Promise<void> {
      for (const delivery of deliveries) {
        const atMs = Date.parse(String(delivery[0]?.eventTime));
        await running().until(atMs);
        await running().deliver(delivery, atMs);
      }
      await running().untilQuiet();
    }

    it("takes the first four, the fold and its digest, which name policy and accounts", async () => {
      const deliveries = accounts.map((account, position) => [refused(minute(position / 4), account, "RunInstances")]);
      await play(deliveries);
      const { posts } = running();
      expect(posts).to.have.length(6);
      const [fold, digest] = posts.slice(4);
      expect(textOf(fold ?? raise())).to.match(inAccounts(5));
      expect(shown(fold ?? raise())).to.include(policyArn);
      expect(said(digest)).to.match(inAccounts(40));
      expect(shown(digest ?? raise())).to.include(policyArn);
      expectEachOnce(running(), idsOf(deliveries.flat()));
    });

    it("takes no more where every account goes on, with other actions too", async () => {
      const names = ["RunInstances", "CreateVolume"];
      const deliveries = many(120, (position) =>
        refused(minute(position / 12), accounts[position % 40] ?? "", names[position % 3 === 0 ? 1 : 0] ?? ""),
      ).map((record) => [record]);
      await play(deliveries);
      expect(running().posts.length).to.be.within(5, 6);
      expect(running().posts.map(said).join()).to.match(inAccounts(40)).and.to.include(": 2 actions");
      expectEachOnce(running(), idsOf(deliveries.flat()));
    });

    it("takes no more where what came before the fold was not told of yet", async () => {
      const twice = accounts.map((account, position) => [
        ...many(3, () => refused(minute(position / 4), account, "RunInstances", "")),
      ]);
      const again = accounts.slice(0, 4).map((account) => [refused(minute(0.9), account, "RunInstances", "")]);
      const deliveries = [...twice.slice(0, 4), ...again, ...twice.slice(4)];
      await play(deliveries);
      const { posts } = running();
      expect(posts).to.have.length(6);
      expect(said(posts[5])).to.match(inAccounts(40));
      expectEachOnce(running(), idsOf(deliveries.flat()));
    });
  });

  describe("through an app, which updates the fold", () => {
    const running = uploaded("post-denials", appStack);

    it("takes five messages", async () => {
      const records = accounts.map((account, position) => refused(minute(position / 4), account, "RunInstances"));
      for (const record of records) {
        const atMs = Date.parse(String(record.eventTime));
        await running().until(atMs);
        await running().deliver([record], atMs);
      }
      await running().untilQuiet();
      expect(running().posts).to.have.length(5);
      const last = running().updates.at(-1);
      expect(said(last)).to.match(inAccounts(40));
      expectEachOnce(running(), idsOf(records));
    });
  });
});

/** With the policy's kind as the header and the marked texts have it. */
function inAccounts(count: number): RegExp {
  return new RegExp(`the same denial in ${count} accounts by a \`?service control policy\`?: `);
}

/** All that a message that must be there says. */
function said(effect: SlackEffect | undefined): string {
  return effect === undefined ? raise() : `${textOf(effect)} ${shown(effect)}`;
}

function raise(): never {
  throw new Error("there is no such message");
}
