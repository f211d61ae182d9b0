import { expect } from "chai";

import { causeLabel } from "../../../core/tickets/label";
import type { LocalIssue } from "../../../local/http/jira-issues";
import { textOfDocument } from "./document-text";
import { incident, minute, startMs, ticketStage } from "./stage";

const second = (seconds: number) => startMs + seconds * 1_000;

describe("one issue per incident", () => {
  it("is made with the first message, under the label of its cause", async () => {
    const { jira, deliver } = ticketStage();
    await deliver(incident(startMs));
    expect(jira.issues.map(({ labels }) => labels)).to.deep.equal([[causeLabel("a rule that comes back")]]);
  });

  it("of ten deliveries, two at once: one issue, and nine counted", async () => {
    const { jira, deliver, runUntil } = ticketStage();
    for (let pair = 0; pair < 5; pair += 1) {
      const both = [0, 1].map((half) => incident(second(pair), { eventIds: [`event ${2 * pair + half}`] }));
      await Promise.all(both.map((event) => deliver(event)));
    }
    await runUntil(minute(60));
    expect(jira.issues).to.have.length(1);
    const [issue] = jira.issues;
    const counts = (issue?.comments ?? []).map(({ body }) => textOfDocument(body));
    expect(counts, "in one comment, when the window is over").to.have.length(1);
    expect(counts[0]).to.contain("Seen 9 times more, 10 in all.");
  });

  it("is one when the second message comes while the first one's issue is being made", async () => {
    const { jira, deliver, runUntil } = ticketStage();
    let isBetween = true;
    jira.before = async (_, path) => {
      if (path !== "/rest/api/3/issue" || !isBetween) return;
      isBetween = false;
      await deliver(incident(second(1)));
    };
    await deliver(incident(startMs));
    await runUntil(minute(60));
    expect(jira.issues).to.have.length(1);
    expect(textOfDocument(jira.issues[0]?.comments[0]?.body)).to.contain("Seen once more, 2 in all.");
  });

  it("keeps incidents of two causes apart", async () => {
    const { jira, deliver } = ticketStage();
    await deliver(incident(startMs));
    await deliver(incident(second(1), { cause: "another" }));
    expect(jira.issues).to.have.length(2);
  });

  it("is found where it is there without a record of ours, and told of what is new", async () => {
    const { jira, deliver, clock } = ticketStage();
    const label = causeLabel("a rule that comes back");
    const description = { version: 1, type: "doc", content: [] } as const;
    clock.nowMs = startMs - 60_000;
    await jira.create({ summary: "made before", description, labels: [label] }, clock.nowMs);
    await deliver(incident(startMs));
    expect(jira.issues).to.have.length(1);
    expect(jira.issues[0]?.comments).to.have.length(1);
  });

  it("is one although the answer to its making is lost and no search finds it for a while", async () => {
    const { jira, deliver, runUntil } = ticketStage({ indexLagMs: 90_000 });
    let isLost = true;
    jira.failing = (_, path) => {
      if (path !== "/rest/api/3/issue" || !isLost) return undefined;
      isLost = false;
      return { status: 0, afterwards: true };
    };
    await deliver(incident(startMs));
    await runUntil(minute(60));
    expect(jira.issues).to.have.length(1);
    expect(jira.asked.filter((request) => request === "POST /rest/api/3/issue")).to.have.length(1);
  });

  it("counts a message that is delivered twice once, and two words of one occasion once", async () => {
    const { jira, deliver, runUntil, ticket } = ticketStage();
    await deliver(incident(startMs, { occasion: "one", outcome: "asked" }), { id: "same" });
    await deliver(incident(startMs, { occasion: "one", outcome: "asked" }), { id: "same" });
    await deliver(incident(startMs, { occasion: "one", outcome: "asked" }), { id: "published again" });
    await deliver(incident(second(5), { occasion: "one", outcome: "done", text: "It is done." }));
    await runUntil(minute(60));
    expect(ticket()?.count).to.equal(1);
    expect(jira.issues[0]?.comments.map(({ body }) => textOfDocument(body)).join()).to.contain("It is done.");
    expect(jira.issues[0]?.comments).to.have.length(1);
  });
});

