import { isInNetwork, parseAddress } from "../cloudtrail/network";
import type { Denial } from "./denial";
import { isChange, isRootDenial, isTrailTampering } from "./stakes";

/**
 * Denials that are expected. Every matcher given has to match; one without any matches nothing. In text `*` stands for
 * anything; case does not matter.
 */
export interface Mute {
  readonly name: string;
  /** Event source, with or without its DNS suffix: "s3" or "s3.amazonaws.com". */
  readonly source?: string;
  /** Event name. */
  readonly event?: string;
  /** Name or ARN of the principal, or the service that calls on its behalf. */
  readonly principal?: string;
  /** Account that recorded the call. */
  readonly account?: string;
  /** CIDR block or address, or text compared with `sourceIPAddress` ("config.amazonaws.com"). */
  readonly address?: string;
  /** Error code. */
  readonly error?: string;
  readonly owner: string;
  readonly reason: string;
  /** ISO 8601 time up to which it holds; a date alone holds to the end of that day in UTC. One that cannot be read has expired. */
  readonly expires?: string;
}

export interface MuteDecision {
  /** The first mute that holds. */
  readonly mute?: Mute;
  /** Where none holds: the first that would have, had it not expired. */
  readonly expired?: Mute;
}

/**
 * Denials that AWS services cause in accounts where all is well. Each names the service that calls and what it does: a
 * service's address alone would also cover an attacker who works from inside it.
 */
export const defaultMutes: readonly Mute[] = [
  {
    name: "log-delivery-head-bucket",
    source: "s3.amazonaws.com",
    event: "HeadBucket",
    address: "delivery.logs.amazonaws.com",
    owner: "API Warden",
    reason: "log delivery probes its bucket; excluded by CIS AWS Foundations Benchmark v6.0.0 5.1 too",
  },
  {
    name: "config-recorder",
    principal: "config.amazonaws.com",
    address: "config.amazonaws.com",
    owner: "API Warden",
    reason: "AWS Config asks for settings of every resource, also where a resource policy does not let it",
  },
  {
    name: "cloudfront-get-object",
    source: "s3.amazonaws.com",
    event: "GetObject",
    principal: "cloudfront.amazonaws.com",
    address: "cloudfront.amazonaws.com",
    owner: "API Warden",
    reason: "S3 answers CloudFront with a denial when a visitor asks for an object that does not exist",
  },
  {
    name: "cloudfront-head-object",
    source: "s3.amazonaws.com",
    event: "HeadObject",
    principal: "cloudfront.amazonaws.com",
    address: "cloudfront.amazonaws.com",
    owner: "API Warden",
    reason: "S3 answers CloudFront with a denial when a visitor asks for an object that does not exist",
  },
];

/** Which mute covers a denial, if any. What `cannotBeMuted` for its principal or action is covered by none. */
export function muteFor(denial: Denial, mutes: readonly Mute[], nowMs: number): MuteDecision {
  if (cannotBeMuted(denial)) return {};
  const matching = mutes.filter((mute) => matches(mute, denial));
  const mute = matching.find((candidate) => !hasExpired(candidate, nowMs));
  if (mute !== undefined) return { mute };
  const [expired] = matching;
  return expired === undefined ? {} : { expired };
}

/**
 * Root use, tampering with logging or detection, and changes that name one of Warden's own resources are told of whatever
 * the mutes say. `namesOwn` is asked about what the denial's message names and `named`, what else its record names.
 */
export function cannotBeMuted(
  denial: Denial,
  namesOwn: (value: unknown) => boolean = () => false,
  named?: unknown,
): boolean {
  if (isRootDenial(denial) || isTrailTampering(denial)) return true;
  return isChange(denial) && namesOwn([denial.resource, denial.message, named]);
}

function matches(mute: Mute, denial: Denial): boolean {
  const { principal, source } = denial;
  const { source: service, event, principal: who, account, error, address } = mute;
  // Most mutes fail at their first question, and each further one takes its time.
  return (
    [service, event, who, account, error, address].some((pattern) => pattern !== undefined) &&
    (service === undefined || matchesAny(service, denial.eventSource, denial.service)) &&
    (event === undefined || matchesGlob(event, denial.action)) &&
    (who === undefined || matchesAny(who, principal.name, principal.arn, principal.invokedBy)) &&
    (account === undefined || matchesGlob(account, denial.account)) &&
    (error === undefined || matchesGlob(error, denial.code)) &&
    (address === undefined || matchesAddress(address, source.address, source.ip))
  );
}

function matchesAny(pattern: string, ...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && matchesGlob(pattern, text));
}

function matchesAddress(pattern: string, address: string, ip: string | undefined): boolean {
  const groups = ip === undefined ? undefined : parseAddress(ip);
  if (groups !== undefined && isInNetwork(groups, pattern)) return true;
  return matchesGlob(pattern, address);
}

/** Each piece between stars at its first possible place: enough without backtracking, as a star takes anything. */
function matchesGlob(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  const last = rest.pop();
  const lowerCase = text.toLowerCase();
  if (last === undefined) return lowerCase === first;
  if (!lowerCase.startsWith(first)) return false;
  let position = first.length;
  for (const piece of rest) {
    const found = lowerCase.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return lowerCase.length - last.length >= position && lowerCase.endsWith(last);
}

function hasExpired({ expires }: Mute, nowMs: number): boolean {
  if (expires === undefined) return false;
  const isDateAlone = /^\d{4}-\d\d-\d\d$/.test(expires);
  const endMs = Date.parse(isDateAlone ? `${expires}T23:59:59.999Z` : expires);
  return !(nowMs <= endMs);
}
