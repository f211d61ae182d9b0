import { expect } from "chai";

import type { Reason, Verdict } from "../../../core/actions/action";
import type { RecordState } from "../../../core/actions/record";
import type { TicketEvent } from "../../../core/incidents/ticket-event";
import { parseTicketEvent } from "../../../core/incidents/ticket-event";
import { isIncident } from "../../../handlers/actions/incident";
import { keyIncident } from "../../../handlers/disable-key/request";
import { sampleActionRecord } from "../../core/actions/sample-action-record";
import type { Stage, StageOptions } from "./stage";
import { idOf, KEY, minuteMs, NOW, request, stage } from "./stage";

interface TicketedStage extends Stage {
  readonly published: TicketEvent[];
  topicIsDown: boolean;
}

/** The stage of actions with a topic for incidents, which the responder of keys has. */
function ticketedStage(options: StageOptions = {}): TicketedStage {
  const published: TicketEvent[] = [];
  const made = Object.assign(stage(options), { published, topicIsDown: false });
  const publish = async (text: string) => {
    if (made.topicIsDown) throw new Error("SNS fails");
    published.push(parseTicketEvent(text));
  };
  const subject = { kind: "key", id: KEY } as const;
  const incidentOf = () => ({ kind: "suspicious-key", subject, cause: `suspicious-key ${KEY}`, occasion: "event-1" });
  Object.assign(made.parts, { incidents: { publish } });
  Object.assign(made.responder, { incidentOf });
  return made;
}

const outcomes = ({ published }: TicketedStage) => published.map(({ phase, outcome }) => `${phase} ${outcome}`);

describe("what is decided, for its ticket", () => {
  it("is published once it stands: what was done, to what, whose it is, and by which record", async () => {
    const on = ticketedStage();
    await on.respond(request());
    expect(outcomes(on)).to.deep.equal(["seen disable-key done signals"]);
    const [event] = on.published;
    expect(event).to.deep.include({ cause: `suspicious-key ${KEY}`, record: idOf(request()), account: "111122223333" });
    expect(event?.text).to.contain("The key is disabled").and.to.contain("user `build`");
    expect(event?.text).to.contain(`warden restore ${idOf(request())}`);
  });

  it("is followed by the word that it holds, after the second look", async () => {
    const on = ticketedStage();
    await on.respond(request());
    await on.wake({ warden: "second-look", record: idOf(request()) }, NOW + 30_000);
    expect(outcomes(on)).to.deep.equal(["seen disable-key done signals", "resolved disable-key contained"]);
  });

  it("is not followed by it where the second look finds another active key: that is asked about, and told", async () => {
    const on = ticketedStage();
    on.world.status.AKIAANOTHER0000000042 = "Active";
    await on.respond(request());
    await on.wake({ warden: "second-look", record: idOf(request()) }, NOW + 30_000);
    expect(on.published.filter(({ phase }) => phase === "resolved")).to.deep.equal([]);
  });

  it("is published as a question, and again as what came of the answer", async () => {
    const on = ticketedStage({ mode: "approve" });
    await on.respond(request());
    expect(outcomes(on)).to.deep.equal(["seen disable-key ask mode-approve"]);
  });

  it("is published where it is the same again within the hour, which people are not told of: tickets count", async () => {
    const on = ticketedStage({ mode: "approve" });
    await on.respond(request());
    await on.respond(request({ eventId: "event-2" }), NOW + minuteMs);
    expect(on.posts).to.have.length(1);
    expect(on.published).to.have.length(2);
  });

  it("is published once where the same event is delivered again", async () => {
    const on = ticketedStage();
    await on.respond(request());
    await on.respond(request());
    expect(on.published).to.have.length(1);
  });

  it("is published by the retry where the topic was down, and nothing is done or told twice", async () => {
    const on = ticketedStage();
    on.topicIsDown = true;
    let failure = "";
    await on.respond(request()).catch((error: Error) => (failure = error.message));
    expect(failure).to.equal("SNS fails");
    on.topicIsDown = false;
    await on.respond(request());
    expect([on.published.length, on.posts.length, on.world.changes]).to.deep.equal([1, 1, 1]);
  });

  it("is published though Slack is down, once", async () => {
    const on = ticketedStage();
    on.slackIsDown = true;
    await on.respond(request()).catch(() => undefined);
    expect(on.published).to.have.length(1);
    on.slackIsDown = false;
    await on.respond(request());
    expect([on.published.length, on.posts.length]).to.deep.equal([1, 1]);
  });

  it("is published nowhere in a stack without tickets", async () => {
    const on = ticketedStage();
    Object.assign(on.parts, { incidents: undefined });
    await on.respond(request());
    expect(on.published).to.deep.equal([]);
  });
});

describe("what becomes a ticket", () => {
  const strong = {
    mode: "notify",
    signals: { standing: [], weight: 2, needed: 2 },
    ifEnforced: { verdict: "done", reason: "signals" },
  } as const;
  const cases: readonly [Verdict, Reason, RecordState, boolean][] = [
    ["done", "signals", "done", true],
    ["done", "signals", "restored", false],
    ["ask", "mode-approve", "asked", true],
    ["ask", "mode-approve", "left", false],
    ["ask", "mode-approve", "expired", false],
    ["failed", "access-denied", "failed", true],
    ["refused", "protected", "told", true],
    ["refused", "root", "told", true],
    ["refused", "owner-mismatch", "told", true],
    ["refused", "account-not-listed", "told", true],
    ["refused", "temporary-credentials", "told", false],
    ["refused", "unknown-account", "told", false],
    ["refused", "not-an-access-key", "told", false],
    ["skip", "already-so", "told", false],
    ["notify", "single-signal", "told", false],
  ];
  for (const [verdict, reason, state, becomes] of cases) {
    it(`${becomes ? "is" : "is not"}: ${verdict}, ${reason}, ${state}`, () => {
      expect(isIncident(sampleActionRecord({ verdict, reason, state }))).to.equal(becomes);
    });
  }

  it("is what was only told of where the signals would have been enough, whatever kept Warden from acting", () => {
    for (const reason of ["mode-notify", "paused", "cap-of-all", "stale"] as const) {
      expect(isIncident(sampleActionRecord({ reason, weighing: strong })), reason).to.equal(true);
      expect(isIncident(sampleActionRecord({ reason })), `${reason}, on one signal`).to.equal(false);
    }
  });
});

describe("the incident of a key", () => {
  it("is the key's, for the key as for its sessions", () => {
    const key = { accessKeyId: KEY, signals: [], eventIds: ["one"] };
    const record = sampleActionRecord({
      action: "revoke-sessions",
      subject: { kind: "user", id: "build", account: "111122223333" },
      request: { key, occasion: "one" },
    });
    expect(keyIncident(record)).to.deep.equal({
      kind: "suspicious-key",
      subject: { kind: "key", id: KEY },
      cause: `suspicious-key ${KEY}`,
      occasion: "one",
    });
    expect(keyIncident(sampleActionRecord()), "a record without a request").to.equal(undefined);
  });
});
