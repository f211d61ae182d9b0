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
  /** What people have called expected of these subjects, by their ids, in few calls where they are many. */
  expected(subjectIds: readonly string[]): Promise<ReadonlyMap<string, readonly ExpectedNote[]>>;
}

/** Longer than a request's signature holds, by far. */
const pressKeptMs = 86_400_000;

const expectedKeptMs = 400 * 86_400_000;

/** Says that there are notes beside it. No record has such an id. */
const markItem = "noted";

export function answerStore(table: StateTable): AnswerStore {
  async function markedOf(subjectIds: readonly string[]): Promise<readonly string[]> {
    const marks = await table.readEach(subjectIds.map((id) => ({ key: expectedKey(id), item: markItem })));
    return subjectIds.filter((_, position) => marks[position] !== undefined);
  }

  async function notesOf(subjectId: string): Promise<readonly ExpectedNote[]> {
    const kept = await table.readAll(expectedKey(subjectId));
    return kept.flatMap(({ item, value }) => (item === markItem ? [] : [value as ExpectedNote]));
  }

  return {
    claimPress(triggerId, nowMs) {
      return table.write(`PRESS#${triggerId}`, "STATE", {}, 0, nowMs + pressKeptMs);
    },
    async noteExpected({ id, subject, request, eventIds }, expected) {
      const note: ExpectedNote = { expected, request, eventIds };
      const key = expectedKey(subject.id);
      // Before the note: one that no mark speaks of would be overlooked. Kept for good, as it is to outlive the last of them.
      await table.write(key, markItem, {}, 0);
      // Where it is there already, the same answer was given before.
      await table.write(key, id, note, 0, expected.atMs + expectedKeptMs);
    },
    async expected(subjectIds) {
      const marked = subjectIds.length === 1 ? subjectIds : await markedOf(subjectIds);
      const notes = await Promise.all(marked.map(async (subjectId) => [subjectId, await notesOf(subjectId)] as const));
      const found = new Map(notes);
      return new Map(subjectIds.map((subjectId) => [subjectId, found.get(subjectId) ?? []]));
    },
  };
}

function expectedKey(subjectId: string): string {
  return `EXPECTED#${subjectId}`;
}
