import type { MessageChannel } from "../clients/slack";
import type { PreparedTopic } from "../clients/topic";
import { isWhollyKnown, withWritten } from "../core/organization/known-account";
import { accountsInMessage, withAccountNames } from "../core/organization/name-accounts";
import { accountsInText, nameAccountsInText } from "../core/organization/name-accounts-in-text";
import type { Organization, OrganizationAccount } from "../core/organization/organization";
import { accountOf } from "../core/organization/organization";
import type { SlackMessage } from "../core/slack/message";
import type { OpenAccountDirectory } from "./account-directory";

/** What a function is declared with to tell people more of accounts than their ids. */
export interface AccountNames {
  /** What the stack's settings say, which holds. */
  readonly organization?: Organization | undefined;
  /** Captured only where the rest is looked up. */
  readonly lookUp?: OpenAccountDirectory | undefined;
}

/** What is known of some accounts, and of those that the settings name. */
export type KnownAccounts = (ids: readonly string[]) => Promise<Organization>;

/** Undefined where nothing is known of any account. Loads no client. */
export function knownAccounts({ organization, lookUp }: AccountNames): KnownAccounts | undefined {
  const directory = lookUp?.(process.env);
  if (directory === undefined) return organization && (() => Promise.resolve(organization));
  return async (ids) => {
    const unknown = ids.filter((id) => !isWhollyKnown(accountOf(organization, id)));
    const found = await directory.accounts([...new Set(unknown)]);
    const both = unknown.flatMap((id): [string, OrganizationAccount][] => {
      const account = withWritten(accountOf(found, id), accountOf(organization, id));
      return account === undefined ? [] : [[id, account]];
    });
    return { ...organization, ...Object.fromEntries(both) };
  };
}

/** The channel, with accounts shown by name in all that goes through it. */
export function namingAccounts(channel: MessageChannel, names: AccountNames): MessageChannel {
  const known = knownAccounts(names);
  if (known === undefined) return channel;
  const named = async (message: SlackMessage) => withAccountNames(message, await known(accountsInMessage(message)));
  return {
    ...channel,
    post: async (message, nowMs) => channel.post(await named(message), nowMs),
    update: async (posted, message, nowMs) => channel.update(posted, await named(message), nowMs),
  };
}

/** A topic that people are mailed through, with accounts shown by name. */
export function namingAccountsInMail(topic: PreparedTopic, names: AccountNames): PreparedTopic {
  const known = knownAccounts(names);
  if (known === undefined) return topic;
  return {
    ...topic,
    publish: async (message, subject) =>
      topic.publish(nameAccountsInText(message, await known(accountsInText(message))), subject),
  };
}
