import type { ActionRecord } from "../../../core/actions/record";

export const SAMPLE_KEY = "AKIAEXAMPLEEXAMPLE42";
export const SAMPLE_TIME = Date.parse("2026-01-31T10:00:00Z");

/** A stack in `notify` that was told of a key used from another country. */
export function sampleActionRecord(changes: Partial<ActionRecord> = {}): ActionRecord {
  return {
    id: "wa-abcdefghij",
    state: "told",
    action: "disable-key",
    subject: { kind: "key", id: SAMPLE_KEY, account: "111122223333", region: "eu-central-1" },
    verdict: "notify",
    reason: "mode-notify",
    eventIds: ["3f0c1b52-1111-4222-8333-444455556666"],
    seenAtMs: SAMPLE_TIME - 120_000,
    createdAtMs: SAMPLE_TIME,
    changedAtMs: SAMPLE_TIME,
    configurationHash: "0123456789ab",
    impact: ["120 calls in 24 hours from 2 addresses", "Last good call 2026-01-31 08:00:00 UTC from `192.0.2.1`"],
    report: {
      seen: ["`ec2:DescribeInstances` from `198.51.100.7` (BR)"],
      owner: "user `build`",
      event: { id: "3f0c1b52-1111-4222-8333-444455556666", region: "eu-central-1" },
    },
    weighing: {
      mode: "notify",
      signals: {
        standing: [
          { kind: "country", atMs: SAMPLE_TIME - 120_000, text: "used from BR, which is not an allowed country" },
        ],
        weight: 1,
        needed: 2,
      },
      ifEnforced: { verdict: "notify", reason: "single-signal" },
    },
    failures: 0,
    told: false,
    ...changes,
  };
}
