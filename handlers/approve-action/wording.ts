import type { Answer } from "../../core/actions/record";
import { recordIdForm } from "../../core/actions/record-id";
import type { Given } from "../actions/give-answer";

const given: Readonly<Record<Answer, string>> = Object.freeze({
  approve: "Approved. Every check is made again before anything is changed; what comes of it is posted here.",
  leave: "Left as it is. Nothing is changed.",
  expected: "Left as it is, and noted as expected. Nothing is changed.",
});

/** What whoever answered is told, in mrkdwn. */
export function answerText(answer: Answer, recordId: string, result: Given): string {
  // Nothing that a request made up is shown again.
  const id = recordIdForm.test(recordId) ? `\`${recordId}\`` : "that id";
  switch (result.outcome) {
    case "given":
      return `${id}: ${given[answer]}`;
    case "repeated":
      return `${id}: that answer was given already and is being taken up.`;
    case "unknown":
      return `There is no question with ${id}. Nothing was changed.`;
    case "refused":
      return `${id}: can't be answered: ${result.why}. Nothing was changed.`;
  }
}
