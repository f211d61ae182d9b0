import { expect } from "chai";

import { ticketEventText } from "../../../core/incidents/ticket-event";
import { textOfDocument } from "./document-text";
import { nowMs, TicketStage } from "./played";
import { incident } from "./stage";

const minute = (minutes: number) => nowMs + minutes * 60_000;

describe("incidents through topic, queue and function, as they are declared", function () {
  this.timeout(90_000);

  async function withStage(
    ...[jira, use]: [Parameters<typeof TicketStage.start>[0], (stage: TicketStage) => Promise<void>]
  ) {
    const stage = await TicketStage.start(jira);
    try {
      await use(stage);
    } finally {
      await stage.stop();
    }
  }

  it("ten of one cause, two at once: one issue, and nine counted in one comment", async () => {
    await withStage({}, async (stage) => {
      for (let number = 0; number < 10; number += 1) {
        const atMs = nowMs + Math.floor(number / 2) * 1_000;
        await stage.publish("incidents", ticketEventText(incident(atMs)), atMs, atMs + 1);
      }
      await stage.publish("incidents", ticketEventText(incident(minute(30), { cause: "another" })), minute(30));
      expect(stage.issues).to.have.length(2);
      const said = (stage.issues[0]?.comments ?? []).map(({ body }) => textOfDocument(body));
      expect(said.filter((text) => text.includes("Seen"))).to.have.length(1);
      expect(said.join("\n")).to.contain("Seen 9 times more, 10 in all.");
      expect(stage.troubles).to.deep.equal([]);
    });
  });

  it("with Jira down for an hour: nothing is lost, and what happened is told in its order", async () => {
    const isDown = (atMs: number) => atMs >= nowMs && atMs < minute(60);
    await withStage({ fault: ({ atMs }) => (isDown(atMs) ? { status: 503 } : undefined) }, async (stage) => {
      const steps = ["asked", "done", "held"].map((outcome, index) =>
        incident(minute(index * 10), {
          outcome,
          text: `Then it was ${outcome}.`,
          ...(outcome === "held" ? { phase: "resolved" } : {}),
        }),
      );
      // The last two arrive the wrong way round.
      for (const [index, event] of [steps[0], steps[2], steps[1]].entries()) {
        if (event === undefined) continue;
        const atMs = minute(index * 10) + 1;
        await stage.publish("incidents", ticketEventText(event), atMs, minute((index + 1) * 10));
      }
      await stage.publish("incidents", ticketEventText(incident(minute(90), { cause: "another" })), minute(90));
      expect(stage.issues).to.have.length(2);
      const [issue] = stage.issues;
      expect(textOfDocument(issue?.fields.description)).to.contain("Then it was asked.");
      const told = (issue?.comments ?? []).flatMap(
        ({ body }) => /Then it was \w+/.exec(textOfDocument(body))?.[0] ?? [],
      );
      expect(told).to.deep.equal(["Then it was done", "Then it was held"]);
      expect(issue?.status).to.equal("done");
      expect(issue?.comments.every(({ atMs }) => !isDown(atMs))).to.equal(true);
      expect(stage.deadLetters("open-ticket")).to.deep.equal([]);
      expect(stage.troubles).to.deep.equal([]);
    });
  });

  it("with a token that is no longer good: in the dead-letter queue after three tries, and told by its alarm", async () => {
    await withStage({ fault: () => ({ status: 401 }) }, async (stage) => {
      await stage.publish("incidents", ticketEventText(incident(nowMs)), nowMs);
      expect(stage.deadLetters("open-ticket")).to.have.length(1);
      const alarms = stage.effects.flatMap((one) => (one.effect === "alarm" ? [`${one.alarm} ${one.state}`] : []));
      // Its tries are six minutes apart, so that it fails for a quarter of an hour before it gives up.
      const failing = alarms.filter((one) => one.startsWith("function-errors"));
      expect(failing.map((one) => one.split(" ").at(-1))).to.deep.equal(["ALARM", "OK"]);
      expect(alarms.slice(failing.length)).to.deep.equal(["open-ticket-dead-letters ALARM"]);
    });
  });
});
