import { expect } from "chai";

import type { SlackRequest } from "../../../local/http/slack-stand-in";
import { AuditTrail } from "../../../local/play/audit-trail";

const at = "2026-03-17T10:00:00.000Z";
const request = (changes: Partial<SlackRequest> = {}): SlackRequest => ({
  kind: "post",
  url: "https://hooks.slack.com/services/…",
  message: { text: "told" },
  status: 200,
  accepted: true,
  ...changes,
});
const posted = (eventIds: string[], parts?: number) =>
  JSON.stringify({ warden: "posted", eventIds, count: eventIds.length, ...(parts === undefined ? {} : { parts }) });

describe("the audit trail of a function's own log", () => {
  it("gives each message the ids that the function states for it, in order", () => {
    const effects = new AuditTrail().effectsOf(
      "post-denials",
      [request(), request({ kind: "update" })],
      ["something else", posted(["a", "b"]), '{"warden":', posted(["c"])],
      at,
    );
    const base = { effect: "slack", at, function: "post-denials", message: { text: "told" } };
    expect(effects).to.deep.equal([
      { ...base, eventIds: ["a", "b"] },
      { ...base, eventIds: ["c"], update: true },
    ]);
  });

  it("joins the parts of a statement that was too long for one line", () => {
    const lines = [posted(["a"], 3), posted(["b"], 3), posted(["c"], 3), posted(["d"])];
    const effects = new AuditTrail().effectsOf("post-denials", [request(), request()], lines, at);
    expect(effects.map((effect) => effect.effect === "slack" && effect.eventIds)).to.deep.equal([
      ["a", "b", "c"],
      ["d"],
    ]);
  });

  it("shows what Slack refused as an HTTP request, which takes no statement from the message after it", () => {
    const refused = request({ accepted: false, status: 429 });
    const effects = new AuditTrail().effectsOf("post-denials", [refused, request()], [posted(["a"])], at);
    expect(effects.map(({ effect }) => effect)).to.deep.equal(["http", "slack"]);
    expect(effects[0]).to.include({ method: "POST", status: 429 });
    expect(effects[1]).to.have.deep.property("eventIds", ["a"]);
  });

  it("adds no ids to a message that the function states none for", () => {
    const effects = new AuditTrail().effectsOf("post-denials", [request()], [], at);
    expect(effects[0]).to.have.deep.property("eventIds", []);
  });

  const decision = {
    action: "disable-key",
    subject: "AKIAEXAMPLE",
    verdict: "notify",
    reason: "single-signal",
    eventIds: ["a"],
  };

  it("shows what the function decided, in the order of its log, and leaves out what else the line has", () => {
    const decided = (changes: object) => JSON.stringify({ warden: "decided", ...decision, ...changes });
    const effects = new AuditTrail().effectsOf(
      "disable-key",
      [request({ accepted: false, status: 500 }), request(), request()],
      [decided({ signals: ["country"] }), posted(["a"]), decided({ verdict: "done" }), posted(["b"])],
      at,
    );
    expect(effects.map(({ effect }) => effect)).to.deep.equal(["decision", "http", "slack", "decision", "slack"]);
    expect(effects[0]).to.deep.equal({ effect: "decision", at, function: "disable-key", ...decision });
    expect(effects[3]).to.include({ verdict: "done" });
    expect(effects[4]).to.have.deep.property("eventIds", ["b"]);
  });

  it("does not take a decision for a message to people", () => {
    const audit = new AuditTrail();
    audit.effectsOf("disable-key", [], [JSON.stringify({ warden: "decided", ...decision })], at);
    expect(audit.untold("disable-key", ["a"])).to.deep.equal(["a"]);
  });

  it("complains about a decision that says too little, with its ids", () => {
    const wrong = [{ verdict: "maybe" }, { reason: undefined }, { subject: 5 }, { action: null }];
    for (const changes of wrong) {
      const line = JSON.stringify({ warden: "decided", ...decision, ...changes });
      const effects = new AuditTrail().effectsOf("disable-key", [], [line], at);
      expect(effects).to.have.lengthOf(1);
      expect(effects[0]).to.deep.include({ effect: "error", function: "disable-key", eventIds: ["a"] });
      expect(effects[0]).to.have.property("message").that.includes("a decision without");
    }
  });

  it("counts muted events by rule", () => {
    const audit = new AuditTrail();
    const line = (rule: string, eventIds: string[]) =>
      JSON.stringify({ warden: "muted", rule, eventIds, count: eventIds.length });
    audit.effectsOf("post-denials", [], [line("scanner", ["a", "b"]), line("probe", ["c"])], at);
    audit.effectsOf("post-denials", [], [line("scanner", ["d"])], at);
    expect(Object.fromEntries(audit.muted)).to.deep.equal({ scanner: 3, probe: 1 });
    expect(audit.untold("post-denials", ["a", "d", "x"])).to.deep.equal(["x"]);
  });

  it("knows what is still untold, by function", () => {
    const audit = new AuditTrail();
    expect(audit.untold("post-denials", ["a"])).to.deep.equal(["a"]);
    audit.effectsOf("post-denials", [request()], [posted(["a", "b"])], at);
    expect(audit.untold("post-denials", ["a", "b", "c"])).to.deep.equal(["c"]);
    expect(audit.untold("watch-keys", ["a"])).to.deep.equal(["a"]);
  });
});
