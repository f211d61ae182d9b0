import { expect } from "chai";

import { isWorld, isWorthALook, openRules, rulesWithPrefixLists } from "../../../core/ingress/open-rules";
import type { AllowedIngress, SecurityGroupRule } from "../../../core/ingress/rule";
import { rule, web } from "./rules";

const idsOf = (rules: readonly SecurityGroupRule[], allowed: AllowedIngress = web): string[] =>
  openRules(rules, allowed)
    .map(({ rule: { id } }) => id)
    .sort();

const isOpen = (changes: Parameters<typeof rule>[0], allowed?: AllowedIngress): boolean =>
  idsOf([rule(changes)], allowed).length === 1;

describe("a rule that is open to the world where it may not be", () => {
  const open: Readonly<Record<string, Parameters<typeof rule>[0]>> = {
    "0.0.0.0/0": {},
    "::/0": { from: "::/0" },
    "a /0 with host bits": { from: "208.236.235.254/0" },
    "an IPv6 /0 with host bits": { from: "2001:db8::1/0" },
    "all global IPv6 addresses": { from: "2000::/3" },
    "protocol -1 without ports": { protocol: "-1", fromPort: undefined, toPort: undefined },
    "protocol -1 with ports -1": { protocol: "-1", fromPort: -1, toPort: -1 },
    "ports 0 to 65535": { fromPort: 0, toPort: 65535 },
    "tcp without ports": { fromPort: undefined, toPort: undefined },
    "a range that ends on an allowed port": { fromPort: 22, toPort: 80 },
    "a range that begins on an allowed port": { fromPort: 443, toPort: 444 },
    "a range around the allowed ports": { fromPort: 80, toPort: 443 },
    "udp on a port that tcp may open": { protocol: "udp", fromPort: 443, toPort: 443 },
    "all of icmp": { protocol: "icmp", fromPort: -1, toPort: -1 },
    "icmp echo": { protocol: "icmp", fromPort: 8, toPort: 0 },
    "protocol 6, which is tcp": { protocol: "6" },
    "protocol 17, which is udp": { protocol: "17", fromPort: 53, toPort: 53 },
    "protocol 1, which is icmp": { protocol: "1", fromPort: -1, toPort: -1 },
    "protocol 58, which is icmpv6": { protocol: "58", fromPort: -1, toPort: -1, from: "::/0" },
    "a protocol without a name": { protocol: "47", fromPort: undefined, toPort: undefined },
  };
  for (const [says, changes] of Object.entries(open)) it(says, () => expect(isOpen(changes)).to.equal(true));
});

describe("a rule that is left", () => {
  const left: Readonly<Record<string, Parameters<typeof rule>[0]>> = {
    "an allowed port": { fromPort: 443, toPort: 443 },
    "an allowed port, by the protocol's number": { protocol: "6", fromPort: 80, toPort: 80 },
    "a network": { from: "203.0.113.0/24" },
    "private addresses": { from: "10.0.0.0/8" },
    "half of the world": { from: "128.0.0.0/1" },
    "a network of IPv6": { from: "2001:db8::/32" },
    "egress to anywhere": { isEgress: true },
    "a reference to a group": { source: { kind: "group", id: "sg-0fedcba9876543210" } },
    "a prefix list, which is looked into": { source: { kind: "prefix-list", id: "pl-0123456789abcdef0" } },
    "a source of a form that is not known": { source: { kind: "unknown" } },
    "a text that is no network": { from: "anywhere/0" },
    "what says that a packet was too big": { protocol: "icmp", fromPort: 3, toPort: 4 },
    "the same of IPv6": { protocol: "icmpv6", fromPort: 2, toPort: 0, from: "::/0" },
  };
  for (const [says, changes] of Object.entries(left)) it(says, () => expect(isOpen(changes)).to.equal(false));

  it("a range inside the allowed ports", () => {
    const allowed = { tcp: [8081, 8080, 8082], udp: [], icmp: false };
    expect(isOpen({ fromPort: 8080, toPort: 8082 }, allowed)).to.equal(false);
    expect(isOpen({ fromPort: 8080, toPort: 8083 }, allowed)).to.equal(true);
  });
  it("icmp where it is allowed", () => {
    expect(isOpen({ protocol: "icmp", fromPort: -1, toPort: -1 }, { ...web, icmp: true })).to.equal(false);
  });
  it("every port where every port is allowed", () => {
    const tcp = Array.from({ length: 65_536 }, (_, port) => port);
    expect(isOpen({ fromPort: 0, toPort: 65535 }, { ...web, tcp })).to.equal(false);
    expect(isOpen({ protocol: "-1" }, { ...web, tcp })).to.equal(true);
  });
});