describe("an incident's issue when it comes back", () => {
  it("is told at most once in a quarter of an hour, however often it is seen", async () => {
    const { jira, deliver, runUntil } = ticketStage();
    for (let at = 0; at < 60; at += 1) {
      await runUntil(minute(at));
      await deliver(incident(minute(at)));
    }
    await runUntil(minute(120));
    const said = (jira.issues[0]?.comments ?? []).map(({ atMs }) => atMs);
    expect(said.length).to.equal(4);
    said.slice(1).forEach((atMs, index) => expect(atMs - (said[index] ?? 0)).to.be.at.least(900_000));
    const last = textOfDocument(jira.issues[0]?.comments.at(-1)?.body);
    expect(last).to.contain("60 in all");
  });

  it("is told of another outcome at once", async () => {
    const { jira, deliver } = ticketStage();
    await deliver(incident(startMs, { outcome: "asked" }));
    await deliver(incident(second(10), { outcome: "done", text: "It is done." }));
    expect(jira.issues[0]?.comments).to.have.length(1);
  });

  it("is reopened where somebody or a second look had closed it", async () => {
    const { jira, deliver } = ticketStage();
    await deliver(incident(startMs));
    await deliver(incident(second(30), { phase: "resolved", text: "It holds." }));
    expect(jira.issues[0]?.status).to.equal("done");
    await deliver(incident(minute(20)));
    expect(jira.issues[0]?.status).to.equal("new");
    expect(textOfDocument(jira.issues[0]?.comments.at(-1)?.body)).to.contain("It is back: reopened.");
    expect(jira.issues).to.have.length(1);
  });

  it("is made anew where a person has deleted it, and never one after another where the user can't browse it", async () => {
    const { jira, deliver } = ticketStage();
    await deliver(incident(startMs));
    const deleted = (jira.issues as LocalIssue[]).splice(0);
    let failed = "";
    await deliver(incident(minute(30))).catch((error: Error) => (failed = error.message));
    expect(failed, "within the hour").to.contain("may the user browse it?");
    await deliver(incident(minute(90)));
    expect(deleted).to.have.length(1);
    expect(jira.issues).to.have.length(1);
  });
});

describe("a verified fix", () => {
  it("closes the issue and says so", async () => {
    const { jira, deliver } = ticketStage();
    await deliver(incident(startMs));
    await deliver(incident(second(30), { phase: "resolved", text: "The key is still inactive." }));
    expect(jira.issues[0]?.status).to.equal("done");
    const said = textOfDocument(jira.issues[0]?.comments[0]?.body);
    expect(said).to.contain("Closed.").and.to.contain("still inactive");
  });

  it("that comes late, after it was seen again, closes nothing", async () => {
    const { jira, deliver } = ticketStage();
    await deliver(incident(startMs));
    await deliver(incident(minute(20)));
    await deliver(incident(minute(10), { phase: "resolved" }), { atMs: minute(21) });
    expect(jira.issues[0]?.status).to.equal("new");
    expect(textOfDocument(jira.issues[0]?.comments.at(-1)?.body)).to.contain("Left open.");
  });

  it("of what has no issue makes none", async () => {
    const { jira, deliver, ticket } = ticketStage();
    await deliver(incident(startMs, { phase: "resolved" }));
    expect(jira.issues).to.deep.equal([]);
    expect(ticket()?.notes).to.deep.equal([]);
  });

  it("is said where the workflow offers no way to done", async () => {
    const { jira, deliver } = ticketStage();
    await deliver(incident(startMs));
    jira.transitions = async () => [{ id: "21", category: "indeterminate" }];
    await deliver(incident(second(30), { phase: "resolved" }));
    expect(jira.issues[0]?.status).to.equal("new");
    expect(textOfDocument(jira.issues[0]?.comments[0]?.body)).to.contain("left open");
  });
});
