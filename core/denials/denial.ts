/** Who made a call, in the terms that an incident is gathered by: never the session name, which tools fill with timestamps. */
export interface Principal {
  /** CloudTrail's `userIdentity.type`, or "Unknown" where it is missing. */
  readonly type: string;
  /** User name, role name (from `sessionIssuer`), account id or service name; "unknown" where nothing names the caller. */
  readonly name: string;
  /** ARN of user or role without session; absent where the record has none. */
  readonly arn?: string;
  /** Account that the caller belongs to, which may differ from the account that recorded the call. */
  readonly account?: string;
  readonly session?: string;
  /** Who is behind the session, as set with `sts:SourceIdentity`. */
  readonly sourceIdentity?: string;
  readonly accessKeyId?: string;
  /** undefined: the record does not say. */
  readonly mfa?: boolean;
  /** Service that called on the principal's behalf. */
  readonly invokedBy?: string;
}

/** Where a call came from. `address` is what CloudTrail wrote, whatever it is. */
export interface Source {
  readonly kind: "public" | "private" | "service" | "aws-internal" | "masked" | "invalid" | "missing";
  readonly address: string;
  /** The address without IPv4-mapping and zone, where `kind` is public or private. */
  readonly ip?: string;
  readonly vpcEndpointId?: string;
}

/** What the error message says about the policy behind the denial. */
export interface Refusal {
  readonly effect: "explicit" | "implicit" | "unknown";
  /** For example "identity-based policy", "service control policy". */
  readonly policyType?: string;
  /** The policy itself, where the message names it: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
  readonly policyArn?: string;
}

/** One denied call or failed sign-in, whatever form its CloudTrail record had. Every text is as CloudTrail wrote it: hostile, and cut at 1,024 bytes. */
export interface Denial {
  /** `eventID`, or the log event's id where the record has none that can be one. */
  readonly eventId: string;
  readonly kind: "denial" | "authentication-failure";
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Account that recorded the call (`recipientAccountId`), else the caller's, else "unknown". */
  readonly account: string;
  readonly region: string;
  readonly principal: Principal;
  readonly eventSource: string;
  /** `eventSource` without `.amazonaws.com`. */
  readonly service: string;
  readonly action: string;
  readonly code: string;
  /** Without the encoded authorization blob, at most 1,000 characters. */
  readonly message?: string;
  /** What the message names as the resource, where it does. */
  readonly resource?: string;
  readonly refusal: Refusal;
  readonly source: Source;
  readonly userAgent?: string;
  readonly readOnly?: boolean;
}
