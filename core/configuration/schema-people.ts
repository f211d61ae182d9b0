import { secretReference } from "./aws-forms";
import type { SlackConfiguration, SlackDestination } from "./configuration";
import { andThen, boolean, integerBetween, listOf, textMatching } from "./form";
import type { Form } from "./form";
import { emailAddress, slackWebhook } from "./network-forms";
import { defaulted, object, optional, present, required } from "./object-form";
import type { ValuesOf } from "./object-form";
import { accepted, keyPath, refused } from "./problem";
import type { Reading } from "./problem";

const channel = textMatching(
  'a channel\'s id or its name in quotes, such as "C0123456789" or "#security"',
  /^(?:[CGD][A-Z0-9]{6,20}|#?[a-z0-9][a-z0-9_-]{0,79})$/,
);

const approver = textMatching(
  "a Slack user id such as U0123456789, or with its workspace T0123456789/U0123456789",
  /^(?:T[A-Z0-9]{6,20}\/)?[UW][A-Z0-9]{6,20}$/,
);

const slackFields = Object.freeze({
  webhookSecret: optional(secretReference, "secret that holds an incoming webhook; excludes `tokenSecret`"),
  tokenSecret: optional(secretReference, "secret that holds the token of an app that can update its messages"),
  channel: optional(channel, "with `tokenSecret`: where to post"),
  signingSecret: optional(secretReference, "secret that holds the app's signing secret, for `interactive`"),
  approvers: defaulted(listOf(approver), [], "Slack users who may press the buttons"),
  maxPostsPerHour: defaulted(
    integerBetween(1, 3600),
    20,
    "posts of denied calls in an hour, beyond it one roll-up every ten minutes; messages on actions, findings and other work are never held back",
  ),
  interactive: defaulted(
    boolean(),
    false,
    "true: buttons, which need a public function URL, `signingSecret` and `approvers`",
  ),
});

type SlackKeys = ValuesOf<typeof slackFields>;

const destinationWords = "exactly one of webhookSecret, and tokenSecret with channel";

const slack: Form<SlackConfiguration> = andThen(object(slackFields), (value, path) => {
  const destination = slackDestination(value, path);
  if (!destination.ok) {
    return destination;
  }
  const { signingSecret, approvers, maxPostsPerHour, interactive } = value;
  return (
    missingForButtons(value, path) ??
    accepted({
      destination: destination.value,
      approvers,
      maxPostsPerHour,
      interactive,
      ...(signingSecret === undefined ? {} : { signingSecret }),
    })
  );
});

function slackDestination(value: SlackKeys, path: string): Reading<SlackDestination> {
  const { webhookSecret, tokenSecret, channel } = value;
  const written = present(value, ["webhookSecret", "tokenSecret", "channel"]);
  if (written.length === 0) {
    return accepted({ kind: "off" });
  }
  if (webhookSecret !== undefined && written.length === 1) {
    return accepted({ kind: "webhook", webhookSecret });
  }
  if (tokenSecret !== undefined && channel !== undefined && webhookSecret === undefined) {
    return accepted({ kind: "app", tokenSecret, channel });
  }
  return refused(
    path,
    written.length === 1 ? `${written.join()} alone` : `${written.join(" and ")} together`,
    destinationWords,
  );
}

function missingForButtons(value: SlackKeys, path: string): Reading<never> | undefined {
  if (!value.interactive || (value.signingSecret !== undefined && value.approvers.length > 0)) {
    return undefined;
  }
  return refused(keyPath(path, "interactive"), "true", "true only beside signingSecret and at least one of approvers");
}

/** Slack as long as nothing is said about it. */
export const slackOff: SlackConfiguration = Object.freeze({
  destination: Object.freeze({ kind: "off" as const }),
  approvers: Object.freeze([]),
  maxPostsPerHour: 20,
  interactive: false,
});

/**
 * `slack` and `slackWebhook` together. Works on what `slack` gave, as both of its keys may be wrong for other reasons.
 * The webhook itself is not passed on: no function may ever hold it.
 */
export function joinSlack(fromTable: SlackConfiguration | undefined, hasWebhook: boolean): Reading<SlackConfiguration> {
  const settings = fromTable ?? slackOff;
  const isOff = settings.destination.kind === "off";
  if (hasWebhook && !isOff) {
    return refused(
      "slackWebhook",
      "it beside a destination in slack",
      "either slackWebhook or slack with a destination",
    );
  }
  if (hasWebhook) {
    return accepted({ ...settings, destination: { kind: "stack-webhook" } });
  }
  return isOff && fromTable !== undefined
    ? refused("slack", "no destination", `${destinationWords} (or the secret slackWebhook beside it)`)
    : accepted(settings);
}

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html; of GovCloud: https://start.us-gov-home.awsapps.com/directory/NAME */
const portalUrl = textMatching(
  "the address of an access portal such as https://d-0123456789.awsapps.com/start, without a slash at its end",
  /^https:\/\/[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?:\/[A-Za-z0-9_-]{1,64}){0,4}$/,
  300,
);

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PermissionSet.html */
const permissionSet = textMatching("the name of a permission set such as ReadOnlyAccess", /^[\w+=,.@-]{1,32}$/);

const portal = object({
  url: required(portalUrl, "address of the access portal"),
  role: required(permissionSet, "permission set that readers of messages have in every account"),
});

const emailList = listOf(emailAddress, { most: 100 });

export const peopleFields = Object.freeze({
  emails: defaulted(emailList, [], "addresses subscribed to the alert topic"),
  complianceEmails: optional(
    emailList,
    "addresses that are mailed by the compliance alarm, and about the other CIS alarms",
    "same as `emails`",
  ),
  slack: optional(
    slack,
    "where Slack messages go: `{webhookSecret}`, or `{tokenSecret, channel}`",
    "none: Slack is off",
  ),
  slackWebhook: optional(
    slackWebhook,
    "the webhook itself, set with `pulumi config set --secret`; the stack puts it into Secrets Manager",
  ),
  portal: optional(
    portal,
    "access portal of IAM Identity Center that links to the console lead through, signed in to the account in question",
    "none: they lead to the console itself",
  ),
});
