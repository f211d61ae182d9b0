import { createHash } from "node:crypto";
import * as zlib from "node:zlib";

import type { LocalAccountThread } from "../../local/account/thread";
import { startLocalAccountThread } from "../../local/account/thread";
import type { AccountSetup } from "../../local/account/types";
import type { Effect, EmailEffect, ErrorEffect, SlackEffect } from "../../local/effects";
import type { InvocationOutcome } from "../../local/functions/function-worker";
import type { SlackFault, SlackStandIn } from "../../local/http/slack-stand-in";
import { startSlackStandIn } from "../../local/http/slack-stand-in";
import { accountSetup } from "../../local/play/account-setup";
import type { UrlRequest } from "../../local/play/function-urls";
import { urlEvent } from "../../local/play/function-urls";
import type { DeclaredFunction } from "../../local/play/functions";
import { declaredFunctions } from "../../local/play/functions";
import { Graph } from "../../local/play/graph";
import { Wiring } from "../../local/play/wiring";
import type { Layout } from "../../local/program/layout";
import { laidOutProgram } from "./laid-out-program";

/** What CloudWatch Logs hands over: each message is the text of one log event. */
export interface Envelope {
  readonly messages: readonly string[];
  readonly stream?: string;
  readonly messageType?: string;
  /** Ids of the log events; by default made of time, stream and text, as the same event has the same id wherever it comes. */
  readonly logEventIds?: readonly string[];
}

/** One function from its uploaded form, in the places where it would run: its tables, its queue, its clock, its Slack. */
export class UploadedFunction {
  readonly effects: Effect[] = [];
  /** Ids that the function's log says a mute took, by rule. */
  readonly mutedIds: Record<string, string[]> = {};
  /** Bodies of what the function itself put into its dead-letter queue. */
  readonly queued: string[] = [];
  private fault: SlackFault = () => undefined;
  private requests = 0;
  private wiring!: Wiring;

  private constructor(
    private readonly graph: Graph,
    private readonly setup: AccountSetup,
    readonly account: LocalAccountThread,
    readonly slack: SlackStandIn,
    readonly functions: readonly DeclaredFunction[],
    private readonly target: DeclaredFunction,
  ) {}

  /** Lays the program out if that has not been done in this process, and starts what stands in for AWS and Slack. */
  static async start(name: string, configuration: Readonly<Record<string, unknown>>): Promise<UploadedFunction> {
    const layout: Layout = await laidOutProgram(configuration);
    const graph = new Graph(layout);
    const names = layout.functions.map((one) => one.name);
    const setup = accountSetup(graph, names);
    // What is called back belongs to an object that can only be made after its parts.
    const made: { one?: UploadedFunction } = {};
    const slack = await startSlackStandIn(() => made.one?.nextFault());
    const account = await startLocalAccountThread(setup, {
      onCall: (report) => made.one?.wiring.invoker.called(report),
      onEvent: (event) => {
        if (event.type === "sqs-send") made.one?.queued.push(event.body);
        made.one?.wiring.happened(event);
      },
    });
    const functions = declaredFunctions(graph, layout, account.endpoint, slack.baseUrl);
    const target = functions.find((one) => one.name === name);
    if (target === undefined) throw new Error(`the program declares no function ${name}`);
    const one = new UploadedFunction(graph, setup, account, slack, functions, target);
    one.readLogs();
    one.reset();
    made.one = one;
    return one;
  }

  /** Empty tables, a good Slack, nothing planned; the container stays warm. */
  reset(): void {
    this.account.put({ tables: this.setup.tables ?? [] });
    this.slack.take();
    this.effects.length = 0;
    this.queued.length = 0;
    for (const rule of Object.keys(this.mutedIds)) delete this.mutedIds[rule];
    this.answerSlack(() => undefined);
    const emit = (effect: Effect) => void this.effects.push(effect);
    this.wiring = new Wiring(this.graph, emit);
    this.wiring.connect(this);
  }

  async stop(): Promise<void> {
    await Promise.all(this.functions.map(({ container }) => container.stop()));
    await this.account.stop();
    await this.slack.stop();
  }

  /** What Slack answers from now on; requests are counted from 1 again. */
  answerSlack(fault: SlackFault): void {
    this.fault = fault;
    this.requests = 0;
  }

  /** How many requests Slack has got since `answerSlack`. */
  get slackRequests(): number {
    return this.requests;
  }

