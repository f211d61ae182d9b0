/** What is known of one account of the organization. Texts are whatever people of that organization have written. */
export interface OrganizationAccount {
  readonly name?: string | undefined;
  /** Path of the organizational unit, from the top: `Workloads/Production`. */
  readonly unit?: string | undefined;
  readonly owner?: string | undefined;
  readonly environment?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** The accounts that a stack knows more of than their ids, by account id. Plain data, uploaded with the code. */
export type Organization = Readonly<Record<string, OrganizationAccount>>;

export function accountOf(organization: Organization | undefined, id: string): OrganizationAccount | undefined {
  return organization !== undefined && Object.hasOwn(organization, id) ? organization[id] : undefined;
}

/** "shop-production (111122223333)"; the id alone where the account has no name. */
export function namedAccount(id: string, account: OrganizationAccount | undefined): string {
  return account?.name === undefined ? id : `${account.name} (${id})`;
}

/** Unit, owner and environment, each with its word, as far as they are known. */
export function placeOfAccount({ unit, owner, environment }: OrganizationAccount): [word: string, text: string][] {
  const known = [
    ["unit", unit],
    ["owner", owner],
    ["environment", environment],
  ] as const;
  return known.flatMap(([word, text]) => (text === undefined ? [] : [[word, text]]));
}
