import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { noteLink } from "./links";
import type { WardenContext } from "./warden-context";

/** A service that sends to a queue for a rule or topic, by the queue's policy. */
export interface ServiceSender {
  readonly service: string;
  readonly sourceArn: pulumi.Input<string>;
}

/** Has `warden verify` look whether the stack's queue is there and lets in the services that send to it. */
export function noteQueue(
  title: string,
  { arn, url }: aws.sqs.Queue,
  senders: readonly ServiceSender[] | pulumi.Output<readonly ServiceSender[]>,
  context: WardenContext,
): void {
  const all = pulumi.output(senders).apply((list) => pulumi.output([...list]));
  noteLink(context, { kind: "queue", title, arn, url, isOfOthers: false, senders: all });
}
