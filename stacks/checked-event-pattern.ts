import * as pulumi from "@pulumi/pulumi";

import { parseEventPattern } from "../core/event-pattern/parse";

/** Characters of an event pattern. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const longestPattern = 2048;

/** The pattern as text, or a stop of the preview that names the rule, or the topic's filter, and what is wrong in it. */
export function checkedEventPattern(name: string, pattern: object): string {
  const text = JSON.stringify(pattern);
  try {
    parseEventPattern(text);
  } catch (error) {
    throw new pulumi.RunError(`${name}: ${(error as Error).message}`);
  }
  if (text.length > longestPattern) {
    throw new pulumi.RunError(
      `${name}: event pattern: found ${text.length} characters, expected at most ${longestPattern}`,
    );
  }
  return text;
}
