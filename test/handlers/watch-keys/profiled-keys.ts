import { actionStore } from "../../../clients/action-store";
import { answerStore } from "../../../clients/answer-store";
import { keyWatch } from "../../../clients/key-watch";
import type { ActionRecord } from "../../../core/actions/record";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { originCheck } from "../../../core/keys/country-check";
import { watchedCalls } from "../../../core/keys/watched-calls";
import { expectedUse } from "../../../core/profiles/expected";
import type { SuspiciousKey } from "../../../core/suspicious-keys/message";
import { parseSuspiciousKey } from "../../../core/suspicious-keys/message";
import { handleCalls } from "../../../handlers/watch-keys/handle-calls";
import { mailDigest } from "../../../handlers/watch-keys/mail-digest";
import type { WatchParts } from "../../../handlers/watch-keys/parts";
import { profileMemory } from "../../../handlers/watch-keys/profile-memory";
import { defaults, startMs, usualRecord } from "../../core/profiles/sample-request";
import { batchTopic } from "../../support/batch-topic";
import type { MemoryProfiles } from "../../support/memory-profiles";
import { memoryProfiles } from "../../support/memory-profiles";
import type { MemoryTable } from "../../support/memory-table";
import { memoryTable } from "../../support/memory-table";
import { readLogEvents } from "../../support/read-log-events";

export const keyId = "AKIAEXAMPLEALICE0001";

/** No address of these tests is in Brazil but this one. */
export const brazil = "192.0.2.55";

/** `watch-keys` without its envelope and its AWS, in as many containers as a test wants. */
export interface ProfiledKeys {
  readonly profiles: MemoryProfiles;
  readonly table: MemoryTable;
  readonly published: SuspiciousKey[];
  readonly mails: { readonly subject: string; readonly text: string }[];
  /** A container that remembers nothing yet. */
  container(): Container;
  /** A person's answer "Expected" to a question about this report. */
  expect(key: SuspiciousKey, atMs: number): Promise<void>;
  failMail(isFailing: boolean): void;
}

export interface Container {
  deliver(records: readonly CloudTrailRecord[], atMs: number): Promise<void>;
  /** Gives when a mail that has to wait may go out. */
  tick(atMs: number): Promise<number | undefined>;
}

export function profiledKeys(allowedCountries?: readonly string[]): ProfiledKeys {
  const [table, profiles] = [memoryTable(), memoryProfiles()];
  const published: SuspiciousKey[] = [];
  const mails: { subject: string; text: string }[] = [];
  const state = { failsMail: false, answers: 0 };
  const answers = answerStore(table);
  const rule = { allowedNetworks: [], allowedCountries, dataDate: "2026-02-01", maxAgeDays: 600 };
  const mail = {
    async publish(text: string, subject = "") {
      if (state.failsMail) throw new Error("SNS is down");
      mails.push({ subject, text });
    },
  };
  const words = { learnFor: "1d", forgetAfter: "90d", threshold: 70 };

  return {
    profiles,
    table,
    published,
    mails,
    container() {
      const parts: WatchParts = {
        watch: keyWatch(table),
        store: actionStore(table),
        topic: batchTopic(async (text) => void published.push(parseSuspiciousKey(text, undefined))),
        profiles,
        mail,
        settings: defaults,
        include: [],
        words,
        memories: new Map(),
        memory: profileMemory(),
        said: {},
        expectedOnce: () => async (accessKeyIds) =>
          new Map(
            [...(await answers.expected(accessKeyIds))].map(([accessKeyId, notes]) => [
              accessKeyId,
              notes.map(({ request, expected }) => expectedUse(request, expected.atMs)),
            ]),
          ),
      };
      const check = originCheck(rule, (address) => (address === brazil ? "BR" : "DE"));
      return {
        async deliver(records, atMs) {
          await handleCalls(watchedCalls(readLogEvents(records, atMs)), check, parts, atMs);
        },
        tick: (atMs) => mailDigest(parts, atMs),
      };
    },
    async expect(key, atMs) {
      const record = {
        id: `wa-answer${(state.answers += 1)}`,
        subject: { kind: "key", id: key.accessKeyId, account: undefined },
        request: { key, occasion: "an event" },
        eventIds: key.eventIds,
      } as unknown as ActionRecord;
      await answers.noteExpected(record, { by: "arn:aws:iam::111122223333:user/carol", atMs });
    },
    failMail: (isFailing) => void (state.failsMail = isFailing),
  };
}

let made = 0;

/** A call of the key with an event id of its own. */
export function call(atMs: number = startMs, changes: CloudTrailRecord = {}): CloudTrailRecord {
  return usualRecord(atMs, { eventID: `event-${(made += 1)}`, ...changes });
}
