import { expect } from "chai";

import { compileLinePattern } from "../../../core/filter-pattern/line-pattern";
import { causePattern, messagePattern, undeliveredPattern } from "../../../core/self-watch/log-patterns";
import { log, logGathered, logMuted, logPosted } from "../../../handlers/post-denials/audit";

const patterns = { message: messagePattern, cause: causePattern, undelivered: undeliveredPattern };

/** What the patterns find in the lines of a function, as Lambda writes them in its text format. */
function found(speak: () => void): Readonly<Record<string, number>> {
  const lines: string[] = [];
  const { log: write } = console;
  console.log = (text: string) => void lines.push(`2026-03-17T10:00:00.000Z\t8f5f-0a1b\tINFO\t${text}`);
  try {
    speak();
  } finally {
    console.log = write;
  }
  const counts = Object.entries(patterns).map(([name, pattern]) => [
    name,
    lines.filter(compileLinePattern(pattern)).length,
  ]);
  return Object.fromEntries(counts.filter(([, count]) => count !== 0)) as Record<string, number>;
}

const ids = (count: number) => Array.from({ length: count }, (_, position) => `event-${position}`);

describe("what is counted in the functions' logs", () => {
  it("the first message of an incident is a message and a cause", () => {
    const details = { incident: "111122223333|shop", update: false };
    expect(found(() => logPosted(["e-1", "e-2"], details))).to.deep.equal({ message: 1, cause: 1 });
    const byWatchTrail = { function: "post-denials", ...details };
    expect(found(() => logPosted(["e-1"], byWatchTrail))).to.deep.equal({ message: 1, cause: 1 });
  });

  it("an update is neither", () => {
    expect(found(() => logPosted(["e-1"], { incident: "one", update: true }))).to.deep.equal({});
  });

  it("a digest, a question and a finding are messages, and no causes", () => {
    expect(found(() => logPosted(["e-1"], { incidents: ["one", "two"], update: false }))).to.deep.equal({ message: 1 });
    expect(found(() => logPosted([], { record: "disable-key 1", update: false }))).to.deep.equal({ message: 1 });
    expect(found(() => logPosted(["f-1"], { finding: "f-1", update: false }))).to.deep.equal({ message: 1 });
    expect(found(() => logPosted([], { update: false }))).to.deep.equal({ message: 1 });
  });

  it("a message of so many events that it takes three lines is one", () => {
    expect(found(() => logPosted(ids(12_001), { incident: "one", update: false }))).to.deep.equal({
      message: 1,
      cause: 1,
    });
  });

  it("what is gathered, muted or decided is none", () => {
    const quiet = () => {
      logGathered(["e-1"], { incident: "one" });
      logMuted("log-delivery-head-bucket", ["e-2"]);
      log("decided", { action: "disable-key", verdict: "notify" });
    };
    expect(found(quiet)).to.deep.equal({});
  });

  it("what could not be told is counted, whoever could not", () => {
    expect(found(() => log("not-posted", { why: "slack answered 500", incidents: ["one"] }))).to.deep.equal({
      undelivered: 1,
    });
    expect(found(() => log("not-told", { why: "slack answered 404" }))).to.deep.equal({ undelivered: 1 });
  });
});
