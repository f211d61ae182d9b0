import { answerQuestion } from "./answer-question";

const help = `Usage: warden leave ID [options]

Says no to a question: what the message with this ID asks about is left as it is. A question that nobody answers within
half an hour is left, too.

  --stack NAME  a deployed stack, by your AWS credentials; without it, the last local run
  --help

Exit status: 0 left; 1 it could not be; 2 wrong usage.
`;

/** `warden leave`. Returns the exit status. */
export function leave(args: readonly string[]): Promise<number> {
  return answerQuestion("leave", help, args);
}
