/**
 * Denies everything to sessions that were made before a time. A long-term key has no `aws:TokenIssueTime`, so the user's
 * other key works on, as do sessions that are made later.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export function revokePolicy(beforeMs: number): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "SessionsMadeBefore",
        Effect: "Deny",
        Action: ["*"],
        Resource: ["*"],
        Condition: { DateLessThan: { "aws:TokenIssueTime": new Date(beforeMs).toISOString() } },
      },
    ],
  });
}

/** Leads the names of the policies that end sessions, so that a role may touch no other. */
export const revokePolicyPrefix = "ApiWardenRevokeSessions-";
