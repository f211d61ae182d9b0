import type { Link } from "../../core/probe/links";
import type { AccountSetup } from "../../local/account/types";

/** The account with what the links name of somebody else's: as far as a local run can know, that is there. */
export function withThoseOfOthers(setup: AccountSetup, links: readonly Link[]): AccountSetup {
  const topics = links.flatMap((link) =>
    link.kind === "topic-subscription" && link.isTopicOfOthers ? [{ arn: link.topicArn }] : [],
  );
  const queues = links.flatMap((link) =>
    link.kind === "queue" && link.isOfOthers ? [{ arn: link.arn, url: link.url }] : [],
  );
  return { ...setup, topics: [...(setup.topics ?? []), ...topics], queues: [...(setup.queues ?? []), ...queues] };
}
