import type { AllowedIngress, SecurityGroupRule } from "./rule";

/** What a rule opens: a protocol by its own name, and ports (or type and code of ICMP) where it has any. */
interface Opened {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

/** A part of what rules open in which no rule begins or ends. */
export type Segment = Opened;

const lastPort = 65_535;

/** Numbers of the protocols that have names in EC2. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
const namesOfNumbers: Readonly<Record<string, string>> = Object.freeze({
  "-1": "all",
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
});

/** The protocol by name where it has one in EC2, otherwise as written; "all" for -1. */
export function protocolName(written: string): string {
  const lowerCase = written.trim().toLowerCase();
  return Object.hasOwn(namesOfNumbers, lowerCase) ? (namesOfNumbers[lowerCase] ?? lowerCase) : lowerCase;
}

function hasPorts(protocol: string): boolean {
  return protocol === "tcp" || protocol === "udp";
}

function isIcmp(protocol: string): boolean {
  return protocol === "icmp" || protocol === "icmpv6";
}

/** What a rule opens. Ports that are absent, or -1, are all of them. */
export function openedBy(rule: SecurityGroupRule): Opened {
  const protocol = protocolName(rule.protocol);
  const { fromPort = -1, toPort = -1 } = rule;
  if (isIcmp(protocol)) return { protocol, from: fromPort, to: toPort };
  if (!hasPorts(protocol)) return { protocol, from: -1, to: -1 };
  return fromPort < 0
    ? { protocol, from: 0, to: lastPort }
    : { protocol, from: fromPort, to: Math.max(fromPort, toPort) };
}

/** Whether all of the segment is in what the rule opens. */
export function opens(opened: Opened, segment: Segment): boolean {
  if (opened.protocol === "all") return true;
  if (opened.protocol !== segment.protocol) return false;
  if (isIcmp(opened.protocol)) {
    const isAnyType = opened.from === -1;
    return isAnyType || (opened.from === segment.from && (opened.to === -1 || opened.to === segment.to));
  }
  return !hasPorts(opened.protocol) || (opened.from <= segment.from && segment.to <= opened.to);
}

/** The parts of what these rules open that may not be open to the world, so fine that each is in a rule wholly or not at all. */
export function forbiddenSegments(opened: readonly Opened[], allowed: AllowedIngress): readonly Segment[] {
  const others = opened.filter(({ protocol }) => !hasPorts(protocol));
  const single = new Map(others.map((one) => [JSON.stringify(one), one]));
  return [
    ...portSegments("tcp", opened, allowed.tcp),
    ...portSegments("udp", opened, allowed.udp),
    ...[...single.values()].filter((segment) => !isAllowedIcmp(segment, allowed)),
  ];
}

/**
 * Paths lose packets silently where routers can't say that one was too big: type 3 code 4, and type 2 of ICMPv6.
 * https://docs.aws.amazon.com/vpc/latest/userguide/path_mtu_discovery.html
 */
function isAllowedIcmp({ protocol, from, to }: Segment, { icmp }: AllowedIngress): boolean {
  if (!isIcmp(protocol)) return false;
  return icmp || (protocol === "icmp" ? from === 3 && to === 4 : from === 2);
}

function portSegments(protocol: string, opened: readonly Opened[], allowedPorts: readonly number[]): Segment[] {
  const ranges = opened.filter((one) => one.protocol === protocol);
  if (ranges.length === 0) return [];
  const allowed = new Set(allowedPorts);
  const starts = new Set([0]);
  for (const { from, to } of ranges) starts.add(from).add(to + 1);
  for (const port of allowedPorts) starts.add(port).add(port + 1);
  const inOrder = [...starts].filter((start) => start <= lastPort).sort((one, other) => one - other);
  return inOrder
    .map((from, index) => ({ protocol, from, to: (inOrder[index + 1] ?? lastPort + 1) - 1 }))
    .filter(({ from }) => !allowed.has(from))
    .filter((segment) => ranges.some((range) => opens(range, segment)));
}
