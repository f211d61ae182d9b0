import type { Consequence, Finding } from "./finding";
import { withCauses } from "./finding";
import { judgeDeadLetters, judgeLink, linkName } from "./judge-link";
import type { Looked } from "./link-facts";
import type { Link, LinkKind, LinkOf } from "./links";
import type { ProbeArrival } from "./probe-call";

/** A denied call that was made on purpose, and what became of it. Times in milliseconds. */
export interface FollowedCall {
  readonly id: string;
  readonly sentAtMs: number;
  readonly outcome: "denied" | "allowed";
  /** How denied calls are told of. */
  readonly channel: "webhook" | "app" | "mail";
  readonly arrival: ProbeArrival | undefined;
  /** When it was given up waiting, or all had come. */
  readonly lookedAtMs: number;
}

export interface LookedLink {
  readonly link: Link;
  readonly looked: Looked<LinkKind>;
}

const callName = "denied call";

/** Kinds in the order of the way, those before the functions' own work first. */
const order: readonly LinkKind[] = [
  "trail",
  "trail-of-others",
  "bucket-notification",
  "log-subscription",
  "metric-filter",
  "topic",
  "alarm",
  "own-alarm",
  "rule",
  "topic-subscription",
  "queue",
  "event-source",
  "permission",
  "function",
  "url",
];

/** What is to be said of every link, and of what the call set off; the first that is broken before what follows from it. */
export function judgePath(links: readonly LookedLink[], call: FollowedCall): readonly Finding[] {
  const sorted = [...links].sort((one, other) => order.indexOf(one.link.kind) - order.indexOf(other.link.kind));
  const judged = sorted.map(({ link, looked }) => ({ ...judgeLink(link, looked), after: causesOf(link, links) }));
  const upstream = [callName, ...namesOf(links, "trail"), ...namesOf(links, "trail-of-others")];
  return withCauses([
    callFinding(call),
    ...judged,
    ...arrivalFindings(links, call, upstream),
    ...ofKind(links, "metric-filter").flatMap((one) => alarmFindings(one, links, call, upstream)),
    ...deadLetterFindings(links, call),
  ]);
}

/** Links by whose breaking this one breaks, too: with a topic go its subscriptions. */
function causesOf(link: Link, links: readonly LookedLink[]): readonly string[] {
  if (link.kind !== "topic-subscription") return [];
  return ofKind(links, "topic").flatMap(({ link: topic }) => (topic.arn === link.topicArn ? [linkName(topic)] : []));
}

function callFinding({ id, outcome, sentAtMs }: FollowedCall): Finding {
  const what = `iam:GetRole of warden-probe-${id} at ${new Date(sentAtMs).toISOString().slice(0, 19)}Z`;
  if (outcome === "denied") return { link: callName, state: "holds", says: what };
  return { link: callName, state: "broken", says: `${what} was not denied: the role of probe is to lack it` };
}

function arrivalFindings(
  links: readonly LookedLink[],
  call: FollowedCall,
  upstream: readonly string[],
): (Finding | Consequence)[] {
  const reader = ["post-denials", "watch-trail"].find((title) =>
    ofKind(links, "function").some(({ link }) => link.title === title),
  );
  const link = "arrival";
  if (reader === undefined || (isFromLogGroup(links) && ofReader(links, reader, "log-subscription").length === 0)) {
    return [{ link, state: "note", says: "no function reads the trail: the alarm alone tells of denied calls" }];
  }
  const before = (["log-subscription", "permission", "function"] as const).flatMap((kind) =>
    ofReader(links, reader, kind).map((one) => linkName(one.link)),
  );
  const after = [...upstream, ...queuesBefore(links, reader), ...before];
  const { arrival, lookedAtMs, sentAtMs } = call;
  if (arrival === undefined) {
    const waited = `${Math.round((lookedAtMs - sentAtMs) / 60_000)} minutes`;
    const says = isCounted(links)
      ? `the call is in the log group, but ${reader} has not taken it in ${waited}: see its log`
      : `the call has not come out at ${reader} in ${waited}`;
    return [{ link, state: "broken", says, after }, ...channelFindings(call, [link, ...after])];
  }
  const seconds = Math.round((arrival.atMs - sentAtMs) / 1000);
  return [{ link, state: "holds", says: `${reader} had it after ${seconds} s` }, ...channelFindings(call, after)];
}

/** The queues that the function takes from, with what leads into them and out of them: the way of a trail that is read from its bucket. */
function queuesBefore(links: readonly LookedLink[], reader: string): readonly string[] {
  const names = ofReader(links, reader, "function").map(({ link }) => link.name);
  const sources = ofKind(links, "event-source").filter(({ link }) => names.includes(link.functionName));
  const isBefore = (arn: string) => sources.some(({ link }) => link.queueArn === arn);
  const subscriptions = ofKind(links, "topic-subscription").filter(({ link }) => isBefore(link.endpoint));
  const queues = ofKind(links, "queue").filter(({ link }) => isBefore(link.arn));
  return [...subscriptions, ...queues, ...sources].map(({ link }) => linkName(link));
}

/** The last link of all, by how denied calls are told of. */
const ends: Readonly<Record<FollowedCall["channel"], string>> = {
  webhook: "Slack webhook",
  app: "Slack token",
  mail: "mail of denied calls",
};

