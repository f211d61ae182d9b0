import type { MessageAttributes } from "../account/message-attributes";
import type { InvocationOutcome } from "../functions/function-worker";
import type { Alarms } from "./alarms";
import type { DeclaredQueue, QueueMapping } from "./declared-queue";
import { declaredQueues } from "./declared-queue";
import type { Destinations } from "./destinations";
import { idsOfMessage } from "./event-ids";
import type { Graph } from "./graph";
import { textOf } from "./graph";
import type { MetricStore } from "./metrics";
import { metricKey } from "./metrics";
import { maySend } from "./permissions";
import type { QueueMessage } from "./queue-messages";
import { failedMessages, queueEvent } from "./queue-messages";
import type { Timeline } from "./timeline";

export interface QueuesParts {
  readonly timeline: Timeline;
  readonly metrics: MetricStore;
  readonly alarms: Alarms;
  readonly destinations: Destinations;
  /** Invokes a function and waits for what it answers. */
  readonly invoke: (functionName: string, event: object, atMs: number) => Promise<InvocationOutcome>;
  /** Tells that a function could not handle these in as many tries as the queue gives it. */
  readonly gaveUp: (functionName: string, message: string, eventIds: readonly string[], atMs: number) => void;
}

export interface SentMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  /** The queue's own delay where absent. */
  readonly delaySeconds?: number;
  readonly eventIds?: readonly string[];
}

interface Queue extends DeclaredQueue {
  messages: QueueMessage[];
  /** Why the function that consumes it failed last. */
  lastError: string;
  readonly planned: Set<number>;
}

/** The declared queues. One that a function consumes is received from when a message becomes visible by the event clock. */
export class Queues {
  private readonly queues = new Map<string, Queue>();
  private sent = 0;

  constructor(
    private readonly graph: Graph,
    private readonly parts: QueuesParts,
  ) {
    for (const declared of declaredQueues(graph)) {
      this.queues.set(declared.arn, { ...declared, messages: [], lastError: "", planned: new Set() });
    }
    parts.destinations.register("aws:sqs/queue:Queue", ({ outputs }, { text, eventIds, by }, atMs) => {
      const arn = textOf(outputs.arn);
      if (by !== undefined && !maySend(graph, arn, by)) {
        return `the policy of queue ${textOf(outputs.name)} does not let ${by.service} send for ${by.sourceArn}`;
      }
      this.add(arn, { body: text, eventIds }, atMs);
      return undefined;
    });
  }

  /** Bodies of the messages that are in the queue, oldest first. */
  bodiesIn(queueArn: string): string[] {
    return (this.queues.get(queueArn)?.messages ?? []).map(({ body }) => body);
  }

  add(queueArn: string, { body, attributes = {}, delaySeconds, eventIds }: SentMessage, atMs: number): void {
    const queue = this.queues.get(queueArn);
    if (queue === undefined) throw new Error(`the program declares no queue ${queueArn}`);
    this.put(queue, {
      id: `00000000-0000-6000-9000-${String((this.sent += 1)).padStart(12, "0")}`,
      body,
      attributes,
      sentMs: atMs,
      eventIds: eventIds ?? idsOfMessage(body),
      visibleMs: atMs + (delaySeconds === undefined ? queue.delayMs : delaySeconds * 1000),
      receiveCount: 0,
    });
  }

  private put(queue: Queue, message: QueueMessage): void {
    queue.messages.push(message);
    if (queue.mapping !== undefined) this.plan(queue, queue.mapping, message.visibleMs + queue.mapping.windowMs);
    else this.countVisible(queue, message.visibleMs);
  }

  private countVisible({ name, messages }: Queue, atMs: number): void {
    const key = metricKey("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: name });
    this.parts.metrics.setGauge(key, atMs, messages.length);
    this.parts.alarms.moved(key, atMs);
  }

  private plan(queue: Queue, mapping: QueueMapping, atMs: number): void {
    if (queue.planned.has(atMs)) return;
    queue.planned.add(atMs);
    const run = async () => {
      queue.planned.delete(atMs);
      await this.receive(queue, mapping, atMs);
    };
    this.parts.timeline.add({ atMs, run });
  }

  /** One invocation with what is visible; what is left of it is received by another. */
  private async receive(queue: Queue, mapping: QueueMapping, atMs: number): Promise<void> {
    this.sortOut(queue, mapping, atMs);
    const visible = queue.messages.filter(({ visibleMs }) => visibleMs <= atMs);
    const batch = visible.slice(0, mapping.batchSize);
    if (batch.length === 0) return;
    if (visible.length > batch.length) this.plan(queue, mapping, atMs);
    for (const message of batch) {
      message.receiveCount += 1;
      message.firstReceivedMs ??= atMs;
      message.visibleMs = atMs + queue.visibilityMs;
    }
    const event = queueEvent(batch, queue.arn, this.graph.account.accountId);
    const { error, result } = await this.parts.invoke(mapping.functionName, event, atMs);
    const failed = error !== undefined ? batch : mapping.reportsItemFailures ? failedMessages(result, batch) : [];
    if (failed.length > 0) queue.lastError = error ?? "reported as failed";
    queue.messages = queue.messages.filter((message) => !batch.includes(message) || failed.includes(message));
    if (failed.length > 0) this.plan(queue, mapping, atMs + queue.visibilityMs);
  }

  /** Takes out what is not to be received: filtered away, received often enough, or too old. */
  private sortOut(queue: Queue, { functionName, accepts }: QueueMapping, atMs: number): void {
    const { redrive, retentionMs, lastError } = queue;
    queue.messages = queue.messages.filter((message) => {
      if (message.visibleMs > atMs) return true;
      const isSpent = redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount;
      const isOld = atMs - message.sentMs >= retentionMs;
      if (!isSpent && !isOld) return accepts(message.body);
      const why = isSpent ? lastError : `${lastError}, until the queue gave the message up for its age`;
      this.parts.gaveUp(functionName, why, message.eventIds, atMs);
      const keeper = isSpent ? this.queues.get(redrive.deadLetterArn) : undefined;
      if (keeper !== undefined) this.put(keeper, { ...message, visibleMs: atMs, receiveCount: 0 });
      return false;
    });
  }
}