  /** Delivers CloudTrail records in one envelope, after all that is due before. */
  async deliver(records: readonly object[], atMs: number, stream?: string): Promise<void> {
    const messages = records.map((record) => JSON.stringify(record));
    const eventIds = records.map((record) => String((record as { eventID?: unknown }).eventID));
    await this.invoke(envelopeOf({ messages, ...(stream === undefined ? {} : { stream }) }, atMs), atMs, eventIds);
  }

  /** Hands any event to the function as Lambda does asynchronously, after all that is due before. */
  async invoke(event: unknown, atMs: number, eventIds: readonly string[] = []): Promise<void> {
    await this.wiring.runBefore(atMs);
    const { invoker, schedules } = this.wiring;
    const succeeded = (answer: unknown, doneMs: number) => schedules.changed(this.target.name, doneMs, answer);
    const failed = (triedMs: number) => schedules.changed(this.target.name, triedMs);
    await invoker.invoke({ target: this.target, event, eventIds, succeeded, failed }, atMs);
  }

  /** Sends a request to the function's public address, which is answered once and not tried again. */
  async request(request: UrlRequest, atMs: number): Promise<InvocationOutcome> {
    await this.wiring.runBefore(atMs);
    return this.wiring.invoke(this.target.name, urlEvent(request, atMs), atMs);
  }

  /** Lets retries and ticks happen up to and with this time. */
  async until(atMs: number): Promise<void> {
    await this.wiring.runBefore(atMs + 1);
  }

  /** Lets happen whatever is planned, as the end of a local run does. */
  async untilQuiet(): Promise<void> {
    await this.wiring.runBefore(Number.POSITIVE_INFINITY);
  }

  /** The role that the function is declared with. */
  get ownRoleArn(): string {
    const caller = Object.values(this.setup.callers).find((one) => one.function === this.target.name);
    return caller?.roleArn ?? "";
  }

  /** The roles of all functions, in the order in which they are laid out. */
  get roleArns(): string[] {
    return Object.values(this.setup.callers).flatMap((one) => one.roleArn ?? []);
  }

  /** New messages. */
  get posts(): SlackEffect[] {
    return this.slackEffects().filter(({ update }) => update !== true);
  }

  /** Changes of earlier messages. */
  get updates(): SlackEffect[] {
    return this.slackEffects().filter(({ update }) => update === true);
  }

  get emails(): EmailEffect[] {
    return this.effects.filter((effect): effect is EmailEffect => effect.effect === "email");
  }

  get deadLetters(): ErrorEffect[] {
    return this.effects.filter((effect): effect is ErrorEffect => effect.effect === "error");
  }

  /** How often each event id is accounted for: by a message, a mute, or a dead letter. */
  get accounts(): Map<string, number> {
    const ids = [
      ...this.slackEffects().flatMap(({ eventIds }) => eventIds),
      ...this.deadLetters.flatMap(({ eventIds }) => eventIds),
      ...Object.values(this.mutedIds).flat(),
    ];
    const accounts = new Map<string, number>();
    for (const id of ids) accounts.set(id, (accounts.get(id) ?? 0) + 1);
    return accounts;
  }

  private slackEffects(): SlackEffect[] {
    return this.effects.filter((effect): effect is SlackEffect => effect.effect === "slack");
  }

  private nextFault(): ReturnType<SlackFault> {
    return this.fault((this.requests += 1));
  }

  /** The log says which events a mute took; an effect says only how many. */
  private readLogs(): void {
    const { container } = this.target;
    const invoke = container.invoke.bind(container);
    container.invoke = async (event, nowMs) => {
      const outcome = await invoke(event, nowMs);
      for (const line of outcome.lines.filter((text) => text.startsWith('{"warden":"muted"'))) {
        const { rule, eventIds } = JSON.parse(line) as { rule: string; eventIds: string[] };
        (this.mutedIds[rule] ??= []).push(...eventIds);
      }
      return outcome;
    };
  }
}

/** The event of a CloudWatch Logs delivery. */
export function envelopeOf(envelope: Envelope, atMs: number): { readonly awslogs: { readonly data: string } } {
  const {
    messages,
    stream = "111122223333_CloudTrail_us-east-1",
    messageType = "DATA_MESSAGE",
    logEventIds,
  } = envelope;
  const text = JSON.stringify({
    messageType,
    owner: "123456789012",
    logGroup: "trail",
    logStream: stream,
    subscriptionFilters: ["post-denials"],
    logEvents: messages.map((message, position) => ({
      id: logEventIds?.[position] ?? logEventId(`${atMs} ${stream} ${message}`),
      timestamp: atMs,
      message,
    })),
  });
  return { awslogs: { data: zlib.gzipSync(text, { level: 1 }).toString("base64") } };
}

function logEventId(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 56);
}
