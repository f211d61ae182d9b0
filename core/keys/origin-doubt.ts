import type { OriginDoubt } from "../actions/action";
import { parseAddress } from "../cloudtrail/network";
import type { Source } from "../denials/denial";
import type { awsOwnership } from "./aws-addresses";

/**
 * What makes the source of a call doubtful, whatever country it is in: no address of the Internet (a private one, a call through
 * a VPC endpoint, the host name of a service, none at all), or one of AWS's own. Undefined for any other address.
 */
export function originDoubt(
  { kind, ip, vpcEndpointId }: Source,
  isAwsOwned: ReturnType<typeof awsOwnership>,
): OriginDoubt | undefined {
  const groups = ip === undefined ? undefined : parseAddress(ip);
  if (groups === undefined || kind !== "public" || vpcEndpointId !== undefined) return "unknown-origin";
  return isAwsOwned(groups) ? "aws-owned-address" : undefined;
}

/** The doubt about several things together, of which each may have one. */
export function firstDoubt(all: readonly { readonly doubt?: OriginDoubt | undefined }[]): OriginDoubt | undefined {
  return all.find(({ doubt }) => doubt !== undefined)?.doubt;
}
