import type { UserSessions } from "../../clients/sessions";

/** Inline policies of users in memory. */
export interface KnownPolicies extends UserSessions {
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
