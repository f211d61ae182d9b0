import * as net from "node:net";

import { compileSegments } from "../wildcard-segments";
import type { Comparison, Match } from "./pattern";

type Test = (value: unknown) => boolean;

/** The test of a value that the event holds; `exists: false` holds for none of them. */
export function compileMatch(match: Match): Test {
  switch (match.kind) {
    case "equals":
      return (value) => value === match.value;
    case "equals-ignore-case": {
      const text = match.text.toLowerCase();
      return forText((value) => value.toLowerCase() === text);
    }
    case "prefix":
    case "suffix":
      return compileAffix(match);
    case "wildcard":
      return forText(compileSegments(match.segments));
    case "numeric": {
      const tests = match.comparisons.map(compileComparison);
      return (value) => typeof value === "number" && tests.every((test) => test(value));
    }
    case "cidr":
      return compileCidr(match.address, match.bits);
    case "exists":
      return () => match.exists;
    case "anything-but": {
      const tests = match.matches.map(compileMatch);
      return (value) => !tests.some((test) => test(value));
    }
  }
}

function forText(test: (text: string) => boolean): Test {
  return (value) => typeof value === "string" && test(value);
}

function compileAffix({ kind, text, ignoreCase }: Extract<Match, { kind: "prefix" | "suffix" }>): Test {
  const affix = ignoreCase ? text.toLowerCase() : text;
  const folded = (value: string) => (ignoreCase ? value.toLowerCase() : value);
  if (kind === "prefix") return forText((value) => folded(value).startsWith(affix));
  return forText((value) => folded(value).endsWith(affix));
}

function compileComparison({ operator, value }: Comparison): (number: number) => boolean {
  switch (operator) {
    case "=":
      return (number) => number === value;
    case "<":
      return (number) => number < value;
    case "<=":
      return (number) => number <= value;
    case ">":
      return (number) => number > value;
    case ">=":
      return (number) => number >= value;
  }
}

function compileCidr(address: string, bits: number): Test {
  const family = net.isIP(address) === 4 ? "ipv4" : "ipv6";
  const range = new net.BlockList();
  range.addSubnet(address, bits, family);
  // Asked for the family first: a block list takes an IPv4 address in IPv6 clothes for the IPv4 address.
  return forText((value) => net.isIP(value) === (family === "ipv4" ? 4 : 6) && range.check(value, family));
}
