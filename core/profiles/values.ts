import { createHash } from "node:crypto";
import * as net from "node:net";

import { parseAddress } from "../cloudtrail/network";
import type { AddressGroups } from "../cloudtrail/network";
import { shortText } from "../cloudtrail/short-text";

/** Bytes of a value as JSON, quotes not counted, that are kept as they are; and how many of a longer one are left to read. */
const mostBytes = 256;
const readableBytes = 200;

/**
 * The text itself, or of a long one its beginning and a hash of the whole. Two texts give the same only where they are the
 * same: what ends in a hash is longer than any text that is kept as it is.
 */
export function boundedValue(text: string): string {
  if (text.length * mostBytesOfCharacter <= mostBytes || jsonBytes(text) <= mostBytes) return text;
  return `${shortText(text, readableBytes)}#sha256:${createHash("sha256").update(text, "utf16le").digest("hex")}`;
}

/** A control character is written as six. */
const mostBytesOfCharacter = 6;

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

/**
 * An address in one form: IPv6 as RFC 5952 writes it, an IPv4-mapped one as the IPv4 address that it carries, zones dropped.
 * Any other text is a value as it is. https://www.rfc-editor.org/rfc/rfc5952#section-4
 */
export function addressValue(address: string): string {
  const text = address.trim();
  if (net.isIPv4(text)) return text;
  const groups = parseAddress(text);
  if (groups === undefined) return boundedValue(text);
  return groups.length === 2 ? groups.flatMap((group) => [group >> 8, group & 255]).join(".") : ipv6Text(groups);
}

function ipv6Text(groups: AddressGroups): string {
  const run = longestZeroRun(groups);
  const texts = groups.map((group) => group.toString(16));
  if (run.length < 2) return texts.join(":");
  return `${texts.slice(0, run.start).join(":")}::${texts.slice(run.start + run.length).join(":")}`;
}

function longestZeroRun(groups: AddressGroups): { readonly start: number; readonly length: number } {
  let longest = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > longest.length) longest = { start, length };
  }
  return longest;
}
