/** Of what a value is in a policy: a text, or what stands for one until the policy is made. */
export interface TrustValues<Text, Texts> {
  /** ARNs of the roles that may assume it, each by itself. */
  readonly principals: Texts;
  readonly externalId: Text;
  readonly organizationId: Text;
}

/**
 * Who may assume a member's role: the hub's functions by their roles' ARNs, from within the organization, with the external id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function memberTrust<Text, Texts>({ principals, externalId, organizationId }: TrustValues<Text, Texts>) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TrustHub",
        Effect: "Allow",
        Principal: { AWS: principals },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": externalId, "aws:PrincipalOrgID": organizationId } },
      },
    ],
  } as const;
}

/** Who may send a member's events on: EventBridge, for the account's own rules. */
export function forwardTrust<Text>(account: Text) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Trust",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ],
  } as const;
}
