import { expect } from "chai";

import type { AccountFacts } from "../../../core/doctor/facts";
import type { Level } from "../../../core/doctor/line";
import { secretLines } from "../../../core/doctor/secrets";
import { namedSecrets } from "../../../core/doctor/settings";
import { account, accountId, configured, levelsOf, onlyLine, refused, textOf } from "./facts";

const slack = configured({ slack: { webhookSecret: "hook" } });
const linesFor = (seen: AccountFacts["secrets"][string]) => secretLines(account({ secrets: { hook: seen } }), slack);
const there = { isBeingDeleted: false };

const matrix: readonly (readonly [string, AccountFacts["secrets"][string], Level, RegExp])[] = [
  ["is there", { value: there }, "notes", /it is there \(api-warden:slack\.webhookSecret\)/],
  [
    "is not there",
    { value: undefined },
    "fails",
    /there is none .*fails with every event.*create-secret --region eu-west-1 --name hook/,
  ],
  ["is being deleted", { value: { isBeingDeleted: true } }, "fails", /restore-secret/],
  ["has a customer key", { value: { ...there, kmsKeyId: "arn:aws:kms:…:key/x" } }, "fails", /no leave to use that key/],
  [
    "may not be described",
    refused("secretsmanager:DescribeSecret"),
    "unseen",
    /secret hook needs secretsmanager:DescribeSecret/,
  ],
];

describe("doctor on secrets", () => {
  for (const [what, seen, level, words] of matrix) {
    it(`one that ${what}: ${level}`, () => {
      const lines = linesFor(seen);
      expect(levelsOf(lines)).to.deep.equal([level]);
      expect(lines.map(textOf).join()).to.match(words);
    });
  }

  it("fails for one in another region, where no function asks", () => {
    const id = `arn:aws:secretsmanager:us-east-1:${accountId}:secret:hook-AbCdEf`;
    const lines = secretLines(account(), configured({ slack: { webhookSecret: id } }));
    expect(onlyLine(lines, "fails")).to.match(/in us-east-1, the stack in eu-west-1/);
  });

  it("asks about every secret that a setting names, and about no other", () => {
    const everything = configured({
      slack: {
        tokenSecret: "token",
        channel: "#alerts",
        signingSecret: "signing",
        approvers: ["T0123456789/U0123456789"],
        interactive: true,
      },
      memberRole: { role: "warden-member" },
      organization: { lookUp: true, role: `arn:aws:iam::${accountId}:role/look`, externalIdSecret: "look-id" },
      jira: {
        url: "https://example.atlassian.net",
        project: "SEC",
        user: "a@example.com",
        tokenSecret: "jira",
        callbackSecret: "callback",
      },
      splunk: { hecUrl: "https://splunk.example.com:8088", tokenSecret: "splunk" },
    });
    expect(namedSecrets(everything).map(({ id }) => id)).to.deep.equal([
      ...["token", "signing", "api-warden/external-id", "look-id", "jira", "callback", "splunk"],
    ]);
    expect(namedSecrets(configured())).to.deep.equal([]);
    const notInteractive = configured({ slack: { webhookSecret: "hook", signingSecret: "signing" } });
    expect(namedSecrets(notInteractive).map(({ id }) => id)).to.deep.equal(["hook"]);
  });
});
