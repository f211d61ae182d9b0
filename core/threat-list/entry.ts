import * as net from "node:net";

import type { NetworkBlock } from "../cloudtrail/network";
import { parseNetwork } from "../cloudtrail/network";
import { reservedPartOf } from "./reserved";

/** Why a text can't be an entry of a list: words that follow what was found, and words for what would do. */
export interface EntryFault {
  /** "" where the text says it all. */
  readonly why: string;
  readonly expected: string;
}

/** An entry in the one form that it has in the uploaded list, or what is wrong with it. */
export type EntryReading = { readonly entry: string } | { readonly fault: EntryFault };

/** What an entry may be. GuardDuty's IP lists take no domains. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_upload-lists.html */
export const entryForm = "a public address or network, IPv4 or IPv6, such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32";

const longestEntry = 49;

/** Reads one entry: an address, or a network without bits beyond its prefix. A network of one address is that address. */
export function readEntry(text: string): EntryReading {
  if (text.length > longestEntry) return refused(text.length > 253 ? "" : domainWords(text));
  const [base = "", prefix, ...more] = text.split("/");
  if (net.isIP(base) === 0 || base.includes("%") || more.length > 0) return refused(domainWords(text));
  if (prefix !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(prefix)) return refused("");
  const block = parseNetwork(text);
  if (block === undefined) return refused("");
  if (base.includes(":") && block.groups.length === 2) {
    return refused("an IPv4 address in IPv6's form", "the address in IPv4's own form");
  }
  const reserved = reservedPartOf(block);
  if (reserved !== undefined) return refused(reserved);
  const first = withoutHostBits(block);
  if (first.some((group, index) => group !== block.groups[index])) {
    return refused("bits beyond the prefix are set", `the network itself: ${textOf({ ...block, groups: first })}`);
  }
  return { entry: textOf(block) };
}

function refused(why: string, expected = entryForm): EntryReading {
  return { fault: { why, expected } };
}

function domainWords(text: string): string {
  return /^(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,62}\.?$/i.test(text)
    ? "a domain, which lists of this kind do not take"
    : "";
}

function withoutHostBits({ groups, prefixLength }: NetworkBlock): readonly number[] {
  return groups.map((group, index) => {
    const hostBits = Math.min(16, Math.max(0, 16 - (prefixLength - index * 16)));
    return (group >> hostBits) << hostBits;
  });
}

function textOf({ groups, prefixLength }: NetworkBlock): string {
  const isIpv4 = groups.length === 2;
  const address = isIpv4
    ? groups.flatMap((group) => [group >> 8, group & 255]).join(".")
    : shortestIpv6(groups.map((group) => group.toString(16)).join(":"));
  return prefixLength === groups.length * 16 ? address : `${address}/${prefixLength}`;
}

function shortestIpv6(address: string): string {
  return new net.SocketAddress({ address, family: "ipv6" }).address;
}
