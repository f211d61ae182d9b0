import { parseNetwork } from "../cloudtrail/network";

type Family = "ipv4" | "ipv6";

/**
 * What is nobody's address on the internet, as the beginnings of addresses in bits: a rule that leaves these out lets in the
 * world all the same. IPv4: https://www.iana.org/assignments/iana-ipv4-special-registry and, from 224.0.0.0 on, multicast
 * and reserved. IPv6: all but the global unicast addresses,
 * https://www.iana.org/assignments/ipv6-address-space
 */
const notPublic: Readonly<Record<Family, readonly string[]>> = Object.freeze({
  ipv4: Object.freeze([
    "00000000", // 0.0.0.0/8
    "00001010", // 10.0.0.0/8
    "0110010001", // 100.64.0.0/10
    "01111111", // 127.0.0.0/8
    "1010100111111110", // 169.254.0.0/16
    "101011000001", // 172.16.0.0/12
    "110000000000000000000000", // 192.0.0.0/24
    "110000000000000000000010", // 192.0.2.0/24
    "1100000010101000", // 192.168.0.0/16
    "110001100001001", // 198.18.0.0/15
    "110001100011001101100100", // 198.51.100.0/24
    "110010110000000001110001", // 203.0.113.0/24
    "111", // 224.0.0.0/3
  ]),
  ipv6: Object.freeze(["000", "01", "1"]),
});

/**
 * Longest prefix of a block that is a part of the world rather than a gap in it: a group has at most 1,000 rules, so no cover of
 * the world is made of smaller blocks alone. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const longestWidePrefix: Readonly<Record<Family, number>> = Object.freeze({ ipv4: 16, ipv6: 32 });

/** The network part of a CIDR block in bits, without the host bits that may be set; undefined for any other text. */
export function networkBits(family: Family, cidr: string): string | undefined {
  const [base = "", prefix = "", ...more] = cidr.split("/");
  const length = family === "ipv4" ? 32 : 128;
  const prefixLength = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(prefixLength <= length) || more.length > 0) return undefined;
  const groups = parseNetwork(base)?.groups;
  // An IPv4 address in IPv6's form is read as the IPv4 address that it carries.
  const own = family === "ipv6" && groups?.length === 2 ? [0, 0, 0, 0, 0, 0xffff, ...groups] : groups;
  if (own === undefined || own.length * 16 !== length || base.includes(":") !== (family === "ipv6")) return undefined;
  return own
    .map((group) => group.toString(2).padStart(16, "0"))
    .join("")
    .slice(0, prefixLength);
}

/** Whether blocks, as bits, together hold every public address of the family. */
export function holdWorld(family: Family, blocks: readonly string[]): boolean {
  return (
    blocks.some((block) => block.length <= longestWidePrefix[family]) && cover("", [...blocks, ...notPublic[family]])
  );
}

/** Whether a block may be a part of a cover of the world. */
export function isWide(family: Family, block: string): boolean {
  return block.length <= longestWidePrefix[family] && !cover(block, notPublic[family]);
}

/**
 * Of blocks, the positions of those that let in the world, alone or together: without them, what is left holds some gap. Small
 * blocks that happen to fill a gap, and those inside of a larger one, are no part of it.
 */
export function worldParts(family: Family, blocks: readonly string[]): readonly number[] {
  const found: number[] = [];
  let rest = blocks.map((block, position) => ({ block, position }));
  while (
    holdWorld(
      family,
      rest.map(({ block }) => block),
    )
  ) {
    const alone = rest.filter(({ block }) => holdWorld(family, [block]));
    const parts = alone.length > 0 ? alone : outermost(rest).filter(({ block }) => isWide(family, block));
    if (parts.length === 0) break;
    found.push(...parts.map(({ position }) => position));
    rest = rest.filter((one) => !parts.includes(one));
  }
  return found.sort((one, other) => one - other);
}

function outermost<Part extends { readonly block: string }>(parts: readonly Part[]): Part[] {
  return parts.filter(
    ({ block }) => !parts.some((other) => other.block.length < block.length && block.startsWith(other.block)),
  );
}

/** Whether every address that begins with these bits is in one of the blocks. */
function cover(bits: string, blocks: readonly string[]): boolean {
  if (blocks.some((block) => bits.startsWith(block))) return true;
  const inside = blocks.filter((block) => block.startsWith(bits));
  return inside.length > 0 && cover(`${bits}0`, inside) && cover(`${bits}1`, inside);
}
