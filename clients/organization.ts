import type {
  ListParentsCommandOutput,
  ListTagsForResourceCommandOutput,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";

import type { OrganizationAccount } from "../core/organization/organization";
import { knownAccount } from "../core/organization/known-account";
import type { Signer } from "./role-sessions";

/** The list that AWS Organizations keeps of accounts. */
export interface AccountList {
  /** What it says of an account; undefined where it has none of that id. Throws what Organizations says. */
  account(id: string): Promise<OrganizationAccount | undefined>;
}

/** Which tags name an account's owner and environment. */
export interface TagKeys {
  readonly ownerTag: string;
  readonly environmentTag: string;
}

/**
 * A look-up is worth less than the message that waits for it: one more try, and each for a second at most.
 * https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-node-http-handler/Interface/NodeHttpHandlerOptions/
 */
const lookUpLimits = Object.freeze({
  maxAttempts: 2,
  requestHandler: Object.freeze({
    connectionTimeout: 1_000,
    socketTimeout: 1_000,
    requestTimeout: 1_000,
    throwOnRequestTimeout: true,
  }),
});

/** Units are nested five deep at most. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const mostUnits = 5;

/** Tags come in pages; an account has 50 at most. */
const mostPages = 5;

/** Organizations' words for an account that it does not have. https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html */
const notThere: readonly string[] = Object.freeze([
  "AccountNotFoundException",
  "ChildNotFoundException",
  "TargetNotFoundException",
]);

/** Asks as the management account, or as whoever signs. Loads the client with the first account. */
export function organizationAccounts({ ownerTag, environmentTag }: TagKeys, signer: Signer = {}): AccountList {
  const kept: { client?: OrganizationsClient; readonly units: Record<string, Promise<string>> } = { units: {} };
  const sdk = () => require("@aws-sdk/client-organizations") as typeof import("@aws-sdk/client-organizations");
  const client = () => (kept.client ??= new (sdk().OrganizationsClient)({ ...lookUpLimits, ...signer }));

  async function nameOf(AccountId: string): Promise<string | undefined> {
    const { DescribeAccountCommand } = sdk();
    const { Account } = await client().send(new DescribeAccountCommand({ AccountId }));
    return Account?.Name;
  }

  function unitName(OrganizationalUnitId: string): Promise<string> {
    const found = kept.units[OrganizationalUnitId];
    if (found !== undefined) return found;
    const { DescribeOrganizationalUnitCommand } = sdk();
    const asked = client()
      .send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId }))
      .then(({ OrganizationalUnit }) => OrganizationalUnit?.Name ?? OrganizationalUnitId);
    kept.units[OrganizationalUnitId] = asked;
    asked.catch(() => delete kept.units[OrganizationalUnitId]);
    return asked;
  }

  async function unitsAbove(id: string): Promise<string[]> {
    const { ListParentsCommand } = sdk();
    const names: Promise<string>[] = [];
    let ChildId: string | undefined = id;
    while (ChildId !== undefined && names.length < mostUnits) {
      const answer: ListParentsCommandOutput = await client().send(new ListParentsCommand({ ChildId }));
      const [parent] = answer.Parents ?? [];
      ChildId = parent?.Type === "ORGANIZATIONAL_UNIT" ? parent.Id : undefined;
      if (ChildId !== undefined) names.unshift(unitName(ChildId));
    }
    return Promise.all(names);
  }

  async function tagsOf(ResourceId: string): Promise<Record<string, string>> {
    const { ListTagsForResourceCommand } = sdk();
    const tags: Record<string, string> = {};
    let NextToken: string | undefined;
    for (let page = 0; page === 0 || (NextToken !== undefined && page < mostPages); page += 1) {
      const asked = new ListTagsForResourceCommand({ ResourceId, NextToken });
      const answer: ListTagsForResourceCommandOutput = await client().send(asked);
      for (const { Key, Value } of answer.Tags ?? []) if (Key !== undefined && Value !== undefined) tags[Key] = Value;
      NextToken = answer.NextToken;
    }
    return tags;
  }

  return {
    async account(id) {
      try {
        const [name, units, tags] = await Promise.all([nameOf(id), unitsAbove(id), tagsOf(id)]);
        return knownAccount({ name, units, tags }, { ownerTag, environmentTag });
      } catch (error) {
        if (notThere.includes(String((error as { name?: unknown } | null)?.name))) return undefined;
        throw error;
      }
    },
  };
}
