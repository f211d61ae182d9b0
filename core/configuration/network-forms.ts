import * as net from "node:net";
import { text, textMatching } from "./form";
import type { Form } from "./form";

/** An address of IPv4 or IPv6 without zone. */
export function isAddress(value: string): boolean {
  return net.isIP(value) !== 0 && !value.includes("%");
}

/** A network of IPv4 or IPv6 with its prefix length. */
export function isNetwork(value: string): boolean {
  const [, address = "", length = ""] = /^([^/]{2,45})\/(0|[1-9]\d{0,2})$/.exec(value) ?? [];
  return isAddress(address) && Number(length) <= (net.isIP(address) === 4 ? 32 : 128);
}

/** A network that is not the whole internet: an allow-list that holds everything is a mistake, not a setting. */
export const network: Form<string> = text(
  "a network such as 192.0.2.0/24 or 2001:db8::/32, prefix length 1 or more",
  (value) => isNetwork(value) && !value.endsWith("/0"),
);

const domain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

export function isDomain(value: string): boolean {
  return value.length <= 253 && domain.test(value);
}

/** An e-mail address as SNS subscribes it; quoted local parts are not taken. */
export const emailAddress: Form<string> = text("an e-mail address such as security@example.com", (value) => {
  const [, local = "", host = ""] = /^([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64})@([^@]{1,253})$/.exec(value) ?? [];
  return isDomain(host) && !local.startsWith(".") && !local.endsWith(".") && !local.includes("..");
});

/** An https address without user name and password, which would be a secret in plain text. */
export const httpsUrl: Form<string> = textMatching(
  "an https:// address without user name and password",
  /^https:\/\/[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?(?:[/?][\x21-\x7e]*)?$/i,
);

/** A Slack incoming webhook, of slack.com or of Slack for government. */
export const slackWebhook: Form<string> = text(
  "a Slack incoming webhook: https://hooks.slack.com/… or https://hooks.slack-gov.com/…",
  (value) => value.length <= 500 && /^https:\/\/hooks\.slack(?:-gov)?\.com\/[A-Za-z0-9/_-]+$/.test(value),
  { hidden: true },
);
