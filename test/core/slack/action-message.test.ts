import { expect } from "chai";
import * as fc from "fast-check";

import type { RecordState } from "../../../core/actions/record";
import { signalKinds } from "../../../core/actions/action";
import type { Reason, Verdict } from "../../../core/actions/action";
import { actionNames } from "../../../core/configuration/names";
import type { ActionMessageView } from "../../../core/slack/action-message";
import { actionMessage } from "../../../core/slack/action-message";
import { actionWords, reasonWords } from "../../../core/slack/action-words";
import type { SlackMessage } from "../../../core/slack/message";
import { SLACK_LIMITS } from "../../../core/slack/message";
import { plainTextOf } from "../../../core/slack/plain-text";
import { secondLookMessage } from "../../../core/slack/second-look-message";
import { sampleActionRecord, SAMPLE_KEY, SAMPLE_TIME } from "../actions/sample-action-record";
import { hostileText } from "./hostile-text";

const place = { logGroup: "/warden/trail", homeRegion: "eu-west-1", stackName: "prod" };

function messageOf(changes: Parameters<typeof sampleActionRecord>[0] = {}, view: Partial<ActionMessageView> = {}) {
  return actionMessage({ record: sampleActionRecord(changes), place, recorded: true, buttons: false, ...view });
}

function textOf(changes: Parameters<typeof sampleActionRecord>[0] = {}, view: Partial<ActionMessageView> = {}): string {
  return plainTextOf(messageOf(changes, view));
}

