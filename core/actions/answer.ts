import type { ActionRecord, Answer } from "./record";
import { unanswerable } from "./record";

/** What an answer comes to: the record as it is to be kept, or why it can't be given. */
export type Answered = { readonly record: ActionRecord } | { readonly refused: string };

/**
 * A question's record with this answer, which people are yet to be told of. An approval leaves the question open for the
 * responder, who decides anew; `leave` and `expected` close it. `by`: ARN of the IAM principal, or Slack's ids.
 */
export function answerTo(record: ActionRecord, answer: Answer, by: string, nowMs: number): Answered {
  const why = unanswerable(record, nowMs);
  if (why !== undefined) return { refused: why };
  if (isAbout(record, by)) return { refused: "nobody answers a question about themselves" };
  const given = { by, atMs: nowMs };
  return answer === "approve"
    ? { record: { ...record, approval: given, changedAtMs: nowMs } }
    : { record: { ...record, state: "left", left: given, told: false, changedAtMs: nowMs } };
}

/**
 * Whether the action's subject is, or belongs to, who answers. Of an IAM principal its names are looked for, of a Slack user
 * the id: in the subject itself, in whose it is, and in the lines about it, which hold its owner tags. Wrongly yes does no
 * harm, as somebody else can answer.
 */
export function isAbout(record: ActionRecord, by: string): boolean {
  const texts = [record.subject.id, record.report.owner ?? "", ...record.impact, ...textsIn(record.before)];
  const names = namesOf(by).filter((name) => name !== "");
  return names.some((name) => texts.some((text) => hasWord(text.toLowerCase(), name.toLowerCase())));
}

/** Of `arn:…:assumed-role/ROLE/SESSION` the role and the session, which may be a person's; of anything else the last part. */
function namesOf(by: string): string[] {
  const parts = (by.split(":").at(-1) ?? "").split("/");
  return parts[0] === "assumed-role" ? parts.slice(1) : parts.slice(-1);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** So that `build` is not found in `build-tools`, and `alice` is in `owner=alice@example.com`. */
const nameCharacter = /[\w-]/;

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = `${text.charAt(at - 1)}${text.charAt(at + word.length)}`;
    if (!nameCharacter.test(around)) return true;
  }
  return false;
}
