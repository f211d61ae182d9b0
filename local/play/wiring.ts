import type { LocalAccountThread } from "../account/thread";
import type { ResourceEvent } from "../account/types";
import type { PlayedEffect } from "../effects";
import type { InvocationOutcome } from "../functions/function-worker";
import type { SlackStandIn } from "../http/slack-stand-in";
import { Alarms } from "./alarms";
import { AnnouncedFiles, announceFile } from "./announce-file";
import type { AuditNote } from "./audit-trail";
import { AuditTrail } from "./audit-trail";
import { carryOn } from "./consequences";
import { Destinations } from "./destinations";
import { EventBuses } from "./event-buses";
import type { FileDelivery } from "./file-feed";
import type { FunctionEvent } from "./function-destination";
import { functionTaker } from "./function-destination";
import { urlEvent } from "./function-urls";
import { FunctionMetrics } from "./function-metrics";
import type { DeclaredFunction } from "./functions";
import type { Graph } from "./graph";
import type { AttemptObserver, InvokerParts } from "./invoker";
import { Invoker } from "./invoker";
import type { PlayedJira } from "./jira";
import { callbackFunction } from "./jira";
import type { PlayedSplunk } from "./splunk";
import { MetricStore } from "./metrics";
import { Queues } from "./queues";
import { Schedules } from "./schedules";
import { Timeline } from "./timeline";
import { Topics } from "./topics";

/** What runs, and what it talks to. */
export interface Running {
  readonly account: LocalAccountThread;
  readonly slack: SlackStandIn;
  readonly jira?: PlayedJira | undefined;
  readonly splunk?: PlayedSplunk | undefined;
  readonly functions: readonly DeclaredFunction[];
  readonly around?: AttemptObserver | undefined;
}

interface Connection {
  readonly functions: readonly DeclaredFunction[];
  readonly invoker: Invoker;
  readonly schedules: Schedules;
}

/**
 * Everything between the functions: what is declared, joined as it is declared, on one clock. Throws at once for what is
 * declared in a way that can't be played; what runs is connected later.
 */
export class Wiring {
  readonly timeline = new Timeline();
  readonly metrics = new MetricStore();
  readonly audit: AuditTrail;
  readonly alarms: Alarms;
  readonly buses: EventBuses;
  readonly queues: Queues;
  private readonly announced = new AnnouncedFiles();
  private readonly topics: Topics;
  private readonly destinations: Destinations;
  private connection: Connection | undefined;

  constructor(
    private readonly graph: Graph,
    private readonly emit: (effect: PlayedEffect) => void,
    noted?: (note: AuditNote) => void,
  ) {
    this.audit = new AuditTrail(noted);
    const { timeline, metrics } = this;
    const destinations = (this.destinations = new Destinations(graph));
    this.topics = new Topics(graph, destinations, emit);
    this.alarms = new Alarms(graph, metrics, timeline, this.topics, emit);
    this.buses = new EventBuses(graph, destinations, emit);
    this.queues = new Queues(graph, {
      timeline,
      metrics,
      alarms: this.alarms,
      destinations,
      invoke: (name, event, atMs) => this.invoke(name, event, atMs),
      gaveUp: (name, message, about, atMs) =>
        void this.connected.invoker.tell(this.functionNamed(name), message, about, atMs),
    });
    destinations.register(
      "aws:lambda/function:Function",
      functionTaker(graph, (event, atMs) => this.deliver(event, atMs)),
    );
  }

  connect({ account, slack, jira, splunk, functions, around }: Running): void {
    const { graph, timeline, destinations, audit, emit } = this;
    const outside = [jira, splunk].flatMap((one) => (one === undefined ? [] : [one.standIn]));
    const afterAttempt = jira === undefined ? undefined : (atMs: number) => this.callBack(jira, atMs);
    const ran = new FunctionMetrics(graph, this.metrics, this.alarms);
    const attempted: InvokerParts["attempted"] = (name, outcome, atMs) => ran.ended(name, outcome, atMs);
    const invoker = new Invoker({
      ...{ account, slack, outside, timeline, destinations, audit, emit, around, attempted, afterAttempt },
    });
    const schedules = new Schedules(graph, functions, timeline, () => invoker);
    this.connection = { functions, invoker, schedules };
  }

  get invoker(): Invoker {
    return this.connected.invoker;
  }

  get schedules(): Schedules {
    return this.connected.schedules;
  }

  /** An asynchronous invocation. What failed may have stored a part for the schedule to tell of, as what succeeded may have. */
  deliver({ functionName, event, eventIds }: FunctionEvent, atMs: number): void {
    const succeeded = (answer: unknown, doneMs: number) => this.schedules.changed(functionName, doneMs, answer);
    const failed = (triedMs: number) => this.schedules.changed(functionName, triedMs);
    const target = this.functionNamed(functionName);
    target.container.warm(atMs);
    const invocation = { target, event, eventIds, succeeded, failed };
    this.timeline.add({ atMs, run: () => this.invoker.invoke(invocation, atMs) });
  }

  /** Has a trail's new file announced, which lies in the account already. */
  announceFile(delivery: FileDelivery, atMs: number): void {
    const { destinations, queues, emit } = this;
    this.announced.note(delivery);
    announceFile(delivery, { destinations, queues, emit }, atMs);
  }

  /** A synchronous invocation. */
  async invoke(functionName: string, event: object, atMs: number): Promise<InvocationOutcome> {
    const outcome = await this.invoker.attempt(this.functionNamed(functionName), event, atMs);
    this.schedules.changed(functionName, atMs);
    return outcome;
  }

  /** Jira's webhooks come in at the function's public address. */
  private callBack({ standIn }: PlayedJira, atMs: number): void {
    for (const webhook of standIn.takeWebhooks()) {
      const run = async () => void (await this.invoke(callbackFunction, urlEvent(webhook, atMs), atMs));
      this.timeline.add({ atMs, run });
    }
  }

  /** What a call of a function to the local account sets off. */
  happened(event: ResourceEvent): void {
    const { topics, queues, buses, emit, announced, audit } = this;
    const { functions } = this.connected;
    const idsIn = (name: string, letter: string) => audit.untold(name, announced.idsIn(letter));
    carryOn(event, { functions, topics, queues, buses, emit, idsIn }, this.invoker.nowMs);
  }

  /** Runs what is planned before this time. */
  async runBefore(endMs: number): Promise<void> {
    const { timeline } = this;
    while (timeline.nextMs !== undefined && timeline.nextMs < endMs) await timeline.take()?.run();
  }

  private get connected(): Connection {
    if (this.connection === undefined) throw new Error("nothing runs yet");
    return this.connection;
  }

  private functionNamed(name: string): DeclaredFunction {
    const found = this.connected.functions.find((declared) => declared.name === name);
    if (found === undefined) throw new Error(`function ${name} was not laid out`);
    return found;
  }
}
