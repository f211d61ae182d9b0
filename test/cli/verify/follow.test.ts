import { expect } from "chai";

import type { LinkAsker } from "../../../clients/link-facts/asking";
import type { VerifiedStack } from "../../../cli/verify/follow";
import { follow } from "../../../cli/verify/follow";
import type { VerifyRequest } from "../../../handlers/probe/settings";

const id = "a".repeat(20);
const sentAtMs = Date.parse("2026-03-17T10:00:00Z");
const sent = { probe: { id, kind: "verify", sentAtMs, roleArn: "r" }, outcome: "denied", channel: "webhook" };
const arrival = { atMs: sentAtMs + 240_000, eventId: "e1", channel: "posted" };

/** A stack whose call arrives after so many looks, and which has patience for so many. */
function stackOf(arrivesAfter: number, patience: number, answer: unknown = sent) {
  const asked: VerifyRequest[] = [];
  const waited = { times: 0 };
  const stack: VerifiedStack = {
    links: [{ kind: "function", title: "post-denials", name: "p", deadLetterQueueUrl: "q" }],
    async ask(question) {
      asked.push(question);
      if (question.id === undefined) return answer;
      return waited.times >= arrivesAfter ? { arrival } : {};
    },
    async wait() {
      if (waited.times >= patience) return false;
      waited.times += 1;
      return true;
    },
    look: (sinceMs, work) => {
      const refuse = () => {
        throw Object.assign(new Error("no leave to look"), { name: "AccessDeniedException" });
      };
      const asker: LinkAsker = { options: refuse, client: refuse, sinceMs, nowMs: sentAtMs + 300_000, request: refuse };
      return work(asker);
    },
  };
  return { stack, asked, waited };
}

describe("following a denied call", () => {
  it("asks for the call once, then for what became of it until it is there", async () => {
    const { stack, asked, waited } = stackOf(3, 100);
    const findings = await follow(stack);
    expect(asked).to.deep.equal([{ warden: "verify" }, ...Array.from({ length: 4 }, () => ({ warden: "verify", id }))]);
    expect(waited.times).to.equal(3);
    expect(findings.find(({ link }) => link === "Slack webhook")?.state).to.equal("holds");
  });

  it("gives up when its time is over, and says so", async () => {
    const { stack, waited } = stackOf(1_000, 4);
    const findings = await follow(stack);
    expect(waited.times).to.equal(4);
    expect(findings.filter(({ state }) => state === "broken").map(({ link }) => link)).to.deep.equal(["arrival"]);
  });

  it("says of a link that who asks may not look at why", async () => {
    const { stack } = stackOf(0, 1);
    const found = (await follow(stack)).find(({ link }) => link === "function post-denials");
    expect(found).to.deep.include({ state: "unseen", says: "AccessDeniedException: no leave to look" });
  });

  for (const [what, answer] of Object.entries({
    nothing: null,
    "another outcome": { ...sent, outcome: "perhaps" },
    "another channel": { ...sent, channel: "pigeon" },
  })) {
    it(`refuses an answer of another version: ${what}`, async () => {
      const { stack } = stackOf(0, 1, answer);
      const failure = await follow(stack).then(
        () => undefined,
        (error: Error) => error.message,
      );
      expect(failure).to.match(/of another version/);
    });
  }
});
