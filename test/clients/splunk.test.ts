import { expect } from "chai";

import type { Secret } from "../../clients/secret";
import { eventCollector } from "../../clients/splunk";
import type { SplunkFault, SplunkStandIn } from "../../local/http/splunk-stand-in";
import { startSplunkStandIn } from "../../local/http/splunk-stand-in";
import { routeHttps } from "../support/routed-https";

const nowMs = Date.parse("2026-10-01T12:00:00Z");
const url = "https://splunk.example.com:8088/services/collector/event";
const good = ["a", "b", "c"].map((name) => JSON.stringify({ time: 1, event: { id: name, text: '}{"event":1}' } }));
const bad = JSON.stringify({ time: 1, text: "no event" });

describe("the HTTP Event Collector", () => {
  let restore = () => undefined as void;
  let splunk: SplunkStandIn;
  let fault: SplunkFault = () => undefined;
  let text = "good-token";
  let forgotten = 0;
  const token: Secret = { value: async () => text, forget: () => void (forgotten += 1) };
  const collector = eventCollector(url, token);

  before("put a local Splunk into the place of the host", async () => {
    splunk = await startSplunkStandIn({ token: "good-token", mostBytes: 10_000, fault: (asked) => fault(asked) });
    restore = routeHttps(splunk.baseUrl);
  });
  beforeEach(() => {
    fault = () => undefined;
    text = "good-token";
    splunk.take();
    (splunk.indexed as unknown[]).length = 0;
  });
  after(async () => {
    restore();
    await splunk.stop();
  });

  const idsThere = () => splunk.indexed.map(({ event }) => event.id);

  it("takes many events in one request, told apart whatever they hold", async () => {
    expect(await collector.post(good, nowMs)).to.deep.equal({ status: 200, body: { text: "Success", code: 0 } });
    expect(idsThere()).to.deep.equal(["a", "b", "c"]);
    expect(splunk.take()).to.deep.equal([
      { method: "POST", url, status: 200, body: good.map((one) => JSON.parse(one) as unknown) },
    ]);
  });

  it("names the event that it can't take", async () => {
    const [a = "", b = ""] = good;
    const { status, body } = await collector.post([a, bad, b], nowMs);
    expect([status, body]).to.deep.equal([
      400,
      { text: "Event field is required", code: 12, "invalid-event-number": 1 },
    ]);
  });

  it("refuses another token, which is in nothing that is told of", async () => {
    text = "bad-token";
    expect(await collector.post(good, nowMs)).to.deep.equal({ status: 403, body: { text: "Invalid token", code: 4 } });
    expect(idsThere()).to.deep.equal([]);
    expect(JSON.stringify(splunk.take())).to.not.contain("bad-token");
    collector.forgetToken();
    expect(forgotten).to.equal(1);
  });

  it("is sent nothing where the secret holds what no header takes", async () => {
    for (const wrong of ["", "two words", "a\r\nHost: other", "é"]) {
      text = wrong;
      const failed = await collector.post(good, nowMs).then(
        () => undefined,
        (error: Error) => error.message,
      );
      expect(failed, wrong).to.equal("the collector's secret holds no token");
    }
    expect(splunk.take()).to.deep.equal([]);
  });

  it("says when it is too much", async () => {
    const { status } = await collector.post([JSON.stringify({ event: "x".repeat(10_000) })], nowMs);
    expect(status).to.equal(413);
  });

  it("answers anything at all, and nothing", async () => {
    const answers: readonly [ReturnType<SplunkFault>, number][] = [
      [{ status: 503, body: { text: "Server is busy", code: 9 } }, 503],
      [{ status: 200, body: "<html>Sign in</html>" }, 200],
      [{ status: 302, body: "" }, 302],
      ["no answer", 0],
      ["lost answer", 0],
    ];
    for (const [given, status] of answers) {
      fault = () => given;
      expect((await collector.post(good, nowMs)).status, JSON.stringify(given)).to.equal(status);
    }
    expect(idsThere(), "of the answer that was lost").to.deep.equal(["a", "b", "c"]);
  });
});
