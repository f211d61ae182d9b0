import { expect } from "chai";

import type { PlayedEffect } from "../../../local/effects";
import { signedWebhook } from "../../../local/http/jira-stand-in";
import type { UrlRequest } from "../../../local/play/function-urls";
import { webhookStandIn } from "../../../local/stack-file";
import { textOfDocument } from "../open-ticket/document-text";
import { breakGlassKeyId, keyId, nowMs, TicketStage } from "../open-ticket/played";

/** Secrets' values never come near a local run; this one stands in for the webhook's. */
const secret = webhookStandIn;

interface Webhook {
  readonly sentAtMs?: number;
  readonly labels?: readonly string[];
  readonly issueId?: string;
  readonly added?: string;
}

describe("ticket-callback, from its uploaded form", function () {
  this.timeout(90_000);
  let stage: TicketStage;
  let identifiers = 0;

  /** A webhook about the only issue; with `added`, of a change that adds that label. */
  function webhook(changes: Webhook = {}, signedWith = secret): UrlRequest & { body: string; headers: object } {
    const { sentAtMs = nowMs, added } = changes;
    const [issue] = stage.issues;
    const labels = changes.labels ?? [...(issue?.labels ?? []), ...(added === undefined ? [] : [added])];
    const content = {
      timestamp: sentAtMs,
      webhookEvent: added === undefined ? "jira:issue_created" : "jira:issue_updated",
      issue: { id: changes.issueId ?? issue?.id, key: issue?.key, fields: { labels } },
      ...(added === undefined
        ? {}
        : {
            changelog: {
              items: [{ field: "labels", fromString: issue?.labels.join(" "), toString: labels.join(" ") }],
            },
          }),
    };
    return signedWebhook(content, signedWith, `delivery-${(identifiers += 1)}`);
  }

  async function send(request: UrlRequest, atMs = nowMs) {
    stage.effects.length = 0;
    const answer = await stage.callBack(request, atMs);
    return { ...answer, effects: [...stage.effects] };
  }

  const writes = (effects: readonly PlayedEffect[]) =>
    effects.flatMap((effect) => {
      if (effect.effect === "http") return [`http ${effect.url}`];
      return effect.effect === "api" && /^(?:Put|Update|Delete|Send|Publish)/.test(effect.operation)
        ? [`${effect.service}:${effect.operation}`]
        : [];
    });

  before(async () => {
    stage = await TicketStage.start();
    // The second look comes only when it is due.
    await stage.publish("suspicious-keys", `${breakGlassKeyId} break-glass Singapore`, nowMs);
  });
  after(() => stage.stop());

  it("has enriched the issue once", () => {
    expect(stage.issues[0]?.comments).to.have.length(1);
    expect(textOfDocument(stage.issues[0]?.comments[0]?.body)).to.contain("payments-production");
  });

  const without = (name: string): UrlRequest => {
    const { headers, ...rest } = webhook();
    return { ...rest, headers: Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name)) };
  };
  const refused: readonly [string, () => UrlRequest][] = [
    ["unsigned", () => without("x-hub-signature")],
    ["signed with another secret", () => webhook({}, "another")],
    ["signed with no secret", () => webhook({}, "")],
    [
      "its body changed by one byte",
      () => ({ ...webhook(), body: webhook().body.replace("issue_created", "issue_createe") }),
    ],
    ["its body made longer", () => ({ ...webhook(), body: `${webhook().body} ` })],
    ["without a body", () => ({ method: "POST", headers: webhook().headers as Record<string, string> })],
    ["with an old time under a good signature", () => webhook({ sentAtMs: nowMs - 360_000 })],
    ["with a time to come under a good signature", () => webhook({ sentAtMs: nowMs + 360_000 })],
    ["not posted", () => ({ ...webhook(), method: "GET" })],
  ];
  for (const [what, make] of refused) {
    it(`refuses a callback ${what} without a word, and writes nothing`, async () => {
      const answer = await send(make());
      expect({ status: answer.status, body: answer.body }).to.deep.equal({ status: 401, body: "" });
      expect(writes(answer.effects)).to.deep.equal([]);
    });
  }

  it("is harmless when it comes twice: nothing is said twice", async () => {
    const again = webhook();
    expect((await send(again)).status).to.equal(200);
    expect((await send(again)).status).to.equal(200);
    expect((await send(webhook())).status, "or as another delivery").to.equal(200);
    expect(stage.issues[0]?.comments).to.have.length(1);
  });

  it("leaves issues alone that are none of Warden's, whatever their labels say", async () => {
    const [issue] = stage.issues;
    const foreign: readonly Webhook[] = [
      { issueId: "99999" },
      { issueId: "99999", labels: [...(issue?.labels ?? []), "warden-action-disable-key"] },
      { labels: ["warden-0000000000000000", "warden-action-disable-key"] },
      { labels: ["warden-action-disable-key"] },
    ];
    for (const changes of foreign) {
      const { status, effects } = await send(webhook(changes));
      expect(status).to.equal(200);
      expect(writes(effects).filter((call) => call !== "sqs:SendMessage")).to.deep.equal([]);
    }
  });

  it("says of an unknown action that nothing was done, once, and repeats nothing of its name", async () => {
    const unknown = "warden-action-<b>@all</b>";
    await send(webhook({ added: unknown }));
    const { effects } = await send(webhook({ added: unknown }));
    expect(effects.filter(({ effect }) => effect === "http" || effect === "decision")).to.deep.equal([]);
    const said = (stage.issues[0]?.comments ?? []).slice(1).map(({ body }) => textOfDocument(body));
    expect(said).to.deep.equal(["A label asks for an action that is not known. Nothing was done."]);
  });

  it("of an action for another kind of thing, too", async () => {
    const { effects } = await send(webhook({ added: "warden-action-revoke-ingress" }));
    expect(effects.filter(({ effect }) => effect === "decision")).to.deep.equal([]);
    expect(textOfDocument(stage.issues[0]?.comments.at(-1)?.body)).to.contain("can't be asked for here");
  });

  it("has a known action decided on by its responder, under the same protection, and changes nothing", async () => {
    const { effects } = await send(
      webhook({ added: "warden-action-disable-key", sentAtMs: nowMs + 60_000 }),
      nowMs + 60_000,
    );
    const decided = effects.flatMap((effect) =>
      effect.effect === "decision" ? [`${effect.function} ${effect.action} ${effect.verdict} ${effect.reason}`] : [],
    );
    expect(decided).to.deep.equal(["disable-key disable-key refused protected"]);
    expect(await stage.keyStatus(breakGlassKeyId)).to.equal("Active");
    expect(await stage.keyStatus(keyId), "another's key").to.equal("Active");
    expect(
      effects.filter(({ effect }) => effect === "slack"),
      "people know that already",
    ).to.deep.equal([]);
  });

  it("and once only", async () => {
    const { effects } = await send(
      webhook({ added: "warden-action-disable-key", sentAtMs: nowMs + 61_000 }),
      nowMs + 61_000,
    );
    expect(effects.filter(({ effect }) => effect === "decision")).to.deep.equal([]);
  });

  it("needs no call that its role does not allow, and leaves no dead letter", () => {
    expect(stage.troubles).to.deep.equal([]);
    expect(stage.deadLetters("ticket-callback")).to.deep.equal([]);
  });
});

