import type { ActionName, Reason } from "../../../core/actions/action";
import type { ActionWords } from "../../../core/slack/action-words";
import { actionWords, alarmingReasons, reasonWords } from "../../../core/slack/action-words";
import { verdictWord } from "../gathering/severity-of-headline";
import type { WouldBeAction } from "../would-be-actions";
import type { Html } from "./html";
import { code, html } from "./html";
import { mrkdwn } from "./slack-message";

type Outcome = WouldBeAction["asRun"];

/** "disable the key" for "disable-key"; an action that the tables lack, as a file of the user's may name it, is itself. */
export function infinitiveOf(action: string): string {
  const words: ActionWords | undefined = actionWords[action as ActionName];
  return words?.infinitive ?? action;
}

/** "disable the key" `AKIA…` */
export function actionOn({ action, subject }: Pick<WouldBeAction, "action" | "subject">): Html {
  return html`${infinitiveOf(action)} ${code(subject, 90)}`;
}

/** The same with the name alone of what has an ARN. */
export function shortActionOn({ action, subject }: Pick<WouldBeAction, "action" | "subject">): Html {
  return actionOn({
    action,
    subject: subject.startsWith("arn:") ? (subject.split(/[:/]/).at(-1) ?? subject) : subject,
  });
}

/** Why, in a clause; the reason's own name where there are no words for it. */
export function reasonOf(reason: string): Html {
  const words: string | undefined = reasonWords[reason as Reason];
  return words === undefined ? html`${reason}` : mrkdwn(words);
}

/** "Not acted: the mode of this action is notify" */
export function outcomeText({ verdict, reason }: Outcome): Html {
  return html`<b>${verdictWord(verdict)}</b>: ${reasonOf(reason)}`;
}

/** What `enforce` would have come to, with the reason that the message gives. */
export function enforcedText({ ifEnforced, enforcedWords }: WouldBeAction): Html {
  if (ifEnforced.verdict === "done") return html`<b>Done</b>: ${reasonOf(ifEnforced.reason)}`;
  return html`<b>${verdictWord(ifEnforced.verdict)}</b>:
    ${enforcedWords === undefined ? reasonOf(ifEnforced.reason) : mrkdwn(enforcedWords)}`;
}

/** Whether people have to do by hand, and soon, what no function does. */
export function isForPeople({ asRun }: Pick<WouldBeAction, "asRun">): boolean {
  return (alarmingReasons as readonly string[]).includes(asRun.reason);
}
