import { expect } from "chai";
import { sourceOf } from "../../../core/cloudtrail/source-address";

const source = (sourceIPAddress?: unknown, rest: object = {}) => sourceOf({ sourceIPAddress, ...rest });

describe("sourceOf", () => {
  it("knows public addresses of both versions", () => {
    expect(source("203.0.113.7")).to.deep.equal({ kind: "public", address: "203.0.113.7", ip: "203.0.113.7" });
    expect(source("2001:db8::7")).to.deep.equal({ kind: "public", address: "2001:db8::7", ip: "2001:db8::7" });
  });

  it("looks an IPv4-mapped address up as IPv4, however it is written", () => {
    expect(source("::ffff:203.0.113.7")).to.include({
      kind: "public",
      address: "::ffff:203.0.113.7",
      ip: "203.0.113.7",
    });
    expect(source("::FFFF:cb00:7107")).to.include({ kind: "public", ip: "203.0.113.7" });
    expect(source("::ffff:10.1.2.3")).to.include({ kind: "private", ip: "10.1.2.3" });
  });

  it("drops the zone of a link-local address", () => {
    expect(source("fe80::1%eth0")).to.deep.equal({ kind: "private", address: "fe80::1%eth0", ip: "fe80::1" });
  });

  const privateAddresses = ["10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"];
  const otherPrivate = ["100.127.255.255", "127.0.0.1", "169.254.169.254", "fc00::1", "fdff:ffff::1", "febf::1", "::1"];
  for (const address of [...privateAddresses, ...otherPrivate]) {
    it(`takes ${address} for private`, () => expect(source(address).kind).to.equal("private"));
  }

  const neighbours = ["9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "100.63.255.255"];
  for (const address of [...neighbours, "100.128.0.0", "169.253.0.1", "fbff::1", "fec0::1", "::2", "1.1.1.1"]) {
    it(`takes ${address} for public`, () => expect(source(address).kind).to.equal("public"));
  }

  it("keeps the VPC endpoint of a call from a private address", () => {
    expect(source("10.1.2.3", { vpcEndpointId: "vpce-0a1b" })).to.deep.equal({
      kind: "private",
      address: "10.1.2.3",
      ip: "10.1.2.3",
      vpcEndpointId: "vpce-0a1b",
    });
  });

  for (const name of ["cloudtrail.amazonaws.com", "ec2-frontend-api.amazonaws.com", "delivery.logs.amazonaws.com"]) {
    it(`takes ${name} for a service`, () => expect(source(name)).to.deep.equal({ kind: "service", address: name }));
  }

  for (const name of ["AWS Internal", "AWS Internal/3"]) {
    it(`takes ${name} for AWS itself`, () =>
      expect(source(name)).to.deep.equal({ kind: "aws-internal", address: name }));
  }

  const nonsense = [
    "256.1.1.1",
    "06.237.252.245",
    "203.0.113.7:443",
    "amazonaws.com",
    ".amazonaws.com",
    "AWS Internal/x",
  ];
  for (const text of [...nonsense, "x.amazonaws.com.example.org", "<!here>.amazonaws.com", "unknown", "1.2.3"]) {
    it(`takes ${text} for nothing that it knows`, () => {
      expect(source(text)).to.deep.equal({ kind: "invalid", address: text });
    });
  }

  it("shows an address of an undocumented type as text", () => {
    expect(source(["203.0.113.7"])).to.deep.equal({ kind: "invalid", address: '["203.0.113.7"]' });
    expect(source(7)).to.deep.equal({ kind: "invalid", address: "7" });
  });

  for (const asterisks of ["*", "***", "*".repeat(13)]) {
    it(`knows ${asterisks} for an address that was masked on its way`, () => {
      expect(source(asterisks)).to.deep.equal({ kind: "masked", address: asterisks });
    });
  }

  it("is missing where there is none", () => {
    for (const none of [undefined, null, "", "  "])
      expect(source(none)).to.deep.equal({ kind: "missing", address: "" });
  });
});
