import { startLocalAccountThread } from "../account/thread";
import type { AccountSetup, CallReport, ResourceEvent } from "../account/types";
import type { PlayedEffect } from "../effects";
import type { LocalIssue } from "../http/jira-issues";
import type { SlackFault } from "../http/slack-stand-in";
import { startSlackStandIn } from "../http/slack-stand-in";
import type { SplunkFault } from "../http/splunk-stand-in";
import type { InputItem } from "../input/items";
import type { Layout } from "../program/layout";
import { accountSetup } from "./account-setup";
import { ActingAccounts } from "./acting-accounts";
import { Arrivals } from "./arrivals";
import type { AuditNote } from "./audit-trail";
import { BusFeed } from "./bus-feed";
import type { UrlAnswer, UrlRequest } from "./function-urls";
import { urlAnswer, urlEvent, urlRefusal } from "./function-urls";
import type { Feed } from "./feed";
import { FileFeed } from "./file-feed";
import { declaredFunctions } from "./functions";
import { Graph } from "./graph";
import type { AttemptObserver } from "./invoker";
import { oftenAskedFor } from "./inferred/asked-for";
import { Inferred } from "./inferred/inferred";
import type { JiraBehaviour } from "./jira";
import { startJira } from "./jira";
import { KeptFeeds } from "./kept-feeds";
import { LogFeed, logPlace } from "./log-feed";
import { isDelivered, ownCallItem } from "./own-calls";
import { LogGroups } from "./log-groups";
import { alarmNews, measured } from "./measured";
import { mayTakeLogs } from "./permissions";
import type { PassedOver } from "../input/passed-over";
import { startSplunk } from "./splunk";
import { Wiring } from "./wiring";

export interface PlayOptions {
  readonly layout: Layout;
  /** Folder for what doesn't fit into memory. */
  readonly folder: string;
  readonly emit: (effect: PlayedEffect) => void;
  /** Told of what functions gather and mute, which are no effects. */
  readonly noted?: (note: AuditNote) => void;
  readonly slackFault?: SlackFault;
  readonly jira?: JiraBehaviour;
  readonly splunkFault?: SplunkFault;
  /** What the local account begins with, made of what is declared; without it, that alone. */
  readonly begin?: (declared: AccountSetup) => AccountSetup;
  /** Functions act in the account of each event, not only in the one that most records are of. */
  readonly allAccounts?: boolean;
  /** Calls of functions that are refused become records of the declared trail, as they do in AWS; without it they are none. */
  readonly recordsOwnDenials?: boolean;
}

/** A local run: first every item is taken in, then what some function wants is played in event time. */
export interface Play {
  /** False for a record over the event limit of log group and EventBridge, which CloudTrail does not deliver: only a file holds it. */
  take(item: InputItem): boolean;
  /** Takes in the rest of a file, of which `take` had what the sieve of the same layout let through. */
  passOver(path: string, passed: PassedOver): void;
  /** Plays all that was taken in, closes all windows, and returns what only the end knows. */
  finish(): Promise<PlayResult>;
  /**
   * Sends a request to a function's public address, and settles with its answer once all that it set off is played too.
   * `atMs` is its event time; without it, that of what ran last. What it sets off later than `untilMs` waits. Throws where the program
   * declares no such address.
   */
  request(functionName: string, request: UrlRequest, atMs?: number, untilMs?: number): Promise<UrlAnswer>;
  /**
   * Lets somebody outside work on the local account at this time, through its endpoint, and settles with what came of that
   * once all that it set off before `untilMs` is played too.
   */
  fromOutside<Result>(work: (endpoint: string) => Promise<Result>, atMs: number, untilMs?: number): Promise<Result>;
  /** Invokes a function and waits for its answer, at the time of what runs. Throws what it failed with. */
  invoke(functionName: string, event: object): Promise<unknown>;
  /** Hands a function an event as Lambda does asynchronously, at the time of what runs. */
  handOver(functionName: string, event: unknown): void;
  /** Bodies of the messages that wait in a declared queue, dead-letter queues among them, oldest first. */
  messagesIn(queueArn: string): string[];
  /** The issues of the local Jira, in the order in which they were made; none where the program keeps no tickets. */
  readonly issues: readonly LocalIssue[];
  /** The local account as it is now, for `warden restore` and others; never a secret's value. */
  save(): Promise<Partial<AccountSetup>>;
  stop(): Promise<void>;
}