describe("rules that are open together", () => {
  const half = (id: string, from: string, changes: Partial<SecurityGroupRule> = {}) => rule({ id, from, ...changes });

  it("are both halves of the world, on ports that overlap", () => {
    const low = half("low", "0.0.0.0/1");
    const high = half("high", "128.0.0.0/1", { fromPort: 20, toPort: 25 });
    expect(idsOf([low, high])).to.deep.equal(["high", "low"]);
    expect(openRules([low, high], web)[0]?.togetherWith).to.deep.equal(["high"]);
  });
  it("are halves of IPv6, and of different protocols where one is all", () => {
    expect(idsOf([half("low", "::/1"), half("high", "8000::/1")])).to.deep.equal(["low"]);
    expect(idsOf([half("low", "2000::/4"), half("high", "3000::/4")])).to.deep.equal(["high", "low"]);
    expect(idsOf([half("low", "0.0.0.0/1"), half("high", "128.0.0.0/1", { protocol: "-1" })])).to.have.length(2);
  });
  it("are parts that leave out nobody's addresses alone", () => {
    expect(idsOf([half("a", "0.0.0.0/1"), half("b", "128.0.0.0/2"), half("c", "192.0.0.0/3")])).to.have.length(3);
  });
  it("are not halves on ports apart, nor halves where they overlap on an allowed port alone", () => {
    expect(idsOf([half("low", "0.0.0.0/1"), half("high", "128.0.0.0/1", { fromPort: 23, toPort: 23 })])).to.deep.equal(
      [],
    );
    const web80 = { fromPort: 80, toPort: 80 };
    expect(idsOf([half("low", "0.0.0.0/1", web80), half("high", "128.0.0.0/1", web80)])).to.deep.equal([]);
  });
  it("are not an address of each half", () => {
    expect(idsOf([half("low", "1.2.3.4/32"), half("high", "198.51.100.7/32")])).to.deep.equal([]);
  });
  it("leave neighbours that are inside of them, or that fill a gap, where they are", () => {
    const inside = half("inside", "203.0.113.0/24");
    expect(idsOf([half("low", "0.0.0.0/1"), inside, half("high", "128.0.0.0/1")])).to.deep.equal(["high", "low"]);
    const mixed = [rule({ id: "open" }), half("private", "10.0.0.0/8"), half("office", "198.51.100.0/24")];
    expect(idsOf(mixed)).to.deep.equal(["open"]);
  });
  it("are found behind one that is open alone", () => {
    expect(idsOf([rule({ id: "open" }), half("low", "0.0.0.0/1"), half("high", "128.0.0.0/1")])).to.have.length(3);
  });
});

describe("prefix lists", () => {
  const listed = rule({ source: { kind: "prefix-list", id: "pl-1" } });

  it("are to be looked into where their rule opens something that is not allowed", () => {
    expect(rulesWithPrefixLists([listed, rule()], web)).to.deep.equal([{ rule: listed, prefixListId: "pl-1" }]);
    expect(rulesWithPrefixLists([{ ...listed, fromPort: 443, toPort: 443 }], web)).to.deep.equal([]);
    expect(rulesWithPrefixLists([{ ...listed, isEgress: true }], web)).to.deep.equal([]);
  });
  it("are narrow unless their entries hold the world", () => {
    expect(isWorld(["203.0.113.0/24", "2001:db8::/32"])).to.equal(false);
    expect(isWorld(["203.0.113.0/24", "0.0.0.0/1", "128.0.0.0/1"])).to.equal(true);
    expect(isWorld(["::/0"])).to.equal(true);
    expect(isWorld([])).to.equal(false);
  });
});

describe("what makes a group worth a look", () => {
  it("is anything that could be a part of the world, or can't be told", () => {
    for (const changes of [{}, { from: "0.0.0.0/1" }, { source: { kind: "unknown" } as const }, { from: "what?" }])
      expect(isWorthALook(rule(changes), web)).to.equal(true);
  });
  it("is nothing narrow, allowed, outgoing or by reference", () => {
    const group = { kind: "group", id: "sg-1" } as const;
    for (const changes of [
      { from: "203.0.113.7/32" },
      { fromPort: 80, toPort: 80 },
      { isEgress: true },
      { source: group },
    ])
      expect(isWorthALook(rule(changes), web)).to.equal(false);
  });
});
