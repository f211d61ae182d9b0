import { expect } from "chai";

import type { ReadLogEvent } from "../../../core/cloudtrail/envelope";
import type { FileMessage, FileParts } from "../../../handlers/watch-trail/take-files";
import { takeFiles } from "../../../handlers/watch-trail/take-files";

const nowMs = Date.parse("2026-10-06T12:00:00Z");

function keyOf(name: string): string {
  return `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/06/${name}.json.gz`;
}

function record(eventID: string, second = 0, extra: object = {}): string {
  return JSON.stringify({ eventID, eventTime: new Date(nowMs + second * 1000).toISOString(), wanted: true, ...extra });
}

function message(messageId: string, ...names: readonly string[]): FileMessage {
  return { messageId, objects: names.map((name) => ({ bucket: "logs", key: keyOf(name) })) };
}

interface Stage extends FileParts {
  readonly worked: ReadLogEvent[][];
  readonly read: string[];
  readonly states: Map<string, "busy" | "done">;
}

function stage(
  contents: Readonly<Record<string, readonly (string | Error)[]>>,
  work: (events: readonly ReadLogEvent[]) => void = () => undefined,
): Stage {
  const worked: ReadLogEvent[][] = [];
  const read: string[] = [];
  const states = new Map<string, "busy" | "done">();
  const nameOf = (claim: string) => /([^/]+)\.json\.gz$/.exec(claim)?.[1] ?? "";
  return {
    worked,
    read,
    states,
    place: { bucket: "logs", prefix: "" },
    wants: (one) => (one as { wanted?: boolean }).wanted === true,
    claimMs: 60_000,
    files: {
      async read({ key }, onRecord) {
        const name = nameOf(key);
        read.push(name);
        for (const content of contents[name] ?? [new Error(`no ${name}`)]) {
          if (typeof content !== "string") throw content;
          await onRecord(content);
        }
      },
    },
    claims: () => ({
      claim(name) {
        const state = states.get(nameOf(name));
        if (state === undefined) states.set(nameOf(name), "busy");
        return Promise.resolve(state ?? "new");
      },
      finish: (name) => Promise.resolve(void states.set(nameOf(name), "done")),
      abandon: (name) => Promise.resolve(void states.delete(nameOf(name))),
    }),
    work: (events) => {
      work(events);
      worked.push([...events]);
      return Promise.resolve();
    },
  };
}

const ids = ({ worked }: Stage) => worked.map((events) => events.map(({ id }) => id));
const whyOf = (failed: ReadonlyMap<string, unknown>) =>
  Object.fromEntries([...failed].map(([id, why]) => [id, (why as Error).message]));

describe("new log files of a trail", () => {
  it("are worked on together, in the order of their records' times, and only what is wanted", async () => {
    const parts = stage({
      a: [record("a2", 2), record("a9", 9)],
      b: [record("b1", 1), record("x", 3, { wanted: false })],
    });
    const failed = await takeFiles([message("1", "a"), message("2", "b")], parts, nowMs);
    expect(whyOf(failed)).to.deep.equal({});
    expect(ids(parts)).to.deep.equal([["b1", "a2", "a9"]]);
    expect([...parts.states]).to.deep.equal([
      ["a", "done"],
      ["b", "done"],
    ]);
  });

  it("are read once, however often they are announced", async () => {
    const parts = stage({ a: [record("a1")], b: [record("b1")] });
    await takeFiles([message("1", "a", "b"), message("2", "a")], parts, nowMs);
    await takeFiles([message("3", "a")], parts, nowMs + 60_000);
    expect(ids(parts)).to.deep.equal([["a1", "b1"]]);
  });

  it("of another bucket, digests and whatever else lies there are passed over unread", async () => {
    const parts = stage({ a: [record("a1")] });
    const digest = { bucket: "logs", key: keyOf("a").replace("CloudTrail/", "CloudTrail-Digest/") };
    const foreign = { bucket: "elsewhere", key: keyOf("a") };
    const failed = await takeFiles([{ messageId: "1", objects: [digest, foreign] }], parts, nowMs);
    expect([failed.size, parts.read, ids(parts)]).to.deep.equal([0, [], []]);
  });

  it("fail one by one where one can't be read, and the others go on", async () => {
    const parts = stage({
      a: [record("a1")],
      broken: [record("b1"), new Error("unexpected end of file")],
      c: [record("c1")],
    });
    const failed = await takeFiles([message("1", "a"), message("2", "broken"), message("3", "c")], parts, nowMs);
    expect(whyOf(failed)).to.deep.equal({ 2: "unexpected end of file" });
    expect(ids(parts).flat()).to.include.members(["a1", "c1"]);
    expect(Object.fromEntries(parts.states)).to.deep.equal({ a: "done", c: "done" });
  });

  it("all come again where the work failed, and none is taken for done", async () => {
    let isDown = true;
    const parts = stage({ a: [record("a1")], b: [record("b1")] }, () => {
      if (isDown) throw new Error("DynamoDB is down");
    });
    const messages = [message("1", "a"), message("2", "b")];
    expect(whyOf(await takeFiles(messages, parts, nowMs))).to.deep.equal({
      1: "DynamoDB is down",
      2: "DynamoDB is down",
    });
    expect(parts.states.size).to.equal(0);
    isDown = false;
    expect((await takeFiles(messages, parts, nowMs)).size).to.equal(0);
    expect(ids(parts)).to.deep.equal([["a1", "b1"]]);
  });

  it("wait where another invocation is at work on them", async () => {
    const parts = stage({ a: [record("a1")] });
    parts.states.set("a", "busy");
    const failed = await takeFiles([message("1", "a")], parts, nowMs);
    expect(whyOf(failed)).to.deep.equal({ 1: "another invocation is at work on the same file" });
    expect([ids(parts), [...parts.states]]).to.deep.equal([[], [["a", "busy"]]]);
  });

  it("are never held whole: what is wanted is worked on every four megabytes", async () => {
    const large = { padding: "x".repeat(600_000) };
    const each = Array.from({ length: 20 }, (_, position) => record(`r${position}`, position, large));
    const parts = stage({ a: each });
    await takeFiles([message("1", "a")], parts, nowMs);
    expect(ids(parts).flat()).to.have.length(20);
    expect(Math.max(...ids(parts).map(({ length }) => length))).to.be.at.most(7);
  });

  it("tell of what is no record, and of records without id, under the file's name", async () => {
    const parts = stage({ a: ["{", JSON.stringify({ wanted: true })] });
    await takeFiles([message("1", "a")], parts, nowMs);
    expect(parts.worked).to.deep.equal([
      [
        { id: `${keyOf("a")}#1`, timestamp: nowMs, message: "{", problem: "the message is not JSON" },
        { id: `${keyOf("a")}#2`, timestamp: nowMs, message: '{"wanted":true}', record: { wanted: true } },
      ],
    ]);
  });
});
