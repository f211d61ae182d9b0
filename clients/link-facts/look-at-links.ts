import type { LookedLink } from "../../core/probe/judge-path";
import type { FactsByKind } from "../../core/probe/link-facts";
import type { Link, LinkKind, LinkOf } from "../../core/probe/links";
import { alarmFacts, ownAlarmFacts } from "./alarms";
import type { LinkAsker } from "./asking";
import { bucketNotificationFacts } from "./buckets";
import { eventSourceFacts, functionFacts, permissionFacts, ruleFacts } from "./functions";
import { metricFilterFacts, subscriptionFacts } from "./logs";
import { queueFacts } from "./queues";
import { topicFacts, topicSubscriptionFacts } from "./topics";
import { trailFacts, trailsOfOthers } from "./trails";
import { urlFacts } from "./urls";

type Look<Kind extends LinkKind> = (link: LinkOf<Kind>, asker: LinkAsker) => Promise<FactsByKind[Kind]>;

const looks: { readonly [Kind in LinkKind]: Look<Kind> } = {
  trail: trailFacts,
  "trail-of-others": trailsOfOthers,
  "metric-filter": metricFilterFacts,
  alarm: alarmFacts,
  "own-alarm": ownAlarmFacts,
  topic: topicFacts,
  "log-subscription": subscriptionFacts,
  permission: permissionFacts,
  rule: ruleFacts,
  "topic-subscription": topicSubscriptionFacts,
  queue: queueFacts,
  "event-source": eventSourceFacts,
  "bucket-notification": bucketNotificationFacts,
  function: functionFacts,
  url: urlFacts,
};

/** Links looked at at the same time: AWS throttles who asks for more. */
const atOnce = 4;

/** Looks at every link, in whatever order; what can't be looked at says why. Never throws. */
export async function lookAtLinks(links: readonly Link[], asker: LinkAsker): Promise<readonly LookedLink[]> {
  const looked: LookedLink[] = [];
  const waiting = [...links.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [position, link] = next;
      looked[position] = await lookAt(link, asker);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return looked;
}

async function lookAt(link: Link, asker: LinkAsker): Promise<LookedLink> {
  try {
    const look = looks[link.kind] as Look<LinkKind>;
    return { link, looked: { facts: await look(link, asker) } };
  } catch (error) {
    const { name, message } = error as Error;
    return { link, looked: { unseen: `${name}: ${message}`.slice(0, 200) } };
  }
}
