/**
 * One link of the way from a denied call to people, as the stack declares it. `title` is what people know it by; names and ARNs are
 * those of AWS.
 */
export type Link =
  | { readonly kind: "trail"; readonly title: string; readonly arn: string; readonly logGroup: string }
  /** Of a trail that somebody else keeps. */
  | { readonly kind: "trail-of-others"; readonly title: string; readonly logGroup: string }
  | {
      readonly kind: "metric-filter";
      readonly title: string;
      readonly logGroup: string;
      readonly name: string;
      readonly pattern: string;
      readonly namespace: string;
      readonly metric: string;
    }
  | {
      readonly kind: "alarm";
      readonly title: string;
      readonly name: string;
      readonly topicArn: string;
      readonly threshold: number;
    }
  /** On the program's own functions and queues; no call sets it off. */
  | {
      readonly kind: "own-alarm";
      readonly title: string;
      readonly name: string;
      readonly topicArns: readonly string[];
    }
  | {
      readonly kind: "topic";
      readonly title: string;
      readonly arn: string;
      /** Addresses that are subscribed. */
      readonly addresses: readonly string[];
      /** Services that publish. */
      readonly publishers: readonly string[];
    }
  | {
      readonly kind: "log-subscription";
      readonly title: string;
      readonly logGroup: string;
      readonly name: string;
      readonly pattern: string;
      readonly functionArn: string;
    }
  | {
      readonly kind: "permission";
      readonly title: string;
      readonly functionName: string;
      readonly service: string;
      readonly sourceArn: string;
    }
  | {
      readonly kind: "rule";
      readonly title: string;
      readonly name: string;
      readonly bus: string;
      readonly region: string;
      readonly targetArn: string;
    }
  | {
      readonly kind: "topic-subscription";
      readonly title: string;
      readonly topicArn: string;
      /** Whether somebody else keeps the topic, such as the one that announces a trail's log files. */
      readonly isTopicOfOthers: boolean;
      /** ARN of the function or queue that is subscribed. */
      readonly endpoint: string;
    }
  | {
      readonly kind: "queue";
      readonly title: string;
      readonly arn: string;
      readonly url: string;
      /** Whether somebody else keeps it: its policy is then not looked at. */
      readonly isOfOthers: boolean;
      /** Services that send to it, which its policy has to let in; functions send under their own roles. */
      readonly senders: readonly QueueSender[];
    }
  /** A queue whose messages Lambda hands to a function. */
  | { readonly kind: "event-source"; readonly title: string; readonly queueArn: string; readonly functionName: string }
  /** A bucket that announces its new objects on a topic. */
  | {
      readonly kind: "bucket-notification";
      readonly title: string;
      readonly bucket: string;
      readonly topicArn: string;
      /** What the names of announced objects begin with; each has a notification of its own. */
      readonly prefixes: readonly string[];
      readonly suffix: string;
    }
  | {
      readonly kind: "function";
      readonly title: string;
      readonly name: string;
      readonly deadLetterQueueUrl: string;
    }
  | {
      readonly kind: "url";
      readonly title: string;
      readonly url: string;
      readonly signedBy: "slack" | "jira";
      readonly secretId: string;
    };

/** A service that sends to a queue, for a rule or a topic. */
export interface QueueSender {
  readonly service: string;
  readonly sourceArn: string;
}

export type LinkKind = Link["kind"];

export type LinkOf<Kind extends LinkKind> = Extract<Link, { kind: Kind }>;

/** Name of the stack's output that holds them. */
export const linksOutput = "links";

/** Reads them from the stack's outputs; undefined where they are not there, as in a stack of another version. */
export function readLinks(outputs: unknown): readonly Link[] | undefined {
  const found = (outputs as Readonly<Record<string, unknown>> | null | undefined)?.[linksOutput];
  const isLink = (one: unknown) => typeof (one as { kind?: unknown } | null)?.kind === "string";
  return Array.isArray(found) && found.every(isLink) ? (found as readonly Link[]) : undefined;
}
