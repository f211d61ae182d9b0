import type { NetworkBlock } from "../cloudtrail/network";
import { isInBlock, parseNetwork } from "../cloudtrail/network";

/** A network that nobody on the internet has, with what it is for. */
interface ReservedNetwork {
  readonly network: string;
  readonly use: string;
  readonly block: NetworkBlock;
}

/**
 * IPv4 networks that no caller on the internet has. The three networks for documentation are not among them: they are
 * nobody's, so they do no harm in a list, and examples are written with them.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const reserved: readonly ReservedNetwork[] = [
  ["0.0.0.0/8", "this network"],
  ["10.0.0.0/8", "private"],
  ["100.64.0.0/10", "shared by carriers"],
  ["127.0.0.0/8", "loopback"],
  ["169.254.0.0/16", "link-local"],
  ["172.16.0.0/12", "private"],
  ["192.0.0.0/24", "protocol assignments"],
  ["192.168.0.0/16", "private"],
  ["198.18.0.0/15", "benchmarks"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved"],
].flatMap(([network = "", use = ""]) => {
  const block = parseNetwork(network);
  return block === undefined ? [] : [{ network, use, block }];
});

/** All that is public in IPv6 is in here. https://www.iana.org/assignments/ipv6-address-space */
const publicIpv6: NetworkBlock = { groups: [0x2000, 0, 0, 0, 0, 0, 0, 0], prefixLength: 3 };

/** Words for what in the block is nobody's on the internet; undefined where all of it may be somebody's. */
export function reservedPartOf(block: NetworkBlock): string | undefined {
  if (block.groups.length === 8) {
    const isPublic = block.prefixLength >= publicIpv6.prefixLength && isInBlock(block.groups, publicIpv6);
    return isPublic ? undefined : "not public (outside 2000::/3)";
  }
  const found = reserved.find((one) => overlap(one.block, block));
  if (found === undefined) return undefined;
  const isInside = block.prefixLength >= found.block.prefixLength;
  return `${isInside ? "in" : "holds"} ${found.network} (${found.use})`;
}

function overlap(one: NetworkBlock, other: NetworkBlock): boolean {
  return isInBlock(one.groups, { ...other, prefixLength: Math.min(one.prefixLength, other.prefixLength) });
}
