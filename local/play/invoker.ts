import type { LocalAccountThread } from "../account/thread";
import type { CallReport, ResourceEvent } from "../account/types";
import type { PlayedEffect } from "../effects";
import type { SlackStandIn } from "../http/slack-stand-in";
import type { Alarms } from "./alarms";
import type { AuditTrail } from "./audit-trail";
import type { DeclaredFunction } from "./functions";
import type { MetricStore } from "./metrics";
import { metricKey } from "./metrics";
import type { Timeline } from "./timeline";
import type { Topics } from "./topics";

/** Lambda waits one minute before the first retry of an asynchronous event and two before the second. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const retryDelaysMs = [60_000, 120_000];

/** One asynchronous event for a function. */
export interface Invocation {
  readonly target: DeclaredFunction;
  readonly event: unknown;
  /** Events that it is about, for the dead-letter queue. */
  readonly eventIds: readonly string[];
  /** Called after an attempt that succeeded, with what the function answered. */
  readonly succeeded?: (result: unknown, atMs: number) => void;
  /** Called after each attempt that failed. */
  readonly failed?: (atMs: number) => void;
}

export interface InvokerParts {
  readonly account: LocalAccountThread;
  readonly slack: SlackStandIn;
  readonly timeline: Timeline;
  readonly metrics: MetricStore;
  readonly alarms: Alarms;
  readonly topics: Topics;
  readonly audit: AuditTrail;
  readonly emit: (effect: PlayedEffect) => void;
}

/** Invokes functions as Lambda does asynchronously: two retries by the event clock, then the dead-letter queue. */
export class Invoker {
  private readonly queueDepths = new Map<string, number>();
  private atMs = 0;

  constructor(private readonly parts: InvokerParts) {}

  async invoke(invocation: Invocation, atMs: number, attempt = 0): Promise<void> {
    const { target, event } = invocation;
    const { account, slack, audit, emit } = this.parts;
    this.atMs = atMs;
    account.setClock(atMs);
    const outcome = await target.container.invoke(event, atMs);
    await account.flush();
    const at = new Date(atMs).toISOString();
    const messages = slack.take();
    for (const effect of audit.effectsOf(target.name, messages, outcome.lines, at)) emit(effect);
    for (const refusal of outcome.refusals) {
      emit({ effect: "error", at, function: target.name, message: `${refusal} was refused`, eventIds: [] });
    }
    if (outcome.error === undefined) invocation.succeeded?.(outcome.result, atMs);
    else this.failed(invocation, outcome.error, atMs, attempt);
  }

  private failed(invocation: Invocation, message: string, atMs: number, attempt: number): void {
    invocation.failed?.(atMs);
    const delayMs = retryDelaysMs[attempt];
    if (attempt < invocation.target.maximumRetryAttempts && delayMs !== undefined) {
      const retryAtMs = atMs + delayMs;
      this.parts.timeline.add({ atMs: retryAtMs, run: () => this.invoke(invocation, retryAtMs, attempt + 1) });
      return;
    }
    this.deadLetter(
      invocation.target,
      message,
      this.parts.audit.untold(invocation.target.name, invocation.eventIds),
      atMs,
    );
  }

  private deadLetter(target: DeclaredFunction, message: string, eventIds: readonly string[], atMs: number): void {
    const { emit, metrics, alarms } = this.parts;
    const at = new Date(atMs).toISOString();
    emit({ effect: "error", at, function: target.name, message, eventIds });
    if (target.deadLetterQueueName === undefined) return;
    const key = metricKey("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: target.deadLetterQueueName });
    const depth = (this.queueDepths.get(key) ?? 0) + 1;
    this.queueDepths.set(key, depth);
    metrics.setGauge(key, atMs, depth);
    alarms.moved(key, atMs);
  }

  /** A call that reached the local account. */
  called(report: CallReport): void {
    const { function: name, service, operation, input, allowed, error } = report;
    const at = new Date(this.atMs).toISOString();
    this.parts.emit({
      effect: "api",
      at,
      function: name,
      service,
      operation,
      input,
      allowed,
      ...(error ? { error } : {}),
    });
  }

  /** What a call of a function set off. */
  happened(event: ResourceEvent, functions: readonly DeclaredFunction[]): void {
    if (event.type === "sns-publish") {
      this.parts.topics.publish(event.topicArn, event.subject, event.message, this.atMs);
      return;
    }
    const owner = functions.find(({ deadLetterQueueArn }) => deadLetterQueueArn === event.queueArn);
    if (owner === undefined) return;
    const { incidents = [] } = JSON.parse(event.body) as { incidents?: { eventIds: string[] }[] };
    const eventIds = incidents.flatMap((incident) => incident.eventIds);
    this.deadLetter(owner, "given up after three tries", eventIds, this.atMs);
  }
}
