import type { AddressGroups } from "../cloudtrail/network";
import { isInBlock, parseNetwork } from "../cloudtrail/network";
import { awsAddressTable } from "./aws-address-table";

/**
 * Makes the test whether an address is AWS's own, as far as the dated table tells. Such an address says little about
 * where a caller is: it may be anybody's rented machine, and as well the company's own. The blocks are read with the first
 * question.
 */
export function awsOwnership(): (address: AddressGroups) => boolean {
  const read = () =>
    `${awsAddressTable.ipv4}${awsAddressTable.ipv6}`.split(" ").flatMap((text) => parseNetwork(text) ?? []);
  const kept: { blocks?: ReturnType<typeof read> } = {};
  return (address) => (kept.blocks ??= read()).some((block) => isInBlock(address, block));
}