describe("an action that a new issue names", function () {
  this.timeout(90_000);

  it("of a key that somebody made active again disables it again, and the issue tells so in order", async () => {
    const stage = await TicketStage.start();
    try {
      await stage.publish("suspicious-keys", `${keyId} build Singapore`, nowMs);
      const laterMs = nowMs + 600_000;
      await stage.reactivate("build", keyId, laterMs);
      expect(await stage.keyStatus(keyId)).to.equal("Active");
      const [issue] = stage.issues;
      const labels = [...(issue?.labels ?? []), "warden-action-disable-key"];
      const content = {
        timestamp: laterMs,
        webhookEvent: "jira:issue_updated",
        issue: { id: issue?.id, key: issue?.key, fields: { labels } },
        changelog: { items: [{ field: "labels", fromString: issue?.labels.join(" "), toString: labels.join(" ") }] },
      };
      await stage.callBack(signedWebhook(content, secret, "label added"), laterMs);
      expect(await stage.keyStatus(keyId)).to.equal("Inactive");
      expect(stage.decisions.map(({ verdict, reason }) => `${verdict} ${reason}`)).to.deep.equal([
        "done signals",
        "done signals",
      ]);
      expect(stage.issues).to.have.length(1);
      expect(issue?.moves).to.deep.equal(["done", "new", "done"]);
      const said = (issue?.comments ?? []).map(({ body }) => textOfDocument(body).split("\n")[0]);
      expect(said.slice(1)).to.deep.equal([
        "Contained: a second look found that what was done holds. Closed.",
        said[2],
        "It is back: reopened.",
        "Contained: a second look found that what was done holds. Closed.",
      ]);
      expect(said[2]).to.contain("A label asks for disable-key.");
      expect(stage.troubles).to.deep.equal([]);
    } finally {
      await stage.stop();
    }
  });

  it("of a key that is disabled already finds nothing to do", async () => {
    const stage = await TicketStage.start({ addedLabels: ["warden-action-disable-key"] });
    try {
      await stage.publish("suspicious-keys", `${keyId} build Singapore`, nowMs);
      const decided = stage.decisions.map(({ verdict, reason }) => `${verdict} ${reason}`);
      expect(decided[0]).to.equal("done signals");
      expect(decided.slice(1)).to.deep.equal(["skip already-handled"]);
      expect(stage.issues).to.have.length(1);
      expect(stage.issues[0]?.status).to.equal("done");
      expect(stage.troubles).to.deep.equal([]);
    } finally {
      await stage.stop();
    }
  });
});
