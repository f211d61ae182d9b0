import type { LocalAccountThread } from "../account/thread";
import type { CallReport } from "../account/types";
import type { PlayedEffect } from "../effects";
import type { InvocationOutcome } from "../functions/function-worker";
import type { OutsideStandIn } from "../http/outside-request";
import type { SlackStandIn } from "../http/slack-stand-in";
import type { AuditTrail } from "./audit-trail";
import type { Destinations } from "./destinations";
import type { DeclaredFunction } from "./functions";
import type { Timeline } from "./timeline";

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
  /** For other services outside AWS. */
  readonly outside?: readonly OutsideStandIn[];
  readonly timeline: Timeline;
  readonly destinations: Destinations;
  readonly audit: AuditTrail;
  readonly emit: (effect: PlayedEffect) => void;
  /** Around every attempt: what has to be so before it, and what its log says after it. */
  readonly around?: AttemptObserver | undefined;
  /** After every attempt, for what is counted of it. */
  readonly attempted?: ((functionName: string, outcome: InvocationOutcome, atMs: number) => void) | undefined;
  /** After every attempt, for what a service outside does because of it. */
  readonly afterAttempt?: ((atMs: number) => void) | undefined;
}

export interface AttemptObserver {
  begins(event: unknown): void;
  ended(lines: readonly string[]): void;
}

/** Invokes functions as Lambda does, asynchronously with two retries by the event clock and then the failure destination. */
export class Invoker {
  private atMs = 0;

  constructor(private readonly parts: InvokerParts) {}

  /** Event time of what runs, or ran last. */
  get nowMs(): number {
    return this.atMs;
  }

  /** The event time of whatever comes now. */
  setClock(atMs: number): void {
    this.atMs = atMs;
    this.parts.account.setClock(atMs);
  }

  /** One attempt, with its effects; whoever asks treats a failure. */
  async attempt(target: DeclaredFunction, event: unknown, atMs: number): Promise<InvocationOutcome> {
    const { account, slack, outside = [], audit, emit, around, attempted, afterAttempt } = this.parts;
    this.setClock(atMs);
    around?.begins(event);
    const outcome = await target.container.invoke(event, atMs);
    around?.ended(outcome.lines);
    await account.flush();
    const at = new Date(atMs).toISOString();
    for (const effect of audit.effectsOf(target.name, slack.take(), outcome.lines, at)) emit(effect);
    for (const request of outside.flatMap((one) => one.take())) {
      emit({ effect: "http", at, function: target.name, ...request, body: request.body ?? null });
    }
    for (const refusal of outcome.refusals) {
      emit({ effect: "error", at, function: target.name, message: `${refusal} was refused`, eventIds: [] });
    }
    attempted?.(target.name, outcome, atMs);
    afterAttempt?.(atMs);
    return outcome;
  }

  async invoke(invocation: Invocation, atMs: number, attempt = 0): Promise<void> {
    const outcome = await this.attempt(invocation.target, invocation.event, atMs);
    if (outcome.error === undefined) invocation.succeeded?.(outcome.result, atMs);
    else this.failed(invocation, outcome.error, atMs, attempt);
  }

  private failed(invocation: Invocation, message: string, atMs: number, attempt: number): void {
    const { target, event } = invocation;
    invocation.failed?.(atMs);
    const delayMs = retryDelaysMs[attempt];
    if (attempt < target.maximumRetryAttempts && delayMs !== undefined) {
      const retryAtMs = atMs + delayMs;
      this.parts.timeline.add({ atMs: retryAtMs, run: () => this.invoke(invocation, retryAtMs, attempt + 1) });
      return;
    }
    const eventIds = this.tell(target, message, invocation.eventIds, atMs);
    if (target.deadLetterQueueArn === undefined) return;
    const record = failureRecord(target, event, message, attempt + 1, atMs);
    this.parts.destinations.send(target.deadLetterQueueArn, { text: JSON.stringify(record), eventIds }, atMs);
  }

  /** Says that the function could not handle these, as far as nobody was told of them. Returns those. */
  tell(target: DeclaredFunction, message: string, about: readonly string[], atMs: number): string[] {
    const eventIds = this.parts.audit.untold(target.name, about);
    this.parts.emit({ effect: "error", at: new Date(atMs).toISOString(), function: target.name, message, eventIds });
    return eventIds;
  }

  /** A call that reached the local account. */
  called(report: CallReport): void {
    const { function: name, service, operation, input, allowed, error, assumedRoleArn: role } = report;
    const at = new Date(this.atMs).toISOString();
    this.parts.emit({
      effect: "api",
      at,
      function: name,
      service,
      operation,
      input,
      allowed,
      ...(role === undefined ? {} : { role }),
      ...(error ? { error } : {}),
    });
  }
}

/** What Lambda sends to a failure destination. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function failureRecord(
  target: DeclaredFunction,
  requestPayload: unknown,
  errorMessage: string,
  approximateInvokeCount: number,
  atMs: number,
): object {
  return {
    version: "1.0",
    timestamp: new Date(atMs).toISOString(),
    requestContext: {
      functionArn: `${target.arn}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount,
    },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: { errorMessage },
  };
}
