import type { SessionPolicies } from "../../clients/sessions";

/** Inline policies of users, or of roles, in memory. */
export interface KnownPolicies extends SessionPolicies {
  /** `USER/POLICY` to document. */
  readonly documents: Map<string, string>;
}

export function knownPolicies(...users: readonly string[]): KnownPolicies {
  const documents = new Map<string, string>();
  return {
    documents,
    async putPolicy(userName, policyName, document) {
      if (!users.includes(userName)) return false;
      documents.set(`${userName}/${policyName}`, document);
      return true;
    },
    policy: (userName, policyName) => Promise.resolve(documents.get(`${userName}/${policyName}`)),
    deletePolicy: (userName, policyName) => Promise.resolve(documents.delete(`${userName}/${policyName}`)),
  };
}
