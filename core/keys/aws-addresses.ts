import type { AddressGroups, NetworkBlock } from "../cloudtrail/network";
import { isInBlock, parseNetwork } from "../cloudtrail/network";
import { awsAddressTable } from "./aws-address-table";

/**
 * Makes the test whether an address is AWS's own, as far as the dated table tells. Such an address says little about
 * where a caller is: it may be anybody's rented machine, and as well the company's own. The blocks are read with the first
 * question.
 */
export function awsOwnership(): (address: AddressGroups) => boolean {
  const kept: { blocks?: ReadonlyMap<string, readonly NetworkBlock[]> } = {};
  return (address) =>
    (kept.blocks ??= readBlocks()).get(beginningOf(address))?.some((block) => isInBlock(address, block)) ?? false;
}

/** The blocks by their first eight bits, which no block of the table is larger than. */
function readBlocks(): ReadonlyMap<string, readonly NetworkBlock[]> {
  const byBeginning = new Map<string, NetworkBlock[]>();
  for (const text of `${awsAddressTable.ipv4}${awsAddressTable.ipv6}`.split(" ")) {
    const block = parseNetwork(text);
    if (block === undefined) continue;
    const beginning = beginningOf(block.groups);
    const others = byBeginning.get(beginning);
    if (others === undefined) byBeginning.set(beginning, [block]);
    else others.push(block);
  }
  return byBeginning;
}

function beginningOf(groups: AddressGroups): string {
  return `${groups.length} ${(groups[0] ?? 0) >> 8}`;
}
