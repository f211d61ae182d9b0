import type { MessageChannel } from "../clients/slack";
import type { PreparedTopic } from "../clients/topic";
import { withAccountNames } from "../core/organization/name-accounts";
import { nameAccountsInText } from "../core/organization/name-accounts-in-text";
import type { Organization } from "../core/organization/organization";

/** The channel, with accounts shown by name in all that goes through it. */
export function namingAccounts(channel: MessageChannel, organization: Organization | undefined): MessageChannel {
  if (organization === undefined) return channel;
  return {
    ...channel,
    post: (message, nowMs) => channel.post(withAccountNames(message, organization), nowMs),
    update: (posted, message, nowMs) => channel.update(posted, withAccountNames(message, organization), nowMs),
  };
}

/** A topic that people are mailed through, with accounts shown by name. */
export function namingAccountsInMail(topic: PreparedTopic, organization: Organization | undefined): PreparedTopic {
  if (organization === undefined) return topic;
  return {
    ...topic,
    publish: (message, subject) => topic.publish(nameAccountsInText(message, organization), subject),
  };
}