export interface PlayResult {
  readonly muted: Readonly<Record<string, number>>;
  readonly ticks: { readonly run: number; readonly skipped: number };
}

export async function startPlay(options: PlayOptions): Promise<Play> {
  const { layout, folder, noted, slackFault, begin, allAccounts } = options;
  const graph = new Graph(layout);
  const emit = (effect: PlayedEffect) => {
    if (effect.effect === "alarm") account.put({ alarmNews: [alarmNews(graph, effect)] });
    options.emit(effect);
  };
  const wiring = new Wiring(graph, emit, noted);
  const logGroups = new LogGroups(graph, wiring.metrics);
  const arrivals = new Arrivals();
  const logFeed = new LogFeed(graph, logGroups, ({ subscription, event, eventIds, atMs }) => {
    const { functionName, logGroup, name } = subscription;
    if (mayTakeLogs(graph, functionName, logGroup)) return wiring.deliver({ functionName, event, eventIds }, atMs);
    const message = `subscription filter ${name} has no permission by which CloudWatch Logs may invoke the function`;
    emit({ effect: "error", at: new Date(atMs).toISOString(), function: functionName, message, eventIds });
  });
  const fileFeed = new FileFeed(graph, {
    at: (atMs, run) => wiring.timeline.add({ atMs, run }),
    deliver: (delivery, atMs) => {
      account.put({ objects: [delivery.object] });
      wiring.announceFile(delivery, atMs);
    },
  });
  const everyFeed: readonly Feed<unknown>[] = [logFeed, new BusFeed(wiring.buses, wiring.timeline), fileFeed];
  const feeds = new KeptFeeds(everyFeed, folder);
  const slack = await startSlackStandIn(slackFault);
  const jira = await startJira(graph, () => wiring.invoker.nowMs, options.jira);
  const splunk = await startSplunk(graph, options.splunkFault);
  const { organizationAccounts } = layout;
  const declared: AccountSetup = {
    ...accountSetup(
      graph,
      layout.functions.map(({ name }) => name),
    ),
    ...(organizationAccounts === undefined ? {} : { organizationAccounts }),
  };
  const setup = begin?.(declared) ?? declared;
  const { region } = graph.account;
  const inferred = new Inferred(setup, {
    folder,
    placeOf: (record, atMs, origin) => logPlace({ record, atMs, origin }, region),
    isAllAdded: oftenAskedFor(graph),
  });
  const observer = {
    onCall: (report: CallReport) => {
      wiring.invoker.called(report);
      if (options.recordsOwnDenials === true) recordOwn(report);
    },
    onEvent: (event: ResourceEvent) => wiring.happened(event),
  };
  const account = await startLocalAccountThread(setup, observer, inferred.logs);
  const services = [jira, splunk].filter((one) => one !== undefined);
  const outside = Object.fromEntries(services.map(({ host, standIn }) => [host, standIn.baseUrl]));
  const functions = declaredFunctions(graph, layout, account.endpoint, slack.baseUrl, outside);
  let home = setup.identityAccountId ?? graph.account.accountId;
  const accounts = new ActingAccounts();
  const around: AttemptObserver = {
    begins: (event) => actIn(accounts.of(event) ?? home),
    ended: (lines) => accounts.learn(lines),
  };
  wiring.connect({ account, slack, jira, splunk, functions, around: allAccounts === true ? around : undefined });
  actIn(setup.identityAccountId);
  const { invoker } = wiring;

  function actIn(accountId: string | undefined): void {
    if (accountId === undefined) return;
    for (const { container } of functions) container.actIn(accountId);
    if (allAccounts === true) account.put({ identityAccountId: accountId });
  }

  /** A record on its way: CloudTrail delivers minutes after the call. */
  function recordOwn(report: CallReport): void {
    const item = ownCallItem(report, graph, invoker.nowMs);
    if (item === undefined) return;
    const run = async () => {
      if (!isDelivered(graph, (await account.save()).trails)) return;
      for (const feed of everyFeed) {
        const kept = feed.take(item);
        if (kept !== undefined) feed.plan([{ atMs: item.atMs, kept }]);
      }
      for (const key of logGroups.metricKeys) wiring.alarms.moved(key, item.atMs);
    };
    wiring.timeline.add({ atMs: item.atMs, run });
  }

  function take(item: InputItem): boolean {
    if (item.kind === "cloudtrail") {
      if (!logGroups.delivers(item)) {
        feeds.takeInto(fileFeed, item);
        return fileFeed.readers.length > 0;
      }
      arrivals.add(item.atMs);
      inferred.take(item, () => logPlace(item, region));
    } else {
      inferred.takeEvent(item);
    }
    feeds.take(item);
    return true;
  }

  async function finish(): Promise<PlayResult> {
    const known = inferred.resources();
    account.put(known);
    home = known.identityAccountId ?? graph.account.accountId;
    wiring.buses.members.home = home;
    actIn(home);
    const { metrics, alarms, audit, schedules } = wiring;
    for (const key of logGroups.metricKeys) for (const atMs of metrics.minutesOf(key)) alarms.moved(key, atMs);
    arrivals.tell(graph, metrics, alarms);
    await feeds.play((endMs) => wiring.runBefore(endMs));
    actIn(home);
    return { muted: Object.fromEntries(audit.muted), ticks: schedules.ticks };
  }

  async function request(
    functionName: string,
    sent: UrlRequest,
    atMs = invoker.nowMs,
    untilMs = Number.POSITIVE_INFINITY,
  ): Promise<UrlAnswer> {
    const refusal = urlRefusal(graph, functionName);
    if (refusal !== undefined) return refusal;
    const answer = urlAnswer(await wiring.invoke(functionName, urlEvent(sent, atMs), atMs));
    await wiring.runBefore(untilMs);
    return answer;
  }

  async function fromOutside<Result>(
    work: (endpoint: string) => Promise<Result>,
    atMs: number,
    untilMs = Number.POSITIVE_INFINITY,
  ): Promise<Result> {
    invoker.setClock(atMs);
    account.put(measured(graph, wiring));
    const result = await work(account.endpoint);
    await account.flush();
    await wiring.runBefore(untilMs);
    return result;
  }

  const handOver = (functionName: string, event: unknown) =>
    wiring.deliver({ functionName, event, eventIds: [] }, invoker.nowMs);

  async function invoke(functionName: string, event: object): Promise<unknown> {
    const { error, result } = await wiring.invoke(functionName, event, invoker.nowMs);
    if (error !== undefined) throw new Error(`${functionName} failed: ${error}`);
    return result;
  }

  async function stop(): Promise<void> {
    feeds.close();
    inferred.close();
    await Promise.all(functions.map(({ container }) => container.stop()));
    await account.stop();
    await slack.stop();
    await Promise.all(services.map(({ standIn }) => standIn.stop()));
  }

  const messagesIn = (queueArn: string) => wiring.queues.bodiesIn(queueArn);
  const issues = jira?.standIn.issues ?? [];
  function passOver(path: string, passed: PassedOver): void {
    for (const [minute, records] of passed.minutes) arrivals.addAll(minute, records);
    inferred.passOver(path, passed);
  }

  return {
    issues,
    take,
    passOver,
    finish,
    request,
    fromOutside,
    invoke,
    handOver,
    messagesIn,
    save: () => account.save(),
    stop,
  };
}
