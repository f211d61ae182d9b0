import { answerQuestion } from "./answer-question";

const help = `Usage: warden approve ID [options]

Says yes to a question: the action that the message with this ID asks about is carried out, unless one of its checks says
no by now. The answer is given, and recorded, under your own AWS identity; who is the subject of an action can't approve it.

  --stack NAME  a deployed stack, by your AWS credentials; without it, the last local run
  --help

Exit status: 0 approved; 1 it could not be; 2 wrong usage.
`;

/** `warden approve`. Returns the exit status. */
export function approve(args: readonly string[]): Promise<number> {
  return answerQuestion("approve", help, args);
}
