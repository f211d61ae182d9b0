import { readCommandTargets } from "../../core/commands/command-targets";
import type { Play } from "../play/play";
import type { Layout } from "../program/layout";

/** Bodies of the messages in dead-letter queues, oldest first, by the name of the function. */
export type DeadLetters = Readonly<Record<string, readonly string[]>>;

/** Letters beyond these are not kept; a run has as many as it has events that failed three times. */
const mostLetters = 1_000;

/** What waits in the dead-letter queues of the functions, the oldest ones of many. */
export function deadLettersIn(play: Pick<Play, "messagesIn">, { outputs, resources }: Layout): DeadLetters {
  const functions = readCommandTargets(outputs)?.functions ?? {};
  return Object.fromEntries(
    Object.entries(functions).flatMap(([name, { deadLetterQueueUrl }]) => {
      const queue = resources.find((resource) => resource.outputs.url === deadLetterQueueUrl);
      const letters = queue === undefined ? [] : play.messagesIn(String(queue.outputs.arn));
      return letters.length === 0 ? [] : [[name, letters.slice(0, mostLetters)]];
    }),
  );
}
