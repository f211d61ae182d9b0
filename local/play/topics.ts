import { compileEventPattern } from "../../core/event-pattern/compile";
import type { MessageAttributes } from "../account/message-attributes";
import type { EmailEffect, ErrorEffect } from "../effects";
import type { Destinations } from "./destinations";
import { idsOfMessage } from "./event-ids";
import type { Graph } from "./graph";
import { jsonObjectOf, textOf } from "./graph";
import type { Notification } from "./notification";
import { attributeValues, lambdaEvent, queueBody } from "./notification";

/** What is published to a topic. */
export interface Publication {
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  /** Other texts for some protocols; people get the one for `email`. */
  readonly byProtocol?: Readonly<Record<string, string>>;
  readonly attributes?: MessageAttributes;
}

interface Subscription {
  readonly arn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly isRaw: boolean;
  readonly deadLetterArn: string;
  readonly accepts: (publication: Publication) => boolean;
}

interface Topic {
  readonly name: string;
  readonly subscriptions: readonly Subscription[];
}

/**
 * The declared topics and what is subscribed to them. A topic that only people read, or that nobody is subscribed to yet,
 * has a reader of its own, so that its e-mails show even where no address is declared.
 */
export class Topics {
  private readonly topics = new Map<string, Topic>();
  private published = 0;

  constructor(
    graph: Graph,
    private readonly destinations: Destinations,
    private readonly emit: (effect: EmailEffect | ErrorEffect) => void,
  ) {
    for (const { name, outputs } of graph.all("aws:sns/topic:Topic")) {
      this.topics.set(textOf(outputs.arn), { name, subscriptions: subscriptionsOf(graph, outputs.arn) });
    }
    destinations.register("aws:sns/topic:Topic", ({ outputs }, { text }, atMs) => {
      this.publish({ topicArn: textOf(outputs.arn), subject: undefined, message: text }, atMs);
      return undefined;
    });
  }

  publish(publication: Publication, atMs: number): void {
    const topic = this.topics.get(publication.topicArn);
    if (topic === undefined) throw new Error(`the program declares no topic ${publication.topicArn}`);
    this.published += 1;
    const messageId = `00000000-0000-5000-9000-${String(this.published).padStart(12, "0")}`;
    const machines = topic.subscriptions.filter(({ protocol }) => !isForPeople(protocol));
    const people = topic.subscriptions.filter(({ protocol }) => isForPeople(protocol));
    const hasReader = people.length === 0 ? machines.length === 0 : people.some(({ accepts }) => accepts(publication));
    if (hasReader) this.mail(topic.name, publication, atMs);
    for (const subscription of machines) {
      if (!subscription.accepts(publication)) continue;
      const { protocol } = subscription;
      const message = publication.byProtocol?.[protocol] ?? publication.message;
      this.hand(topic.name, subscription, { ...publication, message, messageId, atMs });
    }
  }

  private mail(topic: string, { subject, message, byProtocol }: Publication, atMs: number): void {
    const at = new Date(atMs).toISOString();
    const text = byProtocol?.email ?? message;
    this.emit({ effect: "email", at, topic, subject: subject ?? "AWS Notification Message", text });
  }

  private hand(topic: string, subscription: Subscription, notification: Notification): void {
    const { endpoint, protocol, deadLetterArn } = subscription;
    const { atMs, message, topicArn } = notification;
    const eventIds = idsOfMessage(message);
    const body = subscription.isRaw ? message : queueBody(notification);
    const text = protocol === "lambda" ? JSON.stringify(lambdaEvent(notification, subscription.arn)) : body;
    const by = { service: "sns.amazonaws.com", sourceArn: topicArn };
    const failure = this.destinations.sendOrKeep(endpoint, deadLetterArn, { text, eventIds, by }, atMs);
    if (failure === undefined) return;
    const why = `a message of topic ${topic} could not be handed over: ${failure}`;
    const target = this.destinations.nameOf(endpoint);
    this.emit({ effect: "error", at: new Date(atMs).toISOString(), function: target, message: why, eventIds });
  }
}

function isForPeople(protocol: string): boolean {
  return protocol === "email" || protocol === "email-json" || protocol === "sms";
}

function subscriptionsOf(graph: Graph, topicArn: unknown): Subscription[] {
  const declared = graph
    .all("aws:sns/topicSubscription:TopicSubscription")
    .filter(({ inputs }) => inputs.topic === topicArn);
  return declared.map(({ inputs, outputs }) => ({
    arn: textOf(outputs.arn),
    protocol: textOf(inputs.protocol),
    endpoint: textOf(inputs.endpoint),
    isRaw: inputs.rawMessageDelivery === true,
    deadLetterArn: textOf(jsonObjectOf(inputs.redrivePolicy)?.deadLetterTargetArn),
    accepts: filterOf(inputs.filterPolicy, inputs.filterPolicyScope),
  }));
}

/** A filter policy, which is written as an event pattern is, over the attributes or over the message as JSON. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
function filterOf(policy: unknown, scope: unknown): (publication: Publication) => boolean {
  const parsed = jsonObjectOf(policy);
  if (parsed === undefined || Object.keys(parsed).length === 0) return () => true;
  const matches = compileEventPattern(JSON.stringify(parsed));
  if (scope !== "MessageBody") return ({ attributes = {} }) => matches(attributeValues(attributes));
  return ({ message }) => {
    try {
      return matches(JSON.parse(message));
    } catch {
      return false;
    }
  };
}
