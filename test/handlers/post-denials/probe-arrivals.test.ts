import { expect } from "chai";

import { probesIn } from "../../../clients/probe-store";
import type { Denial } from "../../../core/denials/denial";
import type { ProbeKind } from "../../../core/probe/probe-call";
import { probeRoleName } from "../../../core/probe/probe-call";
import type { ArrivalParts } from "../../../handlers/post-denials/probe-arrivals";
import { sentProbesIn, takeProbes } from "../../../handlers/post-denials/probe-arrivals";
import type { SlackMessage } from "../../../core/slack/message";
import { memoryTable } from "../../support/memory-table";

const id = "0e5ce75e06b54cb99c03";
const sentAtMs = Date.parse("2026-03-17T07:17:00Z");
const nowMs = sentAtMs + 300_000;
const probe = (kind: ProbeKind) => ({ id, kind, sentAtMs, roleArn: "arn:aws:iam::111122223333:role/probe" });

describe("post-denials, where a call of the probe comes out", () => {
  let said: { readonly message: SlackMessage; readonly eventIds: readonly string[] | undefined }[];
  let checks: number;
  let refusal: Error | undefined;
  let parts: ArrivalParts & { readonly store: ReturnType<typeof probesIn> };
  let lines: string[];
  const written = console.log;

  beforeEach(() => {
    said = [];
    checks = 0;
    refusal = undefined;
    lines = [];
    parts = {
      store: probesIn(memoryTable()),
      teller: {
        async say(message, _nowMs, eventIds) {
          if (refusal !== undefined) throw refusal;
          said.push({ message, eventIds });
        },
      },
      channel: {
        async check() {
          checks += 1;
          if (refusal !== undefined) throw refusal;
        },
      },
    };
  });

  /** What is stated in the log while this is taken. */
  async function take(kind: ProbeKind, eventId = "e1", changes: Partial<ArrivalParts> = {}): Promise<void> {
    console.log = (line: string) => void lines.push(line);
    try {
      await takeProbes([{ probe: probe(kind), denial: { eventId } as Denial }], { ...parts, ...changes }, nowMs);
    } finally {
      console.log = written;
    }
  }
  const muted = () => lines.map((line) => JSON.parse(line) as { warden: string; rule: string; eventIds: string[] });

  it("posts nothing of the daily one, asks Slack whether it would, and counts it as muted by the rule probe", async () => {
    await take("daily");
    expect(said).to.deep.equal([]);
    expect(checks).to.equal(1);
    expect(muted()).to.have.length(1);
    expect(muted()[0]).to.deep.include({ warden: "muted", rule: "probe", eventIds: ["e1"] });
    expect(await parts.store.arrival(id)).to.deep.equal({ atMs: nowMs, eventId: "e1", channel: "answers" });
  });

  it("posts the one that somebody asked for, with its id", async () => {
    await take("verify");
    expect(said.map(({ eventIds }) => eventIds)).to.deep.equal([["e1"]]);
    expect(said[0]?.message.text).to.equal(`API Warden: verification ${id} has come through`);
    expect(muted()).to.deep.equal([]);
    expect((await parts.store.arrival(id))?.channel).to.equal("posted");
  });

  for (const kind of ["daily", "verify"] as const) {
    it(`notes why Slack takes no message of the ${kind} one, and loses it nowhere`, async () => {
      refusal = new Error("Slack answered 404 no_service");
      await take(kind);
      expect(await parts.store.arrival(id)).to.deep.include({ channel: "refused", why: refusal.message });
      expect(muted().map(({ eventIds }) => eventIds)).to.deep.equal([["e1"]]);
    });

    it(`takes the ${kind} one once, however often it is delivered`, async () => {
      await take(kind);
      const before = lines.length;
      await take(kind);
      expect(lines.length).to.equal(before);
      expect(said.length).to.equal(kind === "verify" ? 1 : 0);
    });
  }

  it("counts a second record of the same call, as where the SDK has tried again, and posts nothing more", async () => {
    await take("verify");
    await take("verify", "e2");
    expect(said.length).to.equal(1);
    expect(muted().map(({ eventIds }) => eventIds)).to.deep.equal([["e2"]]);
  });

  it("knows that there is no Slack to ask", async () => {
    await take("daily", "e1", { channel: {} });
    expect((await parts.store.arrival(id))?.channel).to.equal("mail");
  });

  it("reads the table only for log events that name a probe, and for a few of those", async () => {
    const asked: string[] = [];
    const store = {
      async sent(name: string) {
        asked.push(name);
        return undefined;
      },
    };
    const event = (message: string) => ({ id: "1", timestamp: nowMs, message });
    await sentProbesIn([event("{}"), event(`role ${probeRoleName(id)} because`)], store);
    expect(asked).to.deep.equal([id]);
    const many = Array.from({ length: 50 }, (_, number) => event(probeRoleName(String(number).padStart(20, "0"))));
    await sentProbesIn(many, store);
    expect(asked.length).to.equal(6);
  });
});
