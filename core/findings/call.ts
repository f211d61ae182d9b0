import { serviceOfHost } from "../cloudtrail/partition";
import { textAt, valueAt } from "../cloudtrail/record";

/** What was done and from where. */
export interface FindingCall {
  /** `service:Operation`, or the operation alone; for other findings the kind of action, such as `DNS_REQUEST`. */
  readonly name: string | undefined;
  readonly errorCode: string | undefined;
  readonly userAgent: string | undefined;
  readonly origins: readonly FindingOrigin[];
  /** Names of the lists that the address or domain stands on. */
  readonly threatLists: readonly string[];
}

/** Where a call came from. */
export interface FindingOrigin {
  /** IPv4 or IPv6. */
  readonly address: string | undefined;
  /** Host name, of a caller that is a service or of a name that was asked for. */
  readonly domain: string | undefined;
  /** Another account whose resource called. */
  readonly account: string | undefined;
  readonly country: string | undefined;
  readonly city: string | undefined;
  /** Whose network it is. */
  readonly network: string | undefined;
}

const mostOrigins = 5;
const mostLists = 5;

/** Reads `service.action`, whatever kind of action it is, and the endpoints of an attack sequence. */
export function callOf(detail: unknown): FindingCall {
  const service = valueAt(detail, "service");
  const action = actionIn(valueAt(service, "action"));
  const origins = [originOf(action), ...portProbes(action), ...endpoints(service)];
  return {
    name: nameOf(action) ?? textAt(service, "action", "actionType"),
    errorCode: textAt(action, "errorCode"),
    userAgent: textAt(action, "userAgent"),
    origins: origins.filter(saysSomething).slice(0, mostOrigins),
    threatLists: [...new Set([...listNames(service)])].slice(0, mostLists),
  };
}

/** The one object beside `actionType`: `awsApiCallAction`, `networkConnectionAction` and so on. */
function actionIn(action: unknown): unknown {
  if (typeof action !== "object" || action === null) return undefined;
  return Object.values(action).find((value) => typeof value === "object" && value !== null) as unknown;
}

function nameOf(action: unknown): string | undefined {
  const api = textAt(action, "api");
  const host = textAt(action, "serviceName");
  if (api === undefined) return undefined;
  return host === undefined ? api : `${serviceOfHost(host) ?? host}:${api}`;
}

function originOf(action: unknown): FindingOrigin {
  const remote = valueAt(action, "remoteIpDetails");
  return {
    address: textAt(remote, "ipAddressV4") ?? textAt(remote, "ipAddressV6"),
    domain: textAt(action, "domainDetails", "domain") ?? textAt(action, "domain"),
    account: textAt(action, "remoteAccountDetails", "accountId"),
    country: textAt(remote, "country", "countryName") ?? textAt(remote, "country", "countryCode"),
    city: textAt(remote, "city", "cityName"),
    network: textAt(remote, "organization", "asnOrg") ?? textAt(remote, "organization", "org"),
  };
}

function portProbes(action: unknown): FindingOrigin[] {
  const probes = valueAt(action, "portProbeDetails");
  return (Array.isArray(probes) ? (probes as unknown[]) : []).map(originOf);
}

/** https://docs.aws.amazon.com/guardduty/latest/APIReference/API_NetworkEndpoint.html */
function endpoints(service: unknown): FindingOrigin[] {
  const list = valueAt(service, "detection", "sequence", "endpoints");
  return (Array.isArray(list) ? (list as unknown[]) : []).map((endpoint) => ({
    address: textAt(endpoint, "ip"),
    domain: textAt(endpoint, "domain"),
    account: undefined,
    country: textAt(endpoint, "location", "country"),
    city: textAt(endpoint, "location", "city"),
    network: textAt(endpoint, "autonomousSystem", "name"),
  }));
}

function saysSomething({ address, domain, account }: FindingOrigin): boolean {
  return address !== undefined || domain !== undefined || account !== undefined;
}

function listNames(service: unknown): string[] {
  const evidence = valueAt(service, "evidence", "threatIntelligenceDetails");
  const named = (Array.isArray(evidence) ? (evidence as unknown[]) : []).flatMap(
    (one) => textAt(one, "threatListName") ?? [],
  );
  const additional = textAt(service, "additionalInfo", "threatListName");
  return [...(additional === undefined ? [] : [additional]), ...named];
}
