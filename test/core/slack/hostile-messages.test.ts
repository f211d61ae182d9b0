import { expect } from "chai";
import * as fc from "fast-check";
import { plainTextOf } from "../../../core/slack/plain-text";
import { SLACK_LIMITS } from "../../../core/slack/message";
import type { Mrkdwn } from "../../../core/slack/message";
import { digestMessage, incidentMessage } from "../../../core/slack/summary";
import type { IncidentView, SlackMessage } from "../../../core/slack/summary";
import { hostileText } from "./hostile-text";
import { sampleView } from "./sample-view";

const OWN_LINK =
  /<https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\/[^<>|\s]+\|(?:Event in CloudTrail|Query in Logs Insights)>/g;
/** Controls but the line feed, formats (bidirectional overrides, zero-width) and lone surrogates. */
const UNSEEN = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}]/u;
const LEAKED = /undefined|\[object|NaN|null/;

/** The same text in every field that a caller controls, the sample as well as the lists. */
function viewFilledWith(text: string, kind: IncidentView["kind"]): IncidentView {
  const { sample } = sampleView();
  return sampleView({
    kind,
    severity: { level: "high", reason: text },
    sample: {
      ...sample,
      eventId: text,
      account: text,
      region: text,
      principal: {
        ...{ type: text, name: text, arn: text, account: `${text}.`, session: text },
        ...{ sourceIdentity: text, accessKeyId: text, invokedBy: text },
      },
      ...{ eventSource: text, service: text, action: text, code: text, message: text, resource: text },
      refusal: { effect: "explicit", policyType: text },
      source: { kind: "invalid", address: text, vpcEndpointId: text },
      userAgent: text,
    },
    firstAt: text,
    actions: Array.from({ length: 10 }, () => ({ name: text, count: 1 })),
    ...{ actionCount: 99_999, addressCount: 99_999, accountCount: 99_999, sessionCount: 99_999 },
    accounts: Array.from({ length: 10 }, () => text),
    addresses: Array.from({ length: 5 }, () => ({ address: text, count: 1, country: text })),
    sessions: [text, text, text],
    notes: Array.from({ length: 10 }, () => text),
    countryNote: text,
    logGroup: text,
  });
}

const kinds = fc.constantFrom<IncidentView["kind"]>("cause", "enumeration", "spread", "self", "unreadable");
const hostileView = fc
  .tuple(hostileText, hostileText, kinds, fc.double())
  .map(([first, second, kind, count]): IncidentView => {
    const [a, b] = [viewFilledWith(first, kind), viewFilledWith(second, kind)];
    return { ...a, count, sample: { ...b.sample, region: "eu-central-1", eventId: sampleView().sample.eventId } };
  });

function mrkdwnOf(message: SlackMessage): Mrkdwn[] {
  return message.blocks.flatMap((block) => {
    if (block.type === "section") return [...(block.text === undefined ? [] : [block.text]), ...(block.fields ?? [])];
    return block.type === "context" ? block.elements : [];
  });
}

function expectWithinLimits(message: SlackMessage): void {
  expect(JSON.stringify(message).length).to.be.below(SLACK_LIMITS.jsonLength);
  expect(message.blocks.length).to.be.within(1, SLACK_LIMITS.blocks);
  for (const block of message.blocks) {
    if (block.type === "header") expect(block.text.text.length).to.be.within(1, SLACK_LIMITS.headerLength);
    if (block.type === "section") expect(block.text?.text.length ?? 1).to.be.within(1, SLACK_LIMITS.sectionLength);
    if (block.type !== "section" || block.fields === undefined) continue;
    expect(block.fields.length).to.be.within(1, SLACK_LIMITS.fields);
    for (const { text } of block.fields) expect(text.length).to.be.within(1, SLACK_LIMITS.fieldLength);
  }
}

function expectNoMarkupButOurs(message: SlackMessage): void {
  const texts = [message.text, ...mrkdwnOf(message).map(({ text }) => text)];
  for (const text of texts) {
    const rest = text.replace(OWN_LINK, "");
    expect(rest).to.not.match(/[<>]/);
    expect(rest).to.not.match(/&(?!(?:amp|lt|gt);)/);
    // Outside of code spans nothing looks like an address, a mention or a format other than our bold labels.
    const outsideCode = rest.replace(/`[^`\n]+`/g, "");
    expect(outsideCode).to.not.match(/[`_~]/);
    expect(outsideCode.replace(/^\*[^*\n]+\*/gm, "")).to.not.contain("*");
    expect(rest).to.not.match(/(?<![\w.+-])@/);
  }
  const [top] = message.blocks;
  const header = top?.type === "header" ? top.text.text : "<no header>";
  expect(header).to.not.match(/[<>&`]/);
  expect([header, ...texts].join("\n")).to.not.match(UNSEEN);
}

/** Our own words only: the texts of callers may well spell "null". */
function expectNothingLeaked(message: SlackMessage): void {
  const ownWords = [message.text, ...mrkdwnOf(message).map(({ text }) => text)].map((text) =>
    text.replace(/`[^`]+`/g, ""),
  );
  expect(ownWords.join("\n")).to.not.match(LEAKED);
}

