/** A user's key with its last use, as IAM has it. */
export interface KeyWithUse {
  readonly accessKeyId: string;
  readonly isActive: boolean;
  readonly lastUsed?: { readonly atMs: number; readonly service: string; readonly region: string } | undefined;
}

/** Names of the policies of a user or role, the first hundred of each kind; IAM's own quotas are far below. */
export interface NamedPolicies {
  readonly attached: readonly string[];
  readonly inline: readonly string[];
  readonly groups: readonly { readonly name: string; readonly attached: readonly string[] }[];
}
