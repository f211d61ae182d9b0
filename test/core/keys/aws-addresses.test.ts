import { expect } from "chai";

import { parseAddress, parseNetwork } from "../../../core/cloudtrail/network";
import { awsAddressTable } from "../../../core/keys/aws-address-table";
import { awsOwnership } from "../../../core/keys/aws-addresses";

const isAwsOwned = awsOwnership();
const owned = (text: string) => isAwsOwned(parseAddress(text) ?? []);

describe("awsOwnership", () => {
  for (const address of ["3.5.140.2", "13.250.0.1", "18.136.0.9", "54.239.28.85", "2600:1f18::1", "2406:da18::5"]) {
    it(`takes ${address} for AWS's`, () => expect(owned(address)).to.equal(true));
  }
  for (const address of ["139.162.21.77", "203.0.113.7", "8.8.8.8", "1.1.1.1", "2a01:4f8::1", "10.0.0.1"]) {
    it(`takes ${address} for somebody else's`, () => expect(owned(address)).to.equal(false));
  }

  it("reads every block of its table, which is dated", () => {
    const blocks = `${awsAddressTable.ipv4}${awsAddressTable.ipv6}`.split(" ");
    expect(blocks.length).to.be.greaterThan(500);
    for (const block of blocks) {
      expect(parseNetwork(block)?.prefixLength, block).to.be.at.least(8);
      expect(owned(block.split("/")[0] ?? ""), block).to.equal(true);
    }
    expect(Date.parse(awsAddressTable.date)).to.be.greaterThan(Date.parse("2026-01-01"));
  });
});
