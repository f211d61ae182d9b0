import { expect } from "chai";

import type { SlackFault, SlackStandIn } from "../../../local/http/slack-stand-in";
import { startSlackStandIn } from "../../../local/http/slack-stand-in";

describe("the stand-in for Slack", () => {
  let slack: SlackStandIn;
  afterEach(() => slack.stop());

  const start = async (fault?: SlackFault) => void (slack = await startSlackStandIn(fault));
  const post = (path: string, host: string, body: unknown) =>
    fetch(`${slack.baseUrl}${path}`, {
      method: "POST",
      headers: { "x-warden-host": host },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  it("takes what is posted to a webhook, and keeps the webhook's path to itself", async () => {
    await start();
    const answer = await post("/services/T0/B0/secret", "hooks.slack.com", { text: "hello" });
    expect([answer.status, await answer.text()]).to.deep.equal([200, "ok"]);
    const url = "https://hooks.slack.com/services/…";
    expect(slack.take()).to.deep.equal([
      { kind: "post", url, message: { text: "hello" }, status: 200, accepted: true },
    ]);
    expect(slack.take(), "each request is taken once").to.deep.equal([]);
  });

  it("gives a message of an app a time of its own, under which it can be updated", async () => {
    await start();
    const first = await (await post("/api/chat.postMessage", "slack.com", { channel: "C1" })).json();
    const second = await (await post("/api/chat.postMessage", "slack.com", { channel: "C1" })).json();
    expect(first).to.include({ ok: true, channel: "C1" });
    expect(first)
      .to.have.property("ts")
      .that.is.not.equal((second as { ts: string }).ts);
    await post("/api/chat.update", "slack.com", { channel: "C1", ts: (first as { ts: string }).ts });
    const taken = slack.take().map(({ kind, accepted }) => [kind, accepted]);
    expect(taken).to.deep.equal([
      ["post", true],
      ["post", true],
      ["update", true],
    ]);
  });

  it("refuses what is no JSON and methods that it does not know", async () => {
    await start();
    expect((await post("/services/x", "hooks.slack.com", "no JSON")).status).to.equal(400);
    const unknown = await (await post("/api/chat.delete", "slack.com", {})).json();
    expect(unknown).to.deep.equal({ ok: false, error: "unknown_method" });
    expect(slack.take().map(({ accepted }) => accepted)).to.deep.equal([false, false]);
  });

  it("fails as it is told to, or answers nothing, which leaves no request behind", async () => {
    await start((request) =>
      request === 1
        ? { status: 429, headers: { "retry-after": "7" }, body: "slow" }
        : request === 2
          ? "no answer"
          : undefined,
    );
    const throttled = await post("/services/x", "hooks.slack.com", {});
    expect([throttled.status, throttled.headers.get("retry-after")]).to.deep.equal([429, "7"]);
    const unanswered = await post("/services/x", "hooks.slack.com", {}).then(
      () => "answered",
      () => "broken off",
    );
    expect(unanswered).to.equal("broken off");
    expect((await post("/services/x", "hooks.slack.com", {})).status).to.equal(200);
    expect(slack.take().map(({ status, accepted }) => [status, accepted])).to.deep.equal([
      [429, false],
      [200, true],
    ]);
  });
});
