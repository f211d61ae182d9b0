import type { OriginDoubt } from "../actions/action";
import type { AddressGroups, NetworkBlock } from "../cloudtrail/network";
import { isInBlock, parseAddress, parseNetwork } from "../cloudtrail/network";
import type { Source } from "../denials/denial";
import { awsOwnership } from "./aws-addresses";
import { originDoubt } from "./origin-doubt";

/** Where calls with long-term keys may come from, as the stack is configured. Plain data. */
export interface CountryRule {
  /** CIDR blocks and single addresses, looked at before any country. */
  readonly allowedNetworks: readonly string[];
  /** ISO 3166-1 alpha-2, in which Puerto Rico, Guam and the other territories have codes of their own; undefined: off. */
  readonly allowedCountries: readonly string[] | undefined;
  /** ISO date of the country data. */
  readonly dataDate: string;
  /** Older data says nothing. */
  readonly maxAgeDays: number;
}

/** What the address of a call says about it. Only `foreign` speaks against the key. */
export type OriginFinding = Origin & {
  /** Why whatever else speaks against a key that is used from there is asked about at most; absent where nothing is doubtful. */
  readonly doubt?: OriginDoubt;
};

type Origin =
  | { readonly kind: "allowed"; readonly by: "network" }
  | { readonly kind: "allowed"; readonly by: "country"; readonly country: string }
  | { readonly kind: "unknown"; readonly why: "no-internet-address" | "stale-data" | "no-country" | "rule-off" }
  | { readonly kind: "foreign"; readonly country: string };

/** Looks at the source of one call, made at this time. */
export type OriginCheck = (source: Source, atMs: number) => OriginFinding;

const dayMs = 86_400_000;

/** How many addresses are remembered; an attacker may bring any number of them. */
const mostRemembered = 10_000;

const noInternetAddress: Origin = Object.freeze({ kind: "unknown", why: "no-internet-address" });
const stale: Origin = Object.freeze({ kind: "unknown", why: "stale-data" });
const noCountry: Origin = Object.freeze({ kind: "unknown", why: "no-country" });
const off: Origin = Object.freeze({ kind: "unknown", why: "rule-off" });
const byNetwork: Origin = Object.freeze({ kind: "allowed", by: "network" });

/**
 * Makes the check for one set of rules, once per container: networks are read once, and each address is looked up once.
 * `lookup` gives the country of an address, or undefined or "" where the data has none; where it throws, nothing is known.
 */
export function originCheck(rule: CountryRule, lookup: (address: string) => string | undefined): OriginCheck {
  const networks = rule.allowedNetworks.flatMap((network) => parseNetwork(network) ?? []);
  const countries = rule.allowedCountries === undefined ? undefined : new Set(rule.allowedCountries);
  const isAwsOwned = awsOwnership();
  const byAddress = new Map<string, OriginFinding>();
  const staleFromMs = Date.parse(rule.dataDate) + (rule.maxAgeDays + 1) * dayMs;

  function look({ kind, ip, vpcEndpointId }: Source): Origin {
    const groups = ip === undefined ? undefined : parseAddress(ip);
    if (ip === undefined || groups === undefined) return noInternetAddress;
    if (isInOneOf(groups, networks)) return byNetwork;
    if (countries === undefined) return off;
    if (kind !== "public" || vpcEndpointId !== undefined) return noInternetAddress;
    const country = countryOf(ip, lookup);
    if (country === undefined) return noCountry;
    return countries.has(country) ? { kind: "allowed", by: "country", country } : { kind: "foreign", country };
  }

  function lookWithDoubt(source: Source): OriginFinding {
    const origin = look(source);
    return withDoubt(origin, originDoubt(source, isAwsOwned) ?? (origin === noCountry ? "unknown-origin" : undefined));
  }

  return (source, atMs) => {
    const key = `${source.vpcEndpointId === undefined ? "" : "vpc "}${source.address}`;
    let finding = byAddress.get(key);
    if (finding === undefined) {
      if (byAddress.size >= mostRemembered) byAddress.clear();
      byAddress.set(key, (finding = lookWithDoubt(source)));
    }
    const saysCountry = finding.kind === "foreign" || (finding.kind === "allowed" && finding.by === "country");
    return saysCountry && !(atMs < staleFromMs) ? withDoubt(stale, finding.doubt ?? "unknown-origin") : finding;
  };
}

function withDoubt(origin: Origin, doubt: OriginDoubt | undefined): OriginFinding {
  return doubt === undefined ? origin : { ...origin, doubt };
}

function isInOneOf(groups: AddressGroups, blocks: readonly NetworkBlock[]): boolean {
  return blocks.some((block) => isInBlock(groups, block));
}

function countryOf(address: string, lookup: (address: string) => string | undefined): string | undefined {
  try {
    return lookup(address) || undefined;
  } catch {
    return undefined;
  }
}
