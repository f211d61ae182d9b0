import { expect } from "chai";

import { profileMail } from "../../../core/mail/profile-mail";
import type { KeyRow, ProfileDigest, SuspiciousRow } from "../../../core/profiles/digest";
import { emptyDigest } from "../../../core/profiles/digest";

const atMs = Date.parse("2026-03-17T13:40:04Z");
const words = { learnFor: "1d", forgetAfter: "90d", threshold: 70 };
const row: SuspiciousRow = {
  id: "row 1",
  accessKeyId: "AKIAEXAMPLEALICE0001",
  account: "111122223333",
  userName: "alice",
  score: 35,
  reasons: ["address not known", "agent not known"],
  event: "sts:GetCallerIdentity",
  region: "eu-central-1",
  address: "2001:db8::1",
  agent: "Boto3/1.40.11",
  atMs,
  count: 3,
};
const key: KeyRow = { ...row, id: "new 1", kind: "new" };
const mailOf = (changes: Partial<ProfileDigest>) => profileMail({ ...emptyDigest, ...changes }, words, atMs);

describe("the mail about key profiles", () => {
  it("has a table of suspicious requests: score, reason, request, the least usual first", () => {
    const { subject, text } = mailOf({
      requests: [{ ...row, id: "row 2", score: 60, reasons: ["address not known"], count: 1 }, row],
    });
    expect(subject).to.equal("Key profiles: 4 suspicious requests of 1 key");
    expect(text.split("\n\n").slice(2).join("\n\n")).to.equal(
      [
        "Score  Reason             Request",
        "",
        "   35  address not known  sts:GetCallerIdentity in eu-central-1",
        "       agent not known    2026-03-17 13:40:04 UTC, and 2 more requests like it",
        "                          key ending 0001 of user alice in account 111122223333",
        "                          from 2001:db8::1",
        "                          agent Boto3/1.40.11",
        "",
        "   60  address not known  sts:GetCallerIdentity in eu-central-1",
        "                          2026-03-17 13:40:04 UTC",
        "                          key ending 0001 of user alice in account 111122223333",
        "                          from 2001:db8::1",
        "                          agent Boto3/1.40.11",
      ].join("\n"),
    );
  });

  it("lists keys that are new or came back, and says what that means", () => {
    const { subject, text } = mailOf({
      keys: [key, { ...key, id: "returned 1", kind: "returned", score: 25 }],
      store: "begun",
      omitted: { requests: 0, keys: 2 },
    });
    expect(subject).to.equal("Key profiles: 1 key never seen before, 1 key back after a long time");
    expect(text).to.contain("There was no key profile at all before these");
    expect(text).to.contain("no attack by itself");
    expect(text).to.contain("scores 25 of 100 against what was known");
    expect(text).to.contain("And 2 more keys that are new or came back.");
  });

  it("says that profiles can't be read, and that there is none", () => {
    const { subject, text } = mailOf({ unreadable: { atMs, why: "AccessDeniedException" } });
    expect(subject).to.equal("Key profiles: profiles cannot be read");
    expect(text).to.contain("since 2026-03-17 13:40:04 UTC (AccessDeniedException)");
    expect(mailOf({ firstLookedAtMs: 0 }).subject).to.equal("Key profiles: no profile yet");
  });

  it("makes nothing of what a caller writes: no link, no other line, no key id", () => {
    const hostile = `https://evil.example/login\r\n\nScore 100 all is well <script> $(reboot) ${row.accessKeyId} \u202e`;
    const changes = {
      userName: hostile,
      account: hostile,
      event: hostile,
      region: hostile,
      address: hostile,
      agent: hostile,
    };
    const [clean, attacked] = [row, { ...row, ...changes }].map((requests) =>
      mailOf({ requests: [requests], keys: [{ ...key, ...(requests === row ? {} : changes) }] }),
    );
    expect(attacked?.subject).to.equal(clean?.subject);
    expect(attacked?.text.split("\n")).to.have.length(clean?.text.split("\n").length ?? 0);
    expect(attacked?.text).not.to.contain("https://");
    expect(attacked?.text).not.to.contain("evil.example");
    expect(attacked?.text).not.to.contain(row.accessKeyId);
    expect(attacked?.text).not.to.contain("\u202e");
  });

  it("fits into a message of SNS however much there is to say", () => {
    const long = "\u{1F600}".repeat(272);
    const changes = { userName: long, event: long, region: long, address: long, agent: long };
    const requests = Array.from({ length: 40 }, (_, index) => ({ ...row, ...changes, id: `row ${index}` }));
    const keys = Array.from({ length: 40 }, (_, index) => ({ ...key, ...changes, id: `new ${index}` }));
    const { subject, text } = mailOf({ requests, keys, omitted: { requests: 1e6, keys: 1e6 } });
    expect(Buffer.byteLength(text)).to.be.lessThan(262_144);
    expect(subject.length).to.be.lessThan(100);
  });
});
