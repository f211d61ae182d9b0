import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Statement } from "./policy-document";
import { policyDocument } from "./policy-document";
import { noteQueue } from "./queue-links";
import type { WardenContext } from "./warden-context";

/** What a trigger needs to know of the function that it triggers. */
export interface TriggeredFunction extends pulumi.Resource {
  /** As declared. */
  readonly name: string;
  readonly function: {
    readonly name: pulumi.Output<string>;
    readonly arn: pulumi.Output<string>;
    readonly timeout: pulumi.Output<number | undefined>;
  };
  readonly deadLetterQueue: aws.sqs.Queue;
}

/** A service that hands events to the function, for a rule or topic of this account. */
export interface Sender {
  readonly service: "events.amazonaws.com" | "sns.amazonaws.com";
  /** Of the trigger, as declared; no other of the function's triggers by this service has it. */
  readonly name: string;
  readonly sourceArn: pulumi.Output<string>;
}

interface Senders {
  readonly all: Sender[];
  readonly statements: Statement[];
  isClosed: boolean;
}

const sendersByFunction = new WeakMap<object, Senders>();

/**
 * Lets the service put what it could not hand over into the function's dead-letter queue. A queue has one policy, so that of
 * a function is made of all its triggers, once the program has declared them.
 */
export function letSendDeadLetters(target: TriggeredFunction, sender: Sender, context: WardenContext): void {
  const senders = sendersByFunction.get(target) ?? newSenders(target, context);
  if (senders.isClosed)
    throw new Error(`${sender.name} was declared after the triggers of ${target.name} were counted`);
  senders.all.push(sender);
  const { accountId } = context;
  senders.statements.push({
    Sid: sidOf(sender),
    Principal: { Service: sender.service },
    Action: ["sqs:SendMessage"],
    Resource: target.deadLetterQueue.arn,
    Condition: { ArnEquals: { "aws:SourceArn": sender.sourceArn }, StringEquals: { "aws:SourceAccount": accountId } },
  });
}

function newSenders(target: TriggeredFunction, context: WardenContext): Senders {
  const senders: Senders = { all: [], statements: [], isClosed: false };
  sendersByFunction.set(target, senders);
  // The program declares in one go: whatever waits comes after all of it.
  const closed = pulumi.output(Promise.resolve(true)).apply(() => {
    senders.isClosed = true;
    return true;
  });
  const policy = closed.apply(() =>
    policyDocument([...senders.statements].sort((one, other) => (one.Sid < other.Sid ? -1 : 1))),
  );
  new aws.sqs.QueuePolicy(target.name, { queueUrl: target.deadLetterQueue.url, policy }, { parent: target });
  const named = closed.apply(() => senders.all.map(({ service, sourceArn }) => ({ service, sourceArn })));
  noteQueue(`${target.name}-dead-letters`, target.deadLetterQueue, named, context);
  return senders;
}

/** Of letters and digits alone, as IAM has it. */
function sidOf({ service, name }: Sender): string {
  const words = `${service.split(".")[0] ?? ""}-${name}`.split(/[^A-Za-z0-9]+/);
  return `Undelivered${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}`;
}