describe("message of an action", () => {
  it("says on one screen what was seen of whom, what was decided and why, and what to do", () => {
    expect(textOf().replace(/https:\S+/g, "LINK")).to.equal(
      [
        "🟠 Not acted (disable-key): access key ending LE42 of user build",
        "",
        "What: access key ending LE42; of user build",
        "Decision: Only told, nothing was changed: the mode of this action is notify; In enforce it would change nothing either: too few independent signals speak against it (api-warden:signalsToEnforce)",
        "Signals: 1 of 2 that enforce needs; country: used from BR, which is not an allowed country",
        "When: 2026-01-31 09:58:00 UTC; decided 2026-01-31 10:00:00 UTC",
        "Where: account 111122223333; region eu-central-1",
        "",
        "Seen",
        "ec2:DescribeInstances from 198.51.100.7 (BR)",
        "",
        "Impact",
        "120 calls in 24 hours from 2 addresses",
        "Last good call 2026-01-31 08:00:00 UTC from 192.0.2.1",
        "",
        "Event in CloudTrail: LINK · Query in Logs Insights: LINK",
        "",
        "Record wa-abcdefghij",
      ].join("\n"),
    );
  });

  const approved = { by: "arn:aws:iam::111122223333:user/alice", atMs: SAMPLE_TIME };
  const table: readonly [name: string, changes: Parameters<typeof sampleActionRecord>[0], says: string][] = [
    ["done", { state: "done", verdict: "done", reason: "signals" }, "The key is disabled: enough independent signals"],
    [
      "done by approval",
      { state: "done", verdict: "done", reason: "approved", approval: approved },
      "a person approved it (by arn:aws:iam::111122223333:user/alice)",
    ],
    [
      "asked",
      { state: "asked", verdict: "ask", reason: "mode-approve", askedUntilMs: SAMPLE_TIME + 1_800_000 },
      "Asked whether to disable the key: the mode of this action is approve; Without an answer by 2026-01-31 10:30:00 UTC nothing is changed",
    ],
    [
      "refused",
      { verdict: "refused", reason: "temporary-credentials" },
      "Refused to disable the key: temporary credentials cannot be disabled",
    ],
    ["skipped", { verdict: "skip", reason: "gone" }, "Nothing to do: it does not exist any more"],
    [
      "failed",
      { state: "failed", verdict: "failed", reason: "access-denied", failure: "AccessDenied: not authorized" },
      "Failed to disable the key: AWS denied the call to this function's own role",
    ],
    [
      "left",
      { state: "left", verdict: "ask", reason: "mode-approve", left: approved },
      "the question was left (by arn:",
    ],
    ["expired", { state: "expired", verdict: "ask", reason: "mode-approve" }, "nobody answered in time"],
    [
      "put back",
      { state: "restored", verdict: "done", reason: "signals", restored: approved },
      "The key is disabled, and was put back (by arn:",
    ],
  ];
  for (const [name, changes, says] of table) {
    it(`says in words that it is ${name}`, () => {
      expect(textOf(changes)).to.contain(says);
    });
  }

  it("says what enforce would have done where that is to act or to ask", () => {
    const weighing = sampleActionRecord().weighing;
    if (weighing === undefined) throw new Error("the sample is weighed");
    const acted = { ...weighing, ifEnforced: { verdict: "done", reason: "signals" } } as const;
    expect(textOf({ weighing: acted })).to.contain("In enforce it would disable the key");
    const asked = { ...weighing, ifEnforced: { verdict: "ask", reason: "recently-good-use" } } as const;
    expect(textOf({ weighing: asked })).to.contain(
      "In enforce it would ask whether to disable the key: it was in good use",
    );
    const enforcing = { ...weighing, mode: "enforce", ifEnforced: { verdict: "notify", reason: "stale" } } as const;
    expect(textOf({ reason: "stale", weighing: enforcing })).to.not.contain("In enforce");
  });

  it("names the commands that answer, and those that undo, only where they would work", () => {
    const asked = textOf({ state: "asked", verdict: "ask", reason: "mode-approve" });
    expect(asked).to.contain("npm run warden -- approve wa-abcdefghij").and.to.contain("leave wa-abcdefghij");
    expect(asked).to.contain("For the deployed stack add --stack prod").and.to.not.contain("restore");
    const done = textOf({ state: "done", verdict: "done", reason: "signals" });
    expect(done).to.contain("To make the key active again: npm run warden -- restore wa-abcdefghij");
    expect(textOf()).to.not.contain("npm run");
    expect(textOf({ state: "asked", verdict: "ask" }, { recorded: false })).to.not.contain("wa-abcdefghij");
  });

  it("has buttons under a question only, and only where the stack takes answers from Slack", () => {
    const asked = { state: "asked", verdict: "ask", reason: "mode-approve" } as const;
    const buttons = (message: SlackMessage) => message.blocks.filter(({ type }) => type === "actions");
    const [block] = buttons(messageOf(asked, { buttons: true }));
    const pressed = block?.type === "actions" ? block.elements : [];
    expect(pressed.map((one) => [one.text.text, one.action_id, one.value])).to.deep.equal([
      ["Approve", "warden-approve", "wa-abcdefghij"],
      ["Leave", "warden-leave", "wa-abcdefghij"],
      ["Expected", "warden-expected", "wa-abcdefghij"],
    ]);
    expect(buttons(messageOf(asked))).to.deep.equal([]);
    expect(buttons(messageOf({ state: "expired" }, { buttons: true }))).to.deep.equal([]);
    expect(buttons(messageOf(asked, { buttons: true, recorded: false }))).to.deep.equal([]);
  });

  it("never carries a whole key id, not even in a link", () => {
    for (const state of ["told", "asked", "done", "failed"] as const) {
      const message = messageOf({
        state,
        failure: `the key ${SAMPLE_KEY} is odd`,
        report: { seen: [`\`${SAMPLE_KEY}\` was used`], owner: `user \`${SAMPLE_KEY}\`` },
        impact: [`calls of ${SAMPLE_KEY}`],
      });
      expect(JSON.stringify(message)).to.not.contain(SAMPLE_KEY);
      expect(JSON.stringify(message)).to.contain("LE42");
    }
  });

  it("queries the calls of the key by its ending, from a day before", () => {
    const text = textOf();
    expect(text).to.contain("userIdentity.accessKeyId*20like*20*2fLE42*24*2f");
    expect(text).to.contain("end~'2026-01-31T10*3a28*3a00.000Z~start~'2026-01-30T09*3a58*3a00.000Z");
    expect(textOf({}, { place: { ...place, homeRegion: undefined } })).to.not.contain("Logs Insights");
  });

  it("does not name a user twice", () => {
    const text = textOf({ subject: { kind: "user", id: "build", account: "111122223333" }, action: "revoke-sessions" });
    expect(text).to.contain("user build").and.to.not.contain("of user");
  });

  it("has words for every reason and every action", () => {
    for (const words of [
      ...Object.values(reasonWords),
      ...Object.values(actionWords).flatMap((words) => [words.infinitive, words.done, words.undo]),
    ]) {
      expect(words).to.match(/^\S.*\S$/);
      expect(words).to.not.contain("undefined");
    }
    expect(Object.keys(actionWords)).to.deep.equal([...actionNames]);
  });
});

