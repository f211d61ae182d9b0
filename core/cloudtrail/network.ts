import * as net from "node:net";

/** An address as 16-bit groups, most significant first: two for IPv4, eight for IPv6. */
export type AddressGroups = readonly number[];

/**
 * The groups of an IPv4 or IPv6 address, or undefined for any other text. A zone (`%eth0`) is dropped and an IPv4-mapped
 * IPv6 address (`::ffff:…`) is read as the IPv4 address that it carries.
 */
export function parseAddress(text: string): AddressGroups | undefined {
  const version = net.isIP(text);
  if (version === 0) return undefined;
  if (version === 4) return groupsOfIpv4(text);
  const groups = groupsOfIpv6(withoutZone(text));
  return isMapped(groups) ? groups.slice(6) : groups;
}

/** The address in the form to look it up by: no zone, an IPv4-mapped address as IPv4; undefined for any other text. */
export function plainAddress(text: string): string | undefined {
  const groups = parseAddress(text);
  if (groups === undefined) return undefined;
  if (groups.length === 8) return withoutZone(text);
  return groups.flatMap((group) => [group >> 8, group & 255]).join(".");
}

/** A CIDR block, read once to be compared with many addresses. */
export interface NetworkBlock {
  readonly groups: AddressGroups;
  readonly prefixLength: number;
}

/** Reads a CIDR block or a single address; undefined for any other text. Bits beyond the prefix are of no matter. */
export function parseNetwork(text: string): NetworkBlock | undefined {
  const [base = "", prefixText, ...more] = text.split("/");
  const groups = parseAddress(base);
  if (groups === undefined || more.length > 0) return undefined;
  const mostBits = groups.length * 16;
  const prefixLength = prefixText === undefined ? mostBits : prefixLengthOf(prefixText);
  return prefixLength === undefined || prefixLength > mostBits ? undefined : { groups, prefixLength };
}

/** Whether an address lies in a block of its own version of IP. */
export function isInBlock(address: AddressGroups, { groups, prefixLength }: NetworkBlock): boolean {
  if (groups.length !== address.length) return false;
  return address.every((group, index) => sharesPrefix(group, groups[index] ?? 0, prefixLength - index * 16));
}

/** Whether an address lies in a CIDR block, or equals a single address. Text that is neither holds no address. */
export function isInNetwork(address: AddressGroups, network: string): boolean {
  const block = parseNetwork(network);
  return block !== undefined && isInBlock(address, block);
}

function prefixLengthOf(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}

function sharesPrefix(left: number, right: number, bits: number): boolean {
  if (bits <= 0) return true;
  return (left ^ right) >> Math.max(0, 16 - bits) === 0;
}

function withoutZone(text: string): string {
  return text.split("%", 1)[0] ?? text;
}

function isMapped(groups: AddressGroups): boolean {
  return groups.every((group, index) => index > 5 || group === (index === 5 ? 0xffff : 0));
}

function groupsOfIpv4(text: string): number[] {
  const [first = 0, second = 0, third = 0, fourth = 0] = text.split(".").map(Number);
  return [first * 256 + second, third * 256 + fourth];
}

function groupsOfIpv6(text: string): number[] {
  const [head = "", tail] = text.split("::");
  const headGroups = groupsOfPart(head);
  if (tail === undefined) return headGroups;
  const tailGroups = groupsOfPart(tail);
  const zeros = Array.from({ length: 8 - headGroups.length - tailGroups.length }, () => 0);
  return [...headGroups, ...zeros, ...tailGroups];
}

function groupsOfPart(part: string): number[] {
  if (part === "") return [];
  return part.split(":").flatMap((piece) => (piece.includes(".") ? groupsOfIpv4(piece) : [parseInt(piece, 16)]));
}
