import { expect } from "chai";

import type { ProbeArrival } from "../../../core/probe/probe-call";
import { handleProbe } from "../../../handlers/probe";
import type { ProbeStage } from "./stage";
import { probeStage } from "./stage";

const at = (time: string, day = 17) => Date.parse(`2026-03-${day}T${time}:00Z`);
const first = "1".padStart(20, "0");

describe("probe", () => {
  let stage: ProbeStage;
  const tick = (nowMs: number) => handleProbe({ source: "aws.events" }, stage.parts, nowMs);
  const arrive = (channel: ProbeArrival["channel"], why?: string) =>
    stage.parts.store.noteArrival(first, {
      atMs: at("07:22"),
      eventId: "e1",
      channel,
      ...(why === undefined ? {} : { why }),
    });
  const told = () => ({ slack: stage.slack.length, mails: stage.mails.length });

  const written = console.log;
  beforeEach(() => {
    stage = probeStage();
    console.log = () => undefined;
  });
  afterEach(() => {
    console.log = written;
  });

  it("makes one denied call a day, and says nothing where it came out", async () => {
    for (const day of [17, 18]) {
      await tick(at("07:17", day));
      await stage.parts.store.noteArrival(String(day - 16).padStart(20, "0"), {
        atMs: at("07:22", day),
        eventId: `e${day}`,
        channel: "answers",
      });
      await tick(at("07:52", day));
    }
    expect(stage.asked).to.deep.equal([`warden-probe-${first}`, `warden-probe-${"2".padStart(20, "0")}`]);
    expect(told()).to.deep.equal({ slack: 0, mails: 0 });
  });

  it("is written down before the call is made, so that a delivery knows it however fast it comes", async () => {
    const { store } = stage.parts;
    const seen: unknown[] = [];
    const deniedCall = async () => {
      seen.push(await store.sent(first));
      return "denied" as const;
    };
    await handleProbe({}, { ...stage.parts, deniedCall }, at("07:17"));
    expect(seen).to.deep.equal([
      { id: first, kind: "daily", sentAtMs: at("07:17"), roleArn: "arn:aws:iam::111122223333:role/probe-1234567" },
    ]);
  });

  it("waits for half an hour before it says that a call is missing", async () => {
    await tick(at("07:17"));
    expect(await tick(at("07:30"))).to.deep.equal({ nothingDueBefore: "2026-03-17T07:47:00.000Z" });
    expect(told()).to.deep.equal({ slack: 0, mails: 0 });
  });

  it("says in Slack that a call is missing, once", async () => {
    await tick(at("07:17"));
    await tick(at("07:52"));
    await tick(at("07:53"));
    expect(stage.slack.map(({ text }) => text)).to.deep.equal(["API Warden: the daily probe found a broken link"]);
    expect(JSON.stringify(stage.slack)).to.contain("did not come out at the other end");
  });

  it("mails what it says of a missing call, too", async () => {
    await tick(at("07:17"));
    await tick(at("07:52"));
    expect(stage.mails.map(({ subject }) => subject)).to.deep.equal([
      "API Warden: the daily probe found a broken link",
    ]);
  });

  it("mails alone that Slack takes no message", async () => {
    await tick(at("07:17"));
    await arrive("refused", "Slack answered 404 no_service");
    await tick(at("07:52"));
    expect(told()).to.deep.equal({ slack: 0, mails: 1 });
    expect(stage.mails[0]?.message).to.contain("Slack answered 404");
  });

  it("says in Slack alone that nobody is mailed", async () => {
    await tick(at("07:17"));
    await arrive("answers");
    stage.topicsAreThere = false;
    await tick(at("07:52"));
    expect(told()).to.deep.equal({ slack: 1, mails: 0 });
  });

  it("mails what Slack would have been told where Slack takes nothing", async () => {
    await tick(at("07:17"));
    await arrive("answers");
    stage.alarm = undefined;
    stage.slackFails = true;
    await tick(at("07:52"));
    expect(told()).to.deep.equal({ slack: 0, mails: 1 });
  });

  it("fails where nobody can be told, and says it at the next try", async () => {
    await tick(at("07:17"));
    stage.slackFails = true;
    stage.mailFails = true;
    const failure = await tick(at("07:52")).then(
      () => undefined,
      (error: Error) => error.message,
    );
    expect(failure).to.equal("Slack answered 404 no_service");
    stage.mailFails = false;
    await tick(at("07:53"));
    expect(told()).to.deep.equal({ slack: 0, mails: 1 });
  });

  it("says that the alarm has not gone off, unless one call is too few for it", async () => {
    stage.alarm = { state: "OK", movedAtMs: at("06:00") };
    await tick(at("07:17"));
    await arrive("answers");
    await tick(at("07:52"));
    expect(told()).to.deep.equal({ slack: 1, mails: 1 });
    const patient = probeStage();
    const parts = { ...patient.parts, settings: { ...patient.parts.settings, setsAlarmsOff: false } };
    patient.alarm = { state: "OK" };
    await handleProbe({}, parts, at("07:17"));
    await patient.parts.store.noteArrival(first, { atMs: at("07:22"), eventId: "e1", channel: "answers" });
    await handleProbe({}, parts, at("07:52"));
    expect(patient.slack).to.deep.equal([]);
  });

  it("takes an alarm that has gone off and is quiet again for one that went off", async () => {
    stage.alarm = { state: "OK", movedAtMs: at("07:28") };
    await tick(at("07:17"));
    await arrive("answers");
    await tick(at("07:52"));
    expect(told()).to.deep.equal({ slack: 0, mails: 0 });
  });

  it("says at once that its call was not denied", async () => {
    stage.outcome = "allowed";
    await tick(at("07:17"));
    await tick(at("07:52"));
    expect(told()).to.deep.equal({ slack: 1, mails: 1 });
    expect(stage.mails[0]?.message).to.contain("was not denied");
  });

  it("judges the call of the day before where a tick was missed, and goes on", async () => {
    await tick(at("07:17"));
    await tick(at("07:17", 18));
    expect(told()).to.deep.equal({ slack: 1, mails: 1 });
    expect(stage.asked.length).to.equal(2);
  });

  it("mails everything where the stack has no Slack", async () => {
    stage = probeStage(false);
    await tick(at("07:17"));
    await tick(at("07:52"));
    expect(told()).to.deep.equal({ slack: 0, mails: 1 });
  });

  it("makes a call for who asks, beside that of the day, and says what became of it", async () => {
    const ask = (question: object) => handleProbe({ warden: "verify", ...question }, stage.parts, at("10:00"));
    const sent = await ask({});
    expect(sent).to.deep.include({ outcome: "denied", channel: "webhook" });
    expect(await ask({ id: first })).to.deep.equal({});
    await arrive("posted");
    expect(await ask({ id: first })).to.deep.equal({
      arrival: { atMs: at("07:22"), eventId: "e1", channel: "posted" },
    });
    await tick(at("10:01"));
    expect(stage.asked.length).to.equal(2);
  });
});
