import type { BatchTopic } from "../../clients/topic";

/** A topic that takes its messages one by one, and goes on behind one that it does not take. */
export function batchTopic(publish: (message: string) => Promise<void>): BatchTopic {
  return {
    prepare: () => undefined,
    publish,
    async publishEach(messages) {
      const failures: (Error | undefined)[] = [];
      for (const message of messages) {
        failures.push(
          await publish(message).then(
            () => undefined,
            (error: Error) => error,
          ),
        );
      }
      return failures;
    },
  };
}
