import type { Answer } from "../actions/record";
import { answerButtons } from "./interaction";
import type { ActionsBlock, Button } from "./message";

/** The three answers to a question; each gives back the record's id. */
export function questionButtons(recordId: string): ActionsBlock {
  return {
    type: "actions",
    elements: [
      button("approve", "Approve", recordId, "danger"),
      button("leave", "Leave", recordId),
      button("expected", "Expected", recordId),
    ],
  };
}

function button(answer: Answer, label: string, value: string, style?: Button["style"]): Button {
  return {
    type: "button",
    text: { type: "plain_text", text: label, emoji: false },
    action_id: answerButtons[answer],
    value,
    ...(style === undefined ? {} : { style }),
  };
}
