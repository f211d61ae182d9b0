import { expect } from "chai";

import type { PlayedEffect } from "../../../local/effects";
import type { UrlRequest } from "../../../local/play/function-urls";
import { appStack, laidOutProgram } from "../../support/laid-out-program";
import type { Press } from "./stage";
import { ApprovalStage, idOf, nowMs, pressed, question, told } from "./stage";

const good = idOf("good");
const kept = idOf("kept");
const twice = idOf("twice");
const left = idOf("left");
const usual = idOf("usual");
const late = idOf("late");
const owned = idOf("owned");

/** The calls that changed something. */
function writes(effects: readonly PlayedEffect[]): string[] {
  return effects.flatMap((effect) =>
    effect.effect === "api" && /^(?:Put|Update|Delete|Send)/.test(effect.operation) ? [effect.operation] : [],
  );
}

describe("approve-action, from its uploaded form", function () {
  this.timeout(60_000);
  let stage: ApprovalStage;
  before(async () => {
    stage = await ApprovalStage.start([
      question("good"),
      question("kept"),
      question("twice"),
      question("left"),
      question("usual"),
      question("late", { askedUntilMs: nowMs - 1 }),
      question("owned", { impact: ["Tags of the user: `slack` is `U0CAROL00`"] }),
    ]);
  });
  after(() => stage.stop());

  it("Approve: answered at once, in the record under Slack's ids, and the responder then disables the key", async () => {
    const answer = await stage.send(pressed({ recordId: good }));
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.body)).to.include({ response_type: "ephemeral", replace_original: false });
    expect(told(answer)).to.contain("Approved").and.to.contain(good);
    const record = await stage.record(good);
    expect(record).to.include({ state: "done", reason: "approved" });
    expect(record?.approval?.by).to.equal("slack:T0HOME000/U0CAROL00");
    expect(await stage.keyStatus(good)).to.equal("Inactive");
    expect(await stage.keyStatus(kept), "another's key").to.equal("Active");
    const calls = answer.effects.filter((effect) => effect.effect === "api");
    expect(calls.filter(({ allowed }) => !allowed)).to.deep.equal([]);
    expect(calls.some(({ function: name, service }) => name === "approve-action" && service === "iam")).to.equal(false);
  });

  it("a second press of anybody is told that it is done, and changes nothing", async () => {
    const answer = await stage.send(pressed({ recordId: good, answer: "leave" }));
    expect(answer.status).to.equal(200);
    expect(told(answer)).to.contain("it is done already");
    expect(await stage.record(good)).to.include({ state: "done" });
    expect(await stage.keyStatus(good)).to.equal("Inactive");
  });

  it("Leave: closes the question, and the key stays as it is", async () => {
    const answer = await stage.send(pressed({ recordId: left, answer: "leave" }));
    expect(told(answer)).to.contain("Left as it is");
    expect(await stage.record(left)).to.include({ state: "left" });
    expect(await stage.keyStatus(left)).to.equal("Active");
  });

  it("Expected: the same, and what was seen is noted as expected", async () => {
    const answer = await stage.send(pressed({ recordId: usual, answer: "expected" }));
    expect(told(answer)).to.contain("noted as expected");
    expect(await stage.record(usual)).to.include({ state: "left" });
    const items = await stage.itemsOf("EXPECTED#");
    expect(items, "the note, and the mark that there is one").to.have.lengthOf(2);
    expect(items.filter((item) => item.includes(usual))).to.have.lengthOf(1);
  });

  it("a copy of a request is refused without a word, although its signature is good", async () => {
    const request = pressed({ recordId: twice, answer: "leave" });
    expect((await stage.send(request)).status).to.equal(200);
    const copy = await stage.send(request);
    expect({ status: copy.status, body: copy.body }).to.deep.equal({ status: 401, body: "" });
    const other = await stage.send(pressed({ recordId: twice, answer: "leave" }));
    expect(other.status, "only a press of its own counts").to.equal(200);
  });

  const request = (changes: Partial<Press> = {}) => pressed({ recordId: late, ...changes });
  const without = (name: string): UrlRequest => {
    const { headers, ...rest } = request();
    return { ...rest, headers: Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name)) };
  };
  const forged: readonly [string, () => UrlRequest][] = [
    ["signed with another secret", () => request({ secret: "another" })],
    ["signed with no secret", () => request({ secret: "" })],
    ["its body changed by one byte", () => ({ ...request(), body: request().body.replace("U0CAROL00", "U0CAROL01") })],
    ["its body made longer", () => ({ ...request(), body: `${request().body}&payload=x` })],
    ["without a body", () => ({ method: "POST", headers: request().headers })],
    ["without its signature", () => without("x-slack-signature")],
    ["without its time", () => without("x-slack-request-timestamp")],
    ["six minutes old", () => request({ secondsOld: 360 })],
    ["six minutes ahead", () => request({ secondsOld: -360 })],
    [
      "its time made new",
      () => ({
        ...request({ secondsOld: 360 }),
        headers: { ...request({ secondsOld: 360 }).headers, "x-slack-request-timestamp": String(nowMs / 1000) },
      }),
    ],
    ["not posted", () => ({ ...request(), method: "GET" })],
  ];
  for (const [what, make] of forged) {
    it(`a request ${what} is refused without a word, and writes nothing`, async () => {
      const answer = await stage.send(make());
      expect({ status: answer.status, body: answer.body }).to.deep.equal({ status: 401, body: "" });
      expect(writes(answer.effects)).to.deep.equal([]);
      expect(answer.effects.filter(({ effect }) => effect === "slack")).to.deep.equal([]);
    });
  }

  const refused: readonly [string, Press, RegExp][] = [
    [
      "of who is no approver",
      { recordId: late, user: { id: "U0MALLORY", team_id: "T0HOME000" } },
      /not among this stack's approvers/,
    ],
    [
      "of an approver's id in another workspace",
      { recordId: late, user: { id: "U0CAROL00", team_id: "T0AWAY000" } },
      /not among/,
    ],
    ["after the question has run out", { recordId: late }, /its time to be answered is over/],
    [
      "of the person whom the key's tags name as its owner",
      { recordId: owned },
      /nobody answers a question about themselves/,
    ],
    ["for a record that is not there", { recordId: "wa-zzzzzzzzzz" }, /There is no question with `wa-zzzzzzzzzz`/],
  ];
  for (const [what, press, said] of refused) {
    it(`a press ${what} is told so, and changes nothing`, async () => {
      const earlier = await stage.record(press.recordId);
      const answer = await stage.send(pressed(press));
      expect(answer.status).to.equal(200);
      expect(told(answer)).to.match(said).and.to.contain("Nothing was changed");
      expect(await stage.record(press.recordId)).to.deep.equal(earlier);
      expect(writes(answer.effects), "only that this press was seen").to.deep.equal(["PutItem"]);
    });
  }

  it("what a request makes up is not shown again", async () => {
    const answer = await stage.send(pressed({ recordId: "<!channel> *wa*" }));
    expect(told(answer)).to.contain("There is no question with that id").and.to.not.contain("channel");
  });

  it("shows the answer to who pressed, and calls no address that is not Slack's", async () => {
    const shown = await stage.send(pressed({ recordId: late }));
    const messages = shown.effects.flatMap((effect) => (effect.effect === "slack" ? [effect.message] : []));
    expect(messages).to.deep.equal([JSON.parse(shown.body)]);
    const elsewhere = await stage.send(
      pressed({ recordId: late, responseUrl: "https://evil.example/hooks.slack.com" }),
    );
    expect(elsewhere.status).to.equal(200);
    expect(elsewhere.effects.filter(({ effect }) => effect === "error" || effect === "slack")).to.deep.equal([]);
  });

  it("takes no notice of buttons that are not ours", async () => {
    const answer = await stage.send(pressed({ recordId: late, answer: "else" }));
    expect({ status: answer.status, body: answer.body }).to.deep.equal({ status: 200, body: "" });
    expect(writes(answer.effects)).to.deep.equal([]);
  });

  it("is not declared, and no address is public, unless slack.interactive asks for it", async () => {
    const { functions, resources } = await laidOutProgram(appStack);
    expect(functions.map(({ name }) => name))
      .to.include("disable-key")
      .and.not.include("approve-action");
    expect(resources.filter(({ type }) => type === "aws:lambda/functionUrl:FunctionUrl")).to.deep.equal([]);
  });
});
