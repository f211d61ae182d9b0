import { expect } from "chai";
import fc from "fast-check";

import { isApprover, readButtonPress, slackIdentity } from "../../../core/slack/interaction";

const payload = {
  type: "block_actions",
  trigger_id: "1.2.3",
  response_url: "https://hooks.slack.com/actions/T1/2/3",
  user: { id: "UALICE", team_id: "THOME" },
  team: { id: "THOME" },
  actions: [{ type: "button", action_id: "warden-approve", value: "wa-abcdefghij" }],
};

function form(content: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(content) }).toString();
}

describe("a press on a button under a question", () => {
  it("says who, which answer, to which record, and how to be told apart from another press", () => {
    expect(readButtonPress(form(payload))).to.deep.equal({
      triggerId: "1.2.3",
      user: { id: "UALICE", workspace: "THOME", appWorkspace: "THOME" },
      answer: "approve",
      recordId: "wa-abcdefghij",
      responseUrl: "https://hooks.slack.com/actions/T1/2/3",
    });
  });

  for (const answer of ["approve", "leave", "expected"] as const) {
    it(`${answer} has a button of its own`, () => {
      const actions = [{ action_id: `warden-${answer}`, value: "wa-abcdefghij" }];
      expect(readButtonPress(form({ ...payload, actions }))?.answer).to.equal(answer);
    });
  }

  const others: readonly [string, unknown][] = [
    ["another kind of interaction", { ...payload, type: "view_submission" }],
    ["a button that is not ours", { ...payload, actions: [{ action_id: "link", value: "wa-abcdefghij" }] }],
    ["two actions at once", { ...payload, actions: [...payload.actions, ...payload.actions] }],
    ["no action", { ...payload, actions: [] }],
    ["no user", { ...payload, user: {} }],
    ["no trigger", { ...payload, trigger_id: undefined }],
    ["no record", { ...payload, actions: [{ action_id: "warden-approve" }] }],
    ["null", null],
    ["a list", [payload]],
  ];
  for (const [what, content] of others) {
    it(`is not seen in ${what}`, () => expect(readButtonPress(form(content))).to.equal(undefined));
  }

  it("is not seen in any text that is no form of Slack's, and none makes it fail", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json().map((text) => `payload=${encodeURIComponent(text)}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(readButtonPress(text)).to.equal(undefined);
      }),
    );
  });
});

describe("an approver", () => {
  const home = { id: "UALICE", workspace: "THOME", appWorkspace: "THOME" };
  const guest = { id: "UALICE", workspace: "TAWAY", appWorkspace: "THOME" };
  const rows: readonly [string, typeof home, readonly string[], boolean][] = [
    ["is who is listed with the workspace", home, ["THOME/UALICE"], true],
    ["is who is listed by the user id, of the app's own workspace", home, ["UBOB", "UALICE"], true],
    ["is not the same id of another workspace, in a shared channel", guest, ["UALICE", "THOME/UALICE"], false],
    ["is a guest who is listed with the guest's workspace", guest, ["TAWAY/UALICE"], true],
    ["is not somebody else", home, ["UALICE2", "THOME/UALIC", "ALICE"], false],
    ["is nobody where none is listed", home, [], false],
  ];
  for (const [what, user, approvers, yes] of rows) {
    it(what, () => expect(isApprover(user, approvers)).to.equal(yes));
  }

  it("is nobody whose workspace is not said", () => {
    const unknown = { id: "UALICE", workspace: undefined, appWorkspace: undefined };
    expect(isApprover(unknown, ["UALICE", "undefined/UALICE"])).to.equal(false);
  });

  it("is named by workspace and id", () => expect(slackIdentity(home)).to.equal("slack:THOME/UALICE"));
});
