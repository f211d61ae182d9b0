import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { bundledDay } from "../../../local/bundled-day/bundled-day";
import type { HttpEffect, PlayedEffect } from "../../../local/effects";
import type { SplunkFault } from "../../../local/http/splunk-stand-in";
import { Graph, textOf } from "../../../local/play/graph";
import { startPlay } from "../../../local/play/play";
import { laidOutProgram, webhookStack } from "../../support/laid-out-program";

const splunkStack = {
  ...webhookStack,
  "api-warden:splunk": {
    hecUrl: "https://splunk.example.com:8088/services/collector",
    tokenSecret: "warden/splunk-token",
  },
};

interface SplunkEvent {
  readonly time: number;
  readonly host: string;
  readonly event: {
    readonly id: string;
    readonly warden: string;
    readonly function: string;
    readonly eventIds?: readonly string[];
    readonly action?: string;
    readonly subject?: string;
  };
}

interface PlayedDay {
  readonly effects: readonly PlayedEffect[];
  /** Bodies of what waits in the queue, and of the function's dead letters. */
  readonly waiting: readonly string[];
  readonly letters: readonly string[];
}

/** The bundled day through all that is declared. */
async function playDay(
  configuration: Readonly<Record<string, unknown>>,
  splunkFault?: SplunkFault,
): Promise<PlayedDay> {
  const layout = await laidOutProgram(configuration);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-warden-splunk-"));
  const effects: PlayedEffect[] = [];
  const emit = (effect: PlayedEffect) => void effects.push(effect);
  const play = await startPlay({ layout, folder, emit, ...(splunkFault === undefined ? {} : { splunkFault }) });
  const queues = new Graph(layout).all("aws:sqs/queue:Queue");
  const bodiesIn = (name: string) =>
    queues.filter((one) => one.name === name).flatMap(({ outputs }) => play.messagesIn(textOf(outputs.arn)));
  try {
    for (const item of bundledDay()) play.take(item);
    await play.finish();
    return { effects, waiting: bodiesIn("forward-events"), letters: bodiesIn("forward-events-dead-letters") };
  } finally {
    await play.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const of = <Kind extends PlayedEffect["effect"]>({ effects }: PlayedDay, kind: Kind) =>
  effects.filter((one): one is Extract<PlayedEffect, { effect: Kind }> => one.effect === kind);

const requests = (day: PlayedDay): HttpEffect[] => of(day, "http").filter((one) => one.function === "forward-events");

const taken = (day: PlayedDay): SplunkEvent[] =>
  requests(day).flatMap(({ status, body }) => (status === 200 ? (body as SplunkEvent[]) : []));

/** What people see of a day, without what goes to Splunk. */
const seenByPeople = (day: PlayedDay) =>
  day.effects.filter(({ effect }) => ["slack", "email", "alarm", "decision"].includes(effect));

describe("a day whose every word goes to Splunk", function () {
  this.timeout(120_000);

  let plain: PlayedDay;
  let good: PlayedDay;
  before("play the bundled day without Splunk and with it", async () => {
    plain = await playDay(webhookStack);
    good = await playDay(splunkStack);
  });

  it("is the same day for people, and makes no request where Splunk is not set", () => {
    expect(of(plain, "http")).to.deep.equal([]);
    expect(seenByPeople(plain)).to.have.length.above(20);
    expect(seenByPeople(good)).to.deep.equal(seenByPeople(plain));
    expect(of(good, "error")).to.deep.equal([]);
  });

  it("has every posted event and every decision there, once per id", () => {
    const events = taken(good);
    expect(new Set(events.map(({ event }) => event.id)).size).to.equal(events.length);
    const posted = events.filter(({ event }) => event.warden === "posted").flatMap(({ event }) => event.eventIds ?? []);
    const told = of(good, "slack").flatMap(({ eventIds }) => eventIds);
    expect(told).to.have.length.above(300);
    expect(posted.sort()).to.deep.equal([...told].sort());
    const decided = events.filter(({ event }) => event.warden === "decided").map(({ event }) => event);
    expect(decided.map(({ action, subject }) => [action, subject]).sort()).to.deep.equal(
      of(good, "decision")
        .map(({ action, subject }) => [action, subject])
        .sort(),
    );
    expect(decided).to.have.length.above(0);
  });

  it("is under the stack's name and the time of each event, within a minute of it", () => {
    const events = taken(good);
    expect(new Set(events.map(({ host }) => host))).to.deep.equal(new Set(["api-warden-dev"]));
    expect(requests(good).length).to.be.below(events.length);
    for (const { at, body } of requests(good))
      for (const { time } of body as SplunkEvent[]) expect(Date.parse(at) / 1000 - time).to.be.within(0, 60);
  });

  it("is nowhere told with the token", () => {
    // What stands for every token in a local run.
    expect(JSON.stringify(requests(good))).to.not.contain("xoxb-local-stand-in");
    expect(JSON.stringify(of(good, "http"))).to.not.match(/authorization/i);
  });

  it("leaves nothing in the queue and nothing among the dead letters", () => {
    expect([good.waiting, good.letters]).to.deep.equal([[], []]);
  });

  describe("of which Splunk is down for an hour", () => {
    let down: PlayedDay;
    const hour = { fromMs: 0 };
    before("play it", async () => {
      const times = taken(good).map(({ time }) => time * 1000);
      // In the middle of the storm, where there is most to be lost.
      hour.fromMs = times[Math.floor(times.length / 2)] ?? 0;
      const isDown = ({ events }: { readonly events: readonly unknown[] }) => {
        const newest = Math.max(...(events as SplunkEvent[]).map(({ time }) => time * 1000));
        return newest >= hour.fromMs && newest < hour.fromMs + 3_600_000;
      };
      const first = new Map<string, number>();
      down = await playDay(splunkStack, ({ events }) => {
        if (!isDown({ events })) return undefined;
        // Twenty tries are an hour of them, one every three minutes.
        const tries = (events as SplunkEvent[]).map(({ event: { id } }) => {
          first.set(id, (first.get(id) ?? 0) + 1);
          return first.get(id) ?? 0;
        });
        return Math.min(...tries) <= 20 ? { status: 503, body: { text: "Server is busy", code: 9 } } : undefined;
      });
    });

    it("has all of it there all the same, and none of it lost or left", () => {
      const ids = (day: PlayedDay) => [...new Set(taken(day).map(({ event }) => event.id))].sort();
      expect(requests(down).filter(({ status }) => status === 503)).to.have.length.above(19);
      expect(ids(down)).to.deep.equal(ids(good));
      expect([down.waiting, down.letters]).to.deep.equal([[], []]);
    });

    it("is the same day for people", () => {
      expect(seenByPeople(down)).to.deep.equal(seenByPeople(plain));
    });
  });

  describe("of which Splunk can't take one event", () => {
    let cursed: PlayedDay;
    let id: string;
    before("play it", async () => {
      id = taken(good).find(({ event }) => event.warden === "posted")?.event.id ?? "";
      cursed = await playDay(splunkStack, ({ events }) => {
        const position = (events as SplunkEvent[]).findIndex(({ event }) => event.id === id);
        const body = { text: "Invalid data format", code: 6, "invalid-event-number": position };
        return position < 0 ? undefined : { status: 400, body };
      });
    });

    it("has all others there, and that one among the dead letters, of which people are told", () => {
      const ids = taken(cursed).map(({ event }) => event.id);
      const others = taken(good).map(({ event }) => event.id);
      expect(ids.sort()).to.deep.equal(others.filter((one) => one !== id).sort());
      expect(cursed.letters.map((body) => (JSON.parse(body) as { record: string }).record)).to.deep.equal([id]);
      const alarms = of(cursed, "alarm").filter(({ alarm }) => alarm.startsWith("forward-events"));
      expect(alarms.map(({ state }) => state)).to.include("ALARM");
    });
  });

  describe("of which Splunk takes nothing", () => {
    it("is the same day for people, and all of it becomes dead letters after a day of tries", async () => {
      const none = await playDay(splunkStack, () => ({ status: 403, body: { text: "Invalid token", code: 4 } }));
      const records = none.letters.map((body) => (JSON.parse(body) as { record: string }).record);
      expect(records.sort()).to.deep.equal(
        taken(good)
          .map(({ event }) => event.id)
          .sort(),
      );
      expect(none.waiting).to.deep.equal([]);
      expect(of(none, "slack")).to.deep.equal(of(plain, "slack"));
      expect(of(none, "decision")).to.deep.equal(of(plain, "decision"));
    });
  });
});
