import { expect } from "chai";

import { denied, idsOf, many, minute, user } from "../../support/denied-calls";
import { webhookStack } from "../../support/laid-out-program";
import type { UploadedFunction } from "../../support/uploaded-function";
import { expectEachOnce, uploaded } from "../../support/uploaded-in-mocha";

const gone = { status: 404, body: "no_service" };

describe("post-denials, when the webhook's secret changes", function () {
  this.timeout(40_000);
  const running = uploaded("post-denials", webhookStack);
  const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:slack-webhook-AbCdEf";
  const holds = (value: string) => running().account.put({ secrets: [{ arn, name: "slack-webhook", value }] });
  const good = "https://hooks.slack-gov.com/services/T1/B2/rotated-secret";

  afterEach(() => {
    running().account.put({ faults: [] });
    holds(good);
  });

  it("reads it again once Slack says that the old webhook is gone, and the retry brings the message", async () => {
    await running().deliver([denied(minute(0))], minute(0));
    const readsBefore = secretReads(running());
    const records = many(3, () => denied(minute(1), { userIdentity: user("bob") }));
    holds(good);
    running().answerSlack((request) => (request === 1 ? gone : undefined));
    await running().deliver(records, minute(1));
    await running().untilQuiet();
    expect(secretReads(running())).to.equal(readsBefore + 1);
    expect(
      running()
        .posts.map(({ at, eventIds }) => [Date.parse(at), eventIds])
        .slice(1),
    ).to.deep.equal([[minute(2), idsOf(records)]]);
  });

  const broken: Readonly<Record<string, readonly [() => void, RegExp]>> = {
    "holds no URL": [() => holds("not-a-webhook-but-secret"), /the webhook's secret is not an https URL/],
    "leads elsewhere": [() => holds("https://hooks.slack.com.example.org/secret"), /the webhook's secret is not/],
    "is empty": [() => holds(""), /the webhook's secret is not/],
    "may not be read": [
      () => running().account.put({ faults: [{ kind: "access-denied", service: "secretsmanager" }] }),
      /AccessDenied/,
    ],
  };
  for (const [position, [what, [breakIt, said]]] of Object.entries(broken).entries()) {
    it(`gives the delivery to the dead-letter queue and mails where it ${what}, and says nothing of what it holds`, async () => {
      // Later than what the container keeps of the secret from the test before.
      const atMinutes = 60 * (position + 1);
      const records = many(2, (each) => denied(minute(atMinutes), { userIdentity: user(`user${each}`) }));
      breakIt();
      await running().deliver(records, minute(atMinutes));
      await running().untilQuiet();
      expect(running().posts).to.have.length(0);
      expect(running().slackRequests, "nothing was sent anywhere").to.equal(0);
      expect(running().deadLetters.map(({ eventIds }) => eventIds)).to.deep.equal([idsOf(records)]);
      expect(running().deadLetters[0]?.message).to.match(said);
      expect(JSON.stringify(running().effects)).to.not.match(/but-secret|example\.org|rotated-secret/);
      expect(running().emails.map(({ topic }) => topic)).to.include("alerts");
      expectEachOnce(running(), idsOf(records));
    });
  }
});

function secretReads({ effects }: UploadedFunction): number {
  return effects.filter((effect) => effect.effect === "api" && effect.operation === "GetSecretValue").length;
}
