import { expect } from "chai";
import fc from "fast-check";

import { planSentences } from "../../../core/findings/plan-sentences";
import { playbookOf } from "../../../core/findings/playbook";
import { findingMail } from "../../../core/mail/finding-mail";
import { findingMessage } from "../../../core/slack/finding-message";
import type { FindingView } from "../../../core/slack/finding-message";
import type { SlackMessage } from "../../../core/slack/message";
import { SLACK_LIMITS } from "../../../core/slack/message";
import { plainTextOf } from "../../../core/slack/plain-text";
import type { FindingChanges } from "../../support/sample-finding";
import { attackSequence, credentials, readFinding, sampleFinding } from "../../support/sample-finding";
import { keySettings } from "../../support/key-settings";

const rule = { allowedNetworks: [], allowedCountries: undefined, dataDate: "2026-09-26", maxAgeDays: 60 };
const settings = keySettings({ rule, modes: "enforce" });

function viewOf(finding: FindingView["finding"], changes: Partial<FindingView> = {}): FindingView {
  const plan = planSentences(finding, playbookOf(finding, { "": "enforce" }), settings);
  return { finding, count: finding.count, plan, investigation: undefined, isFollowUp: false, ...changes };
}

const mailOf = (changes: FindingChanges = {}) => findingMail(viewOf(sampleFinding(changes)));

describe("the mail about a finding", () => {
  it("says in plain words who did what, from where, when, and what is done about it", () => {
    expect(mailOf({ count: 3 })).to.deep.equal({
      subject: "GuardDuty: Medium: calls through the Tor network, by build",
      text: [
        "GuardDuty reports: calls through the Tor network.",
        [
          "Severity: medium (5 of 10)",
          "Who: user build, key ending 0001",
          "What: iam:CreateUser, refused with AccessDenied; with aws-cli/2.15; type UnauthorizedAccess:IAMUser/TorIPCaller",
          "From: 198.51.100.7, in Amsterdam, Netherlands, network of Example Networks",
          "When: first 2026-10-01 11:50:00 UTC; last 2026-10-01 11:55:00 UTC; seen 3 times",
          "Where: account 111122223333; region eu-central-1",
        ].join("\n"),
        "What Warden does:\n- to disable the key takes 2 independent signals, and this finding is one; what is changed comes in a message of its own",
        "The finding in GuardDuty:\nhttps://eu-central-1.console.aws.amazon.com/guardduty/home?region=eu-central-1#/findings?macros=current&fId=0123456789abcdef0123456789abcdef",
        "Finding 0123456789abcdef0123456789abcdef",
      ].join("\n\n"),
    });
  });

  it("links to the console of the region's own partition", () => {
    const finding = { ...sampleFinding(), region: "cn-north-1" };
    expect(findingMail(viewOf(finding)).text).to.contain("https://cn-north-1.console.amazonaws.cn/guardduty/");
    expect(findingMail(viewOf({ ...finding, region: "nowhere" })).text).not.to.contain("http");
    expect(findingMail(viewOf({ ...finding, id: "x/../y" })).text).not.to.contain("http");
  });

  it("pages people about the root user, however low GuardDuty has it", () => {
    const { subject, text } = mailOf({
      type: "Policy:IAMUser/RootCredentialUsage",
      severity: 2,
      key: credentials.root,
    });
    expect(subject).to.contain("Critical, act now").and.contain("root user");
    expect(text).to.contain("page a person");
  });

  it("names every actor of an attack sequence", () => {
    const { text } = findingMail(viewOf(readFinding(attackSequence())));
    expect(text).to.contain("Who: user build, key ending 0001; role deploy, session alice, key ending 0001");
    expect(text).to.contain("From: 203.0.113.9, in Lagos, Nigeria");
  });
});

/** A finding of which nothing is there but the id, and more of each field than there should be. */
const scarce = [
  {},
  { service: {}, resource: {} },
  { resource: { accessKeyDetails: {} } },
  { resource: { accessKeyDetails: { userName: "x" } }, service: { action: { awsApiCallAction: {} } } },
  { service: { action: { actionType: "X", awsApiCallAction: { remoteIpDetails: { country: {} } } } } },
  { severity: "9", type: "", region: "", updatedAt: "never", service: { count: -3 } },
];

describe("a finding with hardly any field", () => {
  for (const [index, detail] of scarce.entries()) {
    it(`gives a clean message (${index})`, () => {
      const event = { source: "aws.guardduty", "detail-type": "GuardDuty Finding", detail: { id: "f", ...detail } };
      const view = viewOf(readFinding(event));
      const { subject, text } = findingMail(view);
      for (const said of [subject, text, plainTextOf(findingMessage(view)), findingMessage(view).text])
        expect(said).not.to.match(/undefined|null|NaN|\[object|Invalid|\(empty\)/);
      expect(text).to.contain("seen once").and.contain("Severity: ");
    });
  }
});

describe("what callers have chosen in a finding", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom(
      "<!channel>",
      "<https://evil.example|x>",
      "https://evil.example/login",
      "`*_~",
      "a\nSubject: b",
      "\u202emoc.live",
      "AKIAIOSFODNN7EXAMPLE",
      "www.evil.example",
    ),
  );

  it("stays text: no mention, no link, no line of its own, no key id, within the limits", () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, agent, title) => {
        const key = { ...credentials.roleSession, userName: name, principalId: `AROAX:${agent}` };
        const awsApiCallAction = {
          api: name,
          serviceName: agent,
          userAgent: agent,
          errorCode: name,
          domainDetails: { domain: agent },
          remoteIpDetails: { ipAddressV4: name, country: { countryName: agent }, city: { cityName: title } },
        };
        const finding = sampleFinding({ type: `Made:Up/${title}`, title, key, action: { awsApiCallAction } });
        const investigation = [`Calls: \`${name.replaceAll("`", "'")}\` 1×`];
        for (const view of [viewOf(finding), viewOf(finding, { investigation, isFollowUp: true })]) {
          const message = findingMessage(view);
          const slack = textsIn(message);
          expect(slack).not.to.match(/<!|<@|<#|AKIAIOSFODNN7EXAMPLE|\u202e/);
          expect(slack.replace(/<https:\/\/eu-central-1\.console\.aws\.amazon\.com\/[^|>]+\|[^>]+>/g, "")).not.to.match(
            /<http/,
          );
          expect(JSON.stringify(message).length).to.be.at.most(SLACK_LIMITS.jsonLength);
          const { subject, text } = findingMail(view);
          expect(subject).to.match(/^[\x20-\x7e]{1,99}$/);
          const own = text.replaceAll("https://eu-central-1.console.aws.amazon.com/", "");
          expect(own).not.to.match(/https?:\/\/|AKIAIOSFODNN7EXAMPLE|\u202e|www\.evil/);
          expect(text).not.to.match(/\nSubject: b/);
        }
      }),
      { numRuns: 150 },
    );
  });
});

function textsIn({ text, blocks }: SlackMessage): string {
  return [text, ...blocks.map((block) => JSON.stringify(block))].join("\n");
}
