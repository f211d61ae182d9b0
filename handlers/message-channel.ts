import { mailChannel } from "../clients/mail";
import { secret } from "../clients/secret";
import type { MessageChannel, Patience } from "../clients/slack";
import { patience, slackApp, slackWebhook } from "../clients/slack";
import { withUnwatchedRegions } from "../core/slack/unwatched-regions";
import { namingAccounts } from "./named-accounts";
import type { PostDenialsSettings } from "./post-denials/settings";

/** Waiting inside one invocation, in sum. */
const patienceMs = 3_000;

/** How long one invocation may wait for the channel to take its messages. */
export function invocationPatience(): Patience {
  return patience(patienceMs, (milliseconds) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)));
}

/** Where the secrets and the topic of a channel are, as the function's environment says. */
export interface ChannelEnvironment {
  readonly SLACK_WEBHOOK_SECRET_ID?: string;
  readonly SLACK_TOKEN_SECRET_ID?: string;
  readonly ALERT_TOPIC_ARN?: string;
  /** JSON list of the regions that the stack watches, as every function is told; absent where that is every one that is seen. */
  readonly WATCHED_REGIONS?: string;
}

/** The way to people that the stack was declared with. */
export function messageChannel(
  channel: PostDenialsSettings["channel"],
  environment: ChannelEnvironment,
  patient: () => Patience,
): MessageChannel {
  const named = namingAccounts(bareChannel(channel, environment, patient), channel);
  return notingRegions(named, environment.WATCHED_REGIONS);
}

/** The channel, with a note on regions that are not watched in all that goes through it. */
function notingRegions(channel: MessageChannel, regions: string | undefined): MessageChannel {
  if (regions === undefined) return channel;
  const watched = JSON.parse(regions) as readonly string[];
  return {
    ...channel,
    post: (message, nowMs) => channel.post(withUnwatchedRegions(message, watched), nowMs),
    update: (posted, message, nowMs) => channel.update(posted, withUnwatchedRegions(message, watched), nowMs),
  };
}

function bareChannel(
  channel: PostDenialsSettings["channel"],
  environment: ChannelEnvironment,
  patient: () => Patience,
): MessageChannel {
  switch (channel.kind) {
    case "webhook":
      return slackWebhook(secret(environment.SLACK_WEBHOOK_SECRET_ID ?? ""), patient);
    case "app":
      return slackApp(secret(environment.SLACK_TOKEN_SECRET_ID ?? ""), channel.channel, patient);
    case "mail":
      return mailChannel(environment.ALERT_TOPIC_ARN ?? "");
  }
}
