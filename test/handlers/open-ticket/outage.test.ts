import { expect } from "chai";

import { textOfDocument } from "./document-text";
import { incident, minute, startMs, ticketStage } from "./stage";

describe("Jira down for an hour", () => {
  const down = () => ({ status: 503 });

  it("loses nothing: what came meanwhile is told when it is back, in the order in which it happened", async () => {
    const { jira, deliver, runUntil, ticket } = ticketStage();
    jira.failing = down;
    await deliver(incident(minute(0), { outcome: "asked", text: "First: people are asked." }));
    await runUntil(minute(10));
    // Delivered the wrong way round.
    await deliver(incident(minute(12), { phase: "resolved", text: "Third: it holds." }));
    await deliver(incident(minute(11), { outcome: "done", text: "Second: it is done." }), { atMs: minute(12) });
    await runUntil(minute(59));
    expect(jira.issues).to.deep.equal([]);
    expect(ticket()?.notes.map(({ text }) => text.split(":")[0])).to.deep.equal(["First", "Second", "Third"]);
    jira.failing = () => undefined;
    await runUntil(minute(120));
    expect(jira.issues).to.have.length(1);
    const [issue] = jira.issues;
    expect(textOfDocument(issue?.fields.description)).to.contain("First");
    const said = (issue?.comments ?? []).map(({ body }) => /Second|Third/.exec(textOfDocument(body))?.[0]);
    expect(said).to.deep.equal(["Second", "Third"]);
    expect(issue?.status).to.equal("done");
    expect(ticket()?.notes).to.deep.equal([]);
  });

  it("is asked less and less often, and not by each message that comes in", async () => {
    const { jira, deliver, runUntil } = ticketStage();
    jira.failing = down;
    for (let at = 0; at < 60; at += 1) {
      await runUntil(minute(at));
      await deliver(incident(minute(at)));
    }
    expect(jira.asked.length).to.be.within(4, 10);
    jira.failing = () => undefined;
    await runUntil(minute(180));
    expect(textOfDocument(jira.issues[0]?.comments.at(-1)?.body)).to.contain("60 in all");
  });

  it("is not asked sooner than it says with a 429", async () => {
    const { jira, deliver, woken } = ticketStage();
    jira.failing = () => ({ status: 429, retryAfterMs: 300_000 });
    await deliver(incident(startMs));
    expect(woken.map(({ atMs }) => atMs)).to.deep.equal([minute(5)]);
  });

  it("lets the message go into the dead-letter queue after six hours, and a redrive tells all of it", async () => {
    const { jira, deliver, runUntil, clock } = ticketStage();
    jira.failing = down;
    await deliver(incident(startMs));
    await deliver(incident(minute(1)));
    let failure = "";
    await runUntil(minute(400)).catch((error: Error) => (failure = error.message));
    expect(failure).to.contain("503");
    expect(clock.nowMs).to.be.within(minute(360), minute(376));
    let again = "";
    await deliver(incident(startMs), { id: "message 1" }).catch((error: Error) => (again = error.message));
    expect(again, "its next receptions").to.contain("503");
    jira.failing = () => undefined;
    await deliver(incident(startMs), { id: "message 1", atMs: minute(600) });
    await runUntil(minute(700));
    expect(jira.issues).to.have.length(1);
    expect(textOfDocument(jira.issues[0]?.comments[0]?.body)).to.contain("2 in all");
  });
});

describe("what does not pass by itself", () => {
  for (const status of [400, 401, 403]) {
    it(`${status}: fails at once, so that people hear of it, and nothing is lost`, async () => {
      const { jira, deliver, woken, ticket } = ticketStage();
      jira.failing = () => ({ status });
      let failure = "";
      await deliver(incident(startMs), { id: "one" }).catch((error: Error) => (failure = error.message));
      expect(failure).to.equal(`Jira answered ${status}`);
      expect(woken).to.deep.equal([]);
      expect(ticket()?.notes).to.have.length(1);
      jira.failing = () => undefined;
      await deliver(incident(startMs), { id: "one", atMs: minute(6) });
      expect(jira.issues).to.have.length(1);
      expect(ticket()?.count).to.equal(1);
    });
  }

  it("a table that can't be written leaves Jira alone", async () => {
    const { jira, table, deliver } = ticketStage();
    table.fail("write", "TICKET#");
    let failure = "";
    await deliver(incident(startMs)).catch((error: Error) => (failure = error.message));
    expect(failure).to.contain("not to be reached");
    expect(jira.asked).to.deep.equal([]);
  });

  it("a message that is cut short is taken up by its next delivery, once the claim is over", async () => {
    const { jira, table, deliver } = ticketStage();
    let cuts = 1;
    jira.before = async (_, path) => {
      if (path === "/rest/api/3/search/jql" && cuts-- > 0) table.fail("write", "TICKET#");
    };
    await deliver(incident(startMs), { id: "one" }).catch(() => undefined);
    table.fail("write", undefined);
    await deliver(incident(startMs), { id: "one", atMs: startMs + 30_000 });
    expect(jira.issues, "still claimed").to.deep.equal([]);
    await deliver(incident(startMs), { id: "one", atMs: minute(6) });
    expect(jira.issues).to.have.length(1);
  });
});