const secret = "Slack secret";

/** What people can't be told ends there, too. */
function deadLetterFindings(links: readonly LookedLink[], { channel }: FollowedCall): Consequence[] {
  return ofKind(links, "function").flatMap(({ link, looked }) => {
    const found = judgeDeadLetters(link, looked);
    const queues = ofKind(links, "queue").filter((queue) => queue.link.url === link.deadLetterQueueUrl);
    const after = [secret, ends[channel], ...queues.map((queue) => linkName(queue.link))];
    return found === undefined ? [] : [{ ...found, after }];
  });
}

function channelFindings({ arrival, channel }: FollowedCall, after: readonly string[]): (Finding | Consequence)[] {
  const end = ends[channel];
  if (arrival === undefined) return [{ link: end, state: "broken", says: "nothing was posted", after }];
  if (arrival.channel !== "refused") {
    return channel === "mail"
      ? [{ link: end, state: "holds", says: "the call was mailed" }]
      : [
          { link: secret, state: "holds", says: "read" },
          { link: end, state: "holds", says: "took the message" },
        ];
  }
  const says = arrival.why ?? "no reason was given";
  if (channel === "mail" || says.startsWith("Slack ")) return [{ link: end, state: "broken", says }];
  return [
    { link: secret, state: "broken", says },
    { link: end, state: "broken", says: "nothing was posted", after: [secret] },
  ];
}

/** Titles of the metric filters that a denied call counts in. */
const deniedTitles: readonly string[] = ["denied-calls", "denied-calls-cis6"];

function alarmFindings(
  { link: filter, looked }: LookedOf<"metric-filter">,
  links: readonly LookedLink[],
  { sentAtMs }: FollowedCall,
  upstream: readonly string[],
): (Finding | Consequence)[] {
  const { title } = filter;
  const alarm = ofKind(links, "alarm").find(({ link }) => link.title === title);
  if (!deniedTitles.includes(title) || "unseen" in looked) return [];
  const metric = `metric ${title}`;
  const metricAfter = [...upstream, linkName(filter)];
  const sum = looked.facts?.sum ?? 0;
  const counted: Finding | Consequence =
    sum > 0
      ? { link: metric, state: "holds", says: `counted ${sum} since the call` }
      : { link: metric, state: "broken", says: "counted nothing since the call", after: metricAfter };
  if (alarm === undefined || "unseen" in alarm.looked) return [counted];
  const facts = alarm.looked.facts;
  const state = `state of ${linkName(alarm.link)}`;
  const stateAfter = [...metricAfter, metric, linkName(alarm.link)];
  const hasMoved = facts?.state === "ALARM" || (facts?.movedAtMs ?? 0) >= sentAtMs;
  if (!hasMoved && alarm.link.threshold > 1) {
    return [
      counted,
      { link: state, state: "note", says: `one call is too few for its threshold, ${alarm.link.threshold}` },
    ];
  }
  const topics = ofKind(links, "topic").filter(({ link }) => link.arn === alarm.link.topicArn);
  const moved: Finding | Consequence = hasMoved
    ? { link: state, state: "holds", says: "went off" }
    : { link: state, state: "broken", says: "has not gone off since the call", after: stateAfter };
  const told = toldFinding(
    `news of ${linkName(alarm.link)}`,
    facts?.told ?? [],
    hasMoved && (facts?.movedAtMs ?? 0) < sentAtMs,
  );
  return [counted, moved, { ...told, after: [...stateAfter, state, ...topics.map(({ link }) => linkName(link))] }];
}

function toldFinding(link: string, told: readonly string[], wasInAlarm: boolean): Finding {
  const failed = told.find((one) => one.startsWith("Failed"));
  if (failed !== undefined) return { link, state: "broken", says: failed };
  if (told.length > 0) return { link, state: "holds", says: "its topic took them" };
  if (wasInAlarm) return { link, state: "note", says: "it was in ALARM before the call: it tells of a change alone" };
  return { link, state: "broken", says: "it has told nobody" };
}

interface LookedOf<Kind extends LinkKind> {
  readonly link: LinkOf<Kind>;
  readonly looked: Looked<Kind>;
}

function ofKind<Kind extends LinkKind>(links: readonly LookedLink[], kind: Kind): LookedOf<Kind>[] {
  return links.filter((one): one is LookedLink & LookedOf<Kind> => one.link.kind === kind);
}

function ofReader<Kind extends LinkKind>(links: readonly LookedLink[], reader: string, kind: Kind): LookedOf<Kind>[] {
  return ofKind(links, kind).filter(({ link }) => link.title === reader);
}

function namesOf(links: readonly LookedLink[], kind: LinkKind): string[] {
  return ofKind(links, kind).map(({ link }) => linkName(link));
}

function isFromLogGroup(links: readonly LookedLink[]): boolean {
  return links.some(({ link }) => link.kind === "trail" || link.kind === "trail-of-others");
}

function isCounted(links: readonly LookedLink[]): boolean {
  return ofKind(links, "metric-filter").some(
    ({ link, looked }) => deniedTitles.includes(link.title) && "facts" in looked && (looked.facts?.sum ?? 0) > 0,
  );
}
