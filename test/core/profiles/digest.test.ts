import { expect } from "chai";

import type { KeyRow, ProfileDigest, SuspiciousRow } from "../../../core/profiles/digest";
import { emptyDigest, mailState, withKeys, withoutMailed, withRequests } from "../../../core/profiles/digest";
import { withUnreadable } from "../../../core/profiles/digest";
import { dayMs, hourMs, startMs } from "./sample-request";

const row = (number: number, count = 1): SuspiciousRow => ({
  id: `row ${number}`,
  accessKeyId: "AKIAEXAMPLEALICE0001",
  account: "111122223333",
  userName: "u".repeat(272),
  score: 35,
  reasons: ["address not known", "agent not known"],
  event: "e".repeat(272),
  region: "r".repeat(272),
  address: "a".repeat(272),
  agent: "g".repeat(272),
  atMs: startMs,
  count,
});
const key = (number: number): KeyRow => ({ ...row(number), id: `new ${number}`, kind: "new" });

describe("what gathers for the next mail about key profiles", () => {
  it("counts requests of one row together, and lists each key once", () => {
    const digest = withKeys(withRequests(withRequests(emptyDigest, [row(1, 2)]), [row(1, 3), row(2)]), [
      key(1),
      key(1),
    ]);
    expect(digest.requests.map(({ id, count }) => [id, count])).to.deep.equal([
      ["row 1", 5],
      ["row 2", 1],
    ]);
    expect(withKeys(digest, [key(1)]).keys).to.have.length(1);
  });

  it("stays small whatever happens, and counts what it does not list", () => {
    let digest: ProfileDigest = emptyDigest;
    for (let number = 0; number < 500; number += 1)
      digest = withKeys(withRequests(digest, [row(number, 2)]), [key(number)]);
    expect(digest.requests).to.have.length(40);
    expect(digest.keys).to.have.length(40);
    expect(digest.omitted).to.deep.equal({ requests: 920, keys: 460 });
    expect(JSON.stringify(digest).length).to.be.lessThan(200_000);
  });

  it("is due when there is something, an hour after the last mail at the earliest", () => {
    expect(mailState(emptyDigest, startMs)).to.equal("nothing");
    const digest = withRequests(emptyDigest, [row(1)]);
    expect(mailState(digest, startMs)).to.equal("due");
    expect(mailState({ ...digest, mailedAtMs: startMs }, startMs + hourMs / 2)).to.equal("wait");
    expect(mailState({ ...digest, mailedAtMs: startMs }, startMs + hourMs)).to.equal("due");
  });

  it("keeps what came in while a mail was on its way", () => {
    const mailed = withRequests(emptyDigest, [row(1)]);
    const meanwhile = withKeys(withRequests(mailed, [row(2)]), [key(1)]);
    const left = withoutMailed(meanwhile, mailed, startMs);
    expect(left.requests.map(({ id }) => id)).to.deep.equal(["row 2"]);
    expect(left.keys).to.have.length(1);
    expect(left).to.include({ mailedAtMs: startMs, store: "begun" });
  });

  it("tells of the first profiles once", () => {
    const digest = withKeys(emptyDigest, [key(1)]);
    expect(digest.store).to.equal("begun");
    const after = withoutMailed(digest, digest, startMs);
    expect(after.store).to.equal("told");
    expect(withKeys(after, [key(2)]).store).to.equal("told");
  });

  it("tells of profiles that can't be read once, and again each day while it lasts", () => {
    let digest = withUnreadable(emptyDigest, "AccessDeniedException", startMs);
    const told: number[] = [];
    for (let hour = 0; hour < 49; hour += 1) {
      const nowMs = startMs + hour * hourMs;
      digest = withUnreadable(digest, "AccessDeniedException", nowMs);
      if (mailState(digest, nowMs) !== "due") continue;
      digest = withoutMailed(digest, digest, nowMs);
      told.push(hour);
    }
    expect(told).to.deep.equal([0, 24, 48]);
  });

  it("tells once of a store that is still empty a day after the first look", () => {
    const digest: ProfileDigest = { ...emptyDigest, firstLookedAtMs: startMs };
    expect(mailState(digest, startMs + dayMs - 1)).to.equal("nothing");
    expect(mailState(digest, startMs + dayMs)).to.equal("due");
    const after = withoutMailed(digest, digest, startMs + dayMs);
    expect(mailState(after, startMs + 3 * dayMs)).to.equal("nothing");
  });
});
