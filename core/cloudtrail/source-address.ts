import type { Source } from "../denials/denial";
import { shownAt, withoutAbsent } from "./field";
import type { AddressGroups, NetworkBlock } from "./network";
import { isInBlock, parseAddress, parseNetwork, plainAddress } from "./network";
import { serviceOfHost } from "./partition";
import type { CloudTrailRecord } from "./record";
import { textAt } from "./record";

/**
 * Ranges that no caller on the Internet has: private use (RFC 1918), carrier-grade NAT (RFC 6598), loopback, link-local
 * (RFC 3927, RFC 4291) and unique local addresses (RFC 4193). They stand in records of calls through VPC endpoints.
 */
const privateBlocks: readonly NetworkBlock[] = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
  "::1/128",
].flatMap((network) => parseNetwork(network) ?? []);

/**
 * Where a call came from, by `sourceIPAddress`: an address, the host name of a service, "AWS Internal", the asterisks of
 * CloudWatch Logs' data protection, or anything else.
 * The address is "" where the record has none.
 */
export function sourceOf(record: CloudTrailRecord): Source {
  const address = shownAt(record, "sourceIPAddress")?.trim() ?? "";
  const groups = parseAddress(address);
  return withoutAbsent({
    kind: groups === undefined ? kindOfText(address) : kindOfAddress(groups),
    address,
    ip: plainAddress(address),
    vpcEndpointId: textAt(record, "vpcEndpointId"),
  });
}

function kindOfAddress(groups: AddressGroups): Source["kind"] {
  return privateBlocks.some((block) => isInBlock(groups, block)) ? "private" : "public";
}

function kindOfText(address: string): Source["kind"] {
  if (address === "") return "missing";
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html
  if (/^\*+$/.test(address)) return "masked";
  if (/^aws[ -]internal(?:\/\d{1,9})?$/i.test(address)) return "aws-internal";
  return isHostName(address) && serviceOfHost(address) !== undefined ? "service" : "invalid";
}

function isHostName(text: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{0,252}$/i.test(text);
}