const states: readonly RecordState[] = ["told", "asked", "begun", "done", "failed", "left", "expired", "restored"];
const verdicts: readonly Verdict[] = ["done", "notify", "ask", "skip", "refused", "failed"];

function filledWith(text: string, state: RecordState, verdict: Verdict): Parameters<typeof sampleActionRecord>[0] {
  const person = { by: text, atMs: SAMPLE_TIME };
  return {
    ...{ state, verdict, action: "revoke-sessions", reason: "stale" },
    subject: { kind: "role", id: text, account: text, region: text },
    ...{ approval: person, left: person, restored: person, failure: text, askedUntilMs: SAMPLE_TIME },
    report: { seen: Array.from({ length: 20 }, () => text), owner: text, event: { id: text, region: text } },
    impact: Array.from({ length: 20 }, () => text),
    weighing: {
      mode: "notify",
      signals: {
        standing: signalKinds.map((kind) => ({ kind, atMs: SAMPLE_TIME, text })),
        weight: 7,
        needed: 2,
      },
      ifEnforced: { verdict: "ask", reason: "recently-good-use" satisfies Reason },
    },
  };
}

const OWN_LINK =
  /<https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\/[^<>|\s]+\|(?:Event in CloudTrail|Query in Logs Insights)>/g;
const UNSEEN = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}]/u;

function mrkdwnOf(message: SlackMessage): string[] {
  return message.blocks.flatMap((block) => {
    if (block.type === "section")
      return [...(block.text ? [block.text.text] : []), ...(block.fields ?? []).map(({ text }) => text)];
    return block.type === "context" ? block.elements.map(({ text }) => text) : [];
  });
}

function expectSafe(message: SlackMessage): void {
  expect(JSON.stringify(message).length).to.be.below(SLACK_LIMITS.jsonLength);
  for (const block of message.blocks) {
    if (block.type === "header") expect(block.text.text.length).to.be.within(1, SLACK_LIMITS.headerLength);
    if (block.type !== "section") continue;
    expect(block.text?.text.length ?? 1).to.be.within(1, SLACK_LIMITS.sectionLength);
    for (const { text } of block.fields ?? []) expect(text.length).to.be.within(1, SLACK_LIMITS.fieldLength);
  }
  for (const text of [message.text, ...mrkdwnOf(message)]) {
    const rest = text.replace(OWN_LINK, "");
    expect(rest).to.not.match(/[<>]/);
    expect(rest).to.not.match(/&(?!(?:amp|lt|gt);)/);
    expect(rest).to.not.match(/(?<![\w.+-])@/);
    expect(rest).to.not.match(UNSEEN);
    const outsideCode = rest.replace(/`[^`\n]+`/g, "").replace(/^\*[^*\n]+\*/gm, "");
    expect(outsideCode).to.not.match(/[`_~*]/);
  }
}

describe("message of an action on hostile text", () => {
  it("keeps Slack's limits and carries no markup but ours, in every state", () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(...states), fc.constantFrom(...verdicts), (text, state, verdict) => {
        const view = { buttons: true, place: { ...place, stackName: text } };
        expectSafe(messageOf(filledWith(text, state, verdict), view));
        expectSafe(secondLookMessage(sampleActionRecord(filledWith(text, state, verdict)), "contained", [text]));
      }),
    );
  });

  it("does so at the greatest length in every field", () => {
    for (const text of ['"', "\\", "\u202e", "漢", "a ", "`"].map((one) => one.repeat(10_000))) {
      for (const state of states) expectSafe(messageOf(filledWith(text, state, "notify"), { buttons: true }));
    }
  });

  it("says nothing of what is not there", () => {
    const text = textOf({
      ...{ seenAtMs: undefined, weighing: undefined, impact: [], report: { seen: [] } },
      subject: { kind: "key", id: SAMPLE_KEY, account: undefined },
    });
    expect(text).to.not.match(/undefined|null|NaN/);
    expect(text).to.contain("account unknown").and.to.contain("time of the event unknown");
  });
});