describe("messages on hostile records", () => {
  it("keep Slack's limits and carry no markup but ours, whatever the record holds", () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const message = incidentMessage({ ...view, severity: { level: "high", reason: "own words" }, notes: [] });
        expectWithinLimits(message);
        expectNoMarkupButOurs(message);
        expectNothingLeaked({ ...message, blocks: message.blocks.slice(1) });
        expect(JSON.parse(JSON.stringify(message))).to.deep.equal(message);
      }),
    );
  });

  it("do so even where the own sentences are hostile and every field is", () => {
    fc.assert(
      fc.property(hostileText, kinds, (text, kind) => {
        const message = incidentMessage(viewFilledWith(text, kind));
        expectWithinLimits(message);
        expectNoMarkupButOurs(message);
      }),
    );
  });

  it("do so at the greatest length in every field", () => {
    for (const text of [
      '"'.repeat(10_000),
      "\\".repeat(10_000),
      "\u202e".repeat(10_000),
      "漢".repeat(10_000),
      "a ".repeat(5_000),
    ]) {
      for (const kind of ["cause", "enumeration", "spread", "self"] as const) {
        const view = viewFilledWith(text, kind);
        const { sample } = sampleView();
        const linked = {
          ...view,
          ...{ logGroup: "/warden/trail", firstAt: "2026-01-31T10:00:00Z" },
          sample: { ...view.sample, region: "ap-southeast-2", eventId: sample.eventId },
        };
        expectWithinLimits(incidentMessage(view));
        expectWithinLimits(incidentMessage(linked));
      }
    }
  });

  it("do so as digests of any length", () => {
    const muted = fc.array(fc.record({ rule: hostileText, count: fc.nat() }), { maxLength: 40 });
    fc.assert(
      fc.property(
        hostileText,
        fc.array(hostileView, { maxLength: 60 }),
        muted,
        fc.nat(),
        (title, views, mutedByRule, omitted) => {
          const message = digestMessage(views, { title, mutedByRule, omitted });
          expectWithinLimits(message);
          expectNoMarkupButOurs(message);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("become plain text without control characters and without live links of the caller", () => {
    fc.assert(
      fc.property(hostileView, (view) => {
        const text = plainTextOf(incidentMessage({ ...view, notes: [] }));
        expect(text).to.not.match(UNSEEN);
        const addresses = text.match(/https?:\/\/\S+/g) ?? [];
        for (const address of addresses) expect(address).to.match(/^https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\//);
        if (view.kind !== "unreadable") expect(addresses).to.not.have.length(0);
      }),
    );
  });
});
