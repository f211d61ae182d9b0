import { expect } from "chai";

import type { Group } from "../../../core/denials/group";
import { openGroup, withDenials } from "../../../core/denials/group";
import type { SlackMessage } from "../../../core/slack/message";
import { plainTextOf } from "../../../core/slack/plain-text";
import type { Teller } from "../../../handlers/post-denials/teller";
import { teller } from "../../../handlers/post-denials/teller";
import { denialFrom } from "../../core/sample-record";
import { silently } from "./container";

const dayMs = 86_400_000;
const dataMs = Date.parse("2026-09-01T00:00:00Z");

describe("post-denials, the country of an address", () => {
  silently();
  const said: SlackMessage[] = [];
  const telling: Teller = teller({
    channel: {
      updates: true,
      prepare: () => {},
      async post(message) {
        said.push(message);
        return { channel: "C1", ts: "1" };
      },
      async update(_, message) {
        said.push(message);
      },
    },
    budget: {
      isWithin: async () => true,
      silentUntilMs: async () => undefined,
      nextRollUpMs: async () => 0,
      posted: () => {},
      rolledUp: () => {},
      checks: async () => [],
      changes: async () => [],
      settle: async () => {},
    },
    settings: {
      windowMs: 900_000,
      mutes: [],
      maxPostsPerHour: 20,
      channel: { kind: "webhook" },
      country: { dataDate: "2026-09-01", maxAgeDays: 60 },
    },
    place: { logGroup: undefined, homeRegion: undefined },
    country: () => "SG",
  });
  beforeEach(() => void (said.length = 0));

  /** An incident of calls so many days after the data's date. */
  function incident(...days: readonly number[]): Group {
    const noted = days.map((day) => ({
      denial: denialFrom({ eventTime: new Date(dataMs + day * dayMs).toISOString() }),
    }));
    const [first] = noted;
    if (first === undefined) throw new Error("an incident has a call");
    return withDenials(openGroup("cause", "key", first.denial, dataMs, 900_000), noted);
  }

  async function shownAt(group: Group, day: number): Promise<string> {
    const nowMs = dataMs + day * dayMs;
    await telling.post({ group, eventIds: ["one"] }, nowMs);
    await telling.update({ group, eventIds: ["two"] }, { channel: "C1", ts: "1" }, nowMs);
    const [posted, updated] = said.map(plainTextOf);
    expect(said).to.have.length(2);
    expect(updated).to.equal(posted);
    return posted ?? "";
  }

  it("is shown by the age of the data at the call, however late the message comes", async () => {
    expect(await shownAt(incident(59.9), 200))
      .to.include("203.0.113.7 (SG)")
      .and.to.not.include("Country unknown");
  });

  it("is not shown where the data was too old when the last call was made, and the message says by how much", async () => {
    expect(await shownAt(incident(1, 61), 61))
      .to.include("Country unknown: the country data of 2026-09-01 is 61 days old (at most 60).")
      .and.to.not.include("(SG)");
  });
});
