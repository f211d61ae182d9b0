import type { ActionRecord } from "../core/actions/record";
import type { Approval } from "../core/actions/action";
import type { StateTable } from "./state-table";

/** A person's word that what was seen of a subject is expected, for whoever learns what is usual. */
export interface ExpectedNote {
  readonly expected: Approval;
  /** What the question was about: plain data of the responder that asked. */
  readonly request: unknown;
  readonly eventIds: readonly string[];
}

/** What answers leave in the table of actions beside the record itself. Methods throw what AWS says. */
export interface AnswerStore {
  /** Whether this press is seen for the first time: a copy of its request is not answered twice. */
  claimPress(triggerId: string, nowMs: number): Promise<boolean>;
  /** Keeps what a person has called expected, under the subject's id and the record's. */
  noteExpected(record: ActionRecord, expected: Approval): Promise<void>;
  /** What people have called expected of a subject, by its id. */
  expected(subjectId: string): Promise<readonly ExpectedNote[]>;
}

/** Longer than a request's signature holds, by far. */
const pressKeptMs = 86_400_000;

const expectedKeptMs = 400 * 86_400_000;

export function answerStore(table: StateTable): AnswerStore {
  return {
    claimPress(triggerId, nowMs) {
      return table.write(`PRESS#${triggerId}`, "STATE", {}, 0, nowMs + pressKeptMs);
    },
    async noteExpected({ id, subject, request, eventIds }, expected) {
      const note: ExpectedNote = { expected, request, eventIds };
      // Where it is there already, the same answer was given before.
      await table.write(expectedKey(subject.id), id, note, 0, expected.atMs + expectedKeptMs);
    },
    async expected(subjectId) {
      return (await table.readAll(expectedKey(subjectId))).map(({ value }) => value as ExpectedNote);
    },
  };
}

function expectedKey(subjectId: string): string {
  return `EXPECTED#${subjectId}`;
}
