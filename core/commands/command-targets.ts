import { textAt, valueAt } from "../cloudtrail/record";

/** Where the commands find what they read and change: one of the stack's outputs. Names and addresses, no secrets. */
export interface CommandTargets {
  readonly region: string;
  readonly actionsTable: string;
  /** Table of the key profiles; undefined in a stack of a version without them. */
  readonly profilesTable?: string | undefined;
  /** The trail's log group; undefined in a stack of a version that does not say so. */
  readonly trailLogGroup?: string | undefined;
  /** Action name to the URL of the queue that wakes its responder. */
  readonly wakeQueues: Readonly<Record<string, string>>;
  /** Function name, as declared, to what AWS calls it and its dead-letter queue. */
  readonly functions: Readonly<Record<string, FunctionTarget>>;
}

export interface FunctionTarget {
  readonly name: string;
  readonly deadLetterQueueUrl: string;
}

/** Name of that output. */
export const commandTargetsOutput = "commandTargets";

/** Reads it from the stack's outputs; undefined where it is not there or not of this form, as in a stack of another version. */
export function readCommandTargets(outputs: unknown): CommandTargets | undefined {
  const value = valueAt(outputs, commandTargetsOutput);
  const region = textAt(value, "region");
  const actionsTable = textAt(value, "actionsTable");
  const wakeQueues = objectAt(value, "wakeQueues");
  const functions = objectAt(value, "functions");
  if (region === undefined || actionsTable === undefined || wakeQueues === undefined || functions === undefined) {
    return undefined;
  }
  const queueUrls = Object.entries(wakeQueues).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const targets = Object.entries(functions).flatMap(([declared, one]): [string, FunctionTarget][] => {
    const name = textAt(one, "name");
    const deadLetterQueueUrl = textAt(one, "deadLetterQueueUrl");
    return name === undefined || deadLetterQueueUrl === undefined ? [] : [[declared, { name, deadLetterQueueUrl }]];
  });
  return {
    region,
    actionsTable,
    profilesTable: textAt(value, "profilesTable"),
    trailLogGroup: textAt(outputs, "trailLogGroupName"),
    wakeQueues: Object.fromEntries(queueUrls),
    functions: Object.fromEntries(targets),
  };
}

function objectAt(value: unknown, name: string): object | undefined {
  const found = valueAt(value, name);
  return typeof found === "object" && found !== null ? found : undefined;
}
