import { startLocalAccountThread } from "../account/thread";
import type { PlayedEffect } from "../effects";
import type { SlackFault } from "../http/slack-stand-in";
import { startSlackStandIn } from "../http/slack-stand-in";
import type { CloudTrailItem } from "../input/items";
import { KeptRecords } from "../input/kept-records";
import type { Layout } from "../program/layout";
import { accountSetup } from "./account-setup";
import { Alarms } from "./alarms";
import { AuditTrail } from "./audit-trail";
import type { KeptEvent } from "./deliveries";
import { deliveriesOf } from "./deliveries";
import { declaredFunctions } from "./functions";
import { Graph } from "./graph";
import { Invoker } from "./invoker";
import { LogGroups } from "./log-groups";
import { MetricStore, minuteMs } from "./metrics";
import { Schedules } from "./schedules";
import { Timeline } from "./timeline";
import { Topics } from "./topics";

export interface PlayOptions {
  readonly layout: Layout;
  /** Folder for what doesn't fit into memory. */
  readonly folder: string;
  readonly emit: (effect: PlayedEffect) => void;
  readonly slackFault?: SlackFault;
}

/** A local run: first every record is taken in, then what some function wants is played in event time. */
export interface Play {
  /** False for a record over the log group's event limit, which CloudTrail does not deliver. */
  take(item: CloudTrailItem): boolean;
  /** Plays all that was taken in, closes all windows, and returns what only the end knows. */
  finish(): Promise<PlayResult>;
  stop(): Promise<void>;
}

export interface PlayResult {
  readonly muted: Readonly<Record<string, number>>;
  readonly ticks: { readonly run: number; readonly skipped: number };
}

export async function startPlay({ layout, folder, emit, slackFault }: PlayOptions): Promise<Play> {
  const graph = new Graph(layout);
  const timeline = new Timeline();
  const metrics = new MetricStore();
  const audit = new AuditTrail();
  const kept = new KeptRecords({ folder });
  const topics = new Topics(graph, emit);
  const alarms = new Alarms(graph, metrics, timeline, topics, emit);
  const logGroups = new LogGroups(graph, metrics);
  const slack = await startSlackStandIn(slackFault);
  const setup = accountSetup(
    graph,
    layout.functions.map(({ name }) => name),
  );
  const account = await startLocalAccountThread(setup, {
    onCall: (report) => invoker.called(report),
    onEvent: (event) => invoker.happened(event, functions),
  });
  const functions = declaredFunctions(graph, layout, account.endpoint, slack.baseUrl);
  const invoker = new Invoker({ account, slack, timeline, metrics, alarms, topics, audit, emit });
  const schedules = new Schedules(graph, functions, timeline, () => invoker);

  function take(item: CloudTrailItem): boolean {
    if (!logGroups.delivers(item)) return false;
    const wanted = logGroups.ingest(item);
    if (wanted.length === 0) return true;
    const event: KeptEvent = {
      id: item.logEventId ?? logEventId(item),
      stream: item.logStream ?? streamOf(item, graph.account.region),
      message: item.text,
      wanted,
    };
    kept.add(item.atMs, JSON.stringify(event));
    return true;
  }

  async function playMinute(events: readonly (KeptEvent & { atMs: number })[]): Promise<void> {
    for (const delivery of deliveriesOf(events, logGroups.subscriptions, graph.account.accountId)) {
      const target = functions.find(({ name }) => name === delivery.subscription.functionName);
      if (target === undefined) continue;
      const { event, eventIds, atMs } = delivery;
      const succeeded = (_: unknown, doneMs: number) => schedules.changed(target.name, doneMs);
      // What failed may have stored a part for the schedule to tell of.
      const failed = (triedMs: number) => schedules.changed(target.name, triedMs);
      timeline.add({ atMs, run: () => invoker.invoke({ target, event, eventIds, succeeded, failed }, atMs) });
    }
  }

  /** Runs what is planned before this time. */
  async function runBefore(endMs: number): Promise<void> {
    while (timeline.nextMs !== undefined && timeline.nextMs < endMs) await timeline.take()?.run();
  }

  async function finish(): Promise<PlayResult> {
    for (const key of logGroups.metricKeys) for (const atMs of metrics.minutesOf(key)) alarms.moved(key, atMs);
    let minute: (KeptEvent & { atMs: number })[] = [];
    let endMs = Number.NEGATIVE_INFINITY;
    for (const { atMs, payload } of kept.inTimeOrder()) {
      if (atMs >= endMs) {
        await playMinute(minute);
        await runBefore(Math.floor(atMs / minuteMs) * minuteMs);
        minute = [];
        endMs = (Math.floor(atMs / minuteMs) + 1) * minuteMs;
      }
      minute.push({ ...(JSON.parse(payload) as KeptEvent), atMs });
    }
    await playMinute(minute);
    await runBefore(Number.POSITIVE_INFINITY);
    return { muted: Object.fromEntries(audit.muted), ticks: schedules.ticks };
  }

  async function stop(): Promise<void> {
    kept.close();
    await Promise.all(functions.map(({ container }) => container.stop()));
    await account.stop();
    await slack.stop();
  }

  return { take, finish, stop };
}

/** Log event ids are 56 digits; here the position stands behind the time. */
function logEventId(item: CloudTrailItem): string {
  const { eventID } = item.record;
  return typeof eventID === "string" && eventID !== "" ? eventID : `${item.atMs}-${item.origin}`;
}

/** CloudTrail names its streams by account and the trail's region. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-log-group-log-stream-naming-for-cloudtrail.html */
function streamOf({ record }: CloudTrailItem, region: string): string {
  const { recipientAccountId } = record;
  return `${typeof recipientAccountId === "string" ? recipientAccountId : "unknown"}_CloudTrail_${region}`;
}
