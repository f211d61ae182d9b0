import { expect } from "chai";

import { answerTo, isAbout } from "../../../core/actions/answer";
import type { ActionRecord } from "../../../core/actions/record";
import { sampleActionRecord, SAMPLE_TIME } from "./sample-action-record";

const asked = sampleActionRecord({ state: "asked", verdict: "ask", askedUntilMs: SAMPLE_TIME + 1_800_000, told: true });
const carol = "arn:aws:iam::111122223333:user/ops/carol";
const atMs = SAMPLE_TIME + 60_000;

describe("answer to a question", () => {
  it("approve says who and when, and leaves the question open for the responder to decide anew", () => {
    expect(answerTo(asked, "approve", carol, atMs)).to.deep.equal({
      record: { ...asked, approval: { by: carol, atMs }, changedAtMs: atMs },
    });
  });

  for (const answer of ["leave", "expected"] as const) {
    it(`${answer} closes the question, says who and when, and people are yet to be told`, () => {
      expect(answerTo(asked, answer, carol, atMs)).to.deep.equal({
        record: { ...asked, state: "left", left: { by: carol, atMs }, told: false, changedAtMs: atMs },
      });
    });
  }

  for (const answer of ["approve", "leave", "expected"] as const) {
    it(`${answer} is refused where it is answered, over or never was a question`, () => {
      const approved = { ...asked, approval: { by: carol, atMs } };
      for (const record of [approved, { ...asked, state: "left" as const }, sampleActionRecord({ state: "done" })]) {
        expect(answerTo(record, answer, carol, atMs)).to.have.property("refused");
      }
      expect(answerTo(asked, answer, carol, SAMPLE_TIME + 1_800_001)).to.have.property("refused");
    });

    it(`${answer} is refused from who the question is about`, () => {
      const about = { ...asked, subject: { ...asked.subject, kind: "user" as const, id: "carol" } };
      expect(answerTo(about, answer, carol, atMs)).to.deep.equal({
        refused: "nobody answers a question about themselves",
      });
    });
  }
});

describe("who a question is about", () => {
  const about: ActionRecord = {
    ...asked,
    report: { ...asked.report, owner: undefined },
    impact: [],
    before: undefined,
  };
  const yes: readonly [string, ActionRecord, string][] = [
    [
      "the user whose sessions they are, in any case",
      { ...about, subject: { kind: "user", id: "Carol", account: "1" } },
      carol,
    ],
    ["the key's owner", { ...about, report: { ...about.report, owner: "user `carol`" } }, carol],
    ["the owner in what was there before", { ...about, before: { userName: "carol", isActive: true } }, carol],
    [
      "the role itself",
      { ...about, subject: { kind: "role", id: "deploy", account: "1" } },
      "arn:aws:sts::1:assumed-role/deploy/x",
    ],
    [
      "a person behind a role's session, by an owner tag",
      { ...about, impact: ["Tags: owner=carol"] },
      "arn:aws:sts::1:assumed-role/Admin/carol",
    ],
    [
      "a Slack user whom an owner tag names",
      { ...about, impact: ["Tags of the user: `slack` is `U0CAROL`"] },
      "slack:T1/U0CAROL",
    ],
  ];
  for (const [what, record, by] of yes) it(`is ${what}`, () => expect(isAbout(record, by)).to.equal(true));

  const no: readonly [string, ActionRecord, string][] = [
    ["anybody else", about, carol],
    [
      "whose name is only a part of the owner's",
      { ...about, report: { ...about.report, owner: "user `carol-tools`" } },
      carol,
    ],
    ["whose Slack id is only the beginning of another", { ...about, impact: ["slack=U0CAROLINE"] }, "slack:T1/U0CAROL"],
  ];
  for (const [what, record, by] of no) it(`is not ${what}`, () => expect(isAbout(record, by)).to.equal(false));
});
