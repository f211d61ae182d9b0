import type { Denial } from "./denial";

/** Actions by service, as in `Denial.service`; a `*` at the end stands for any ending. */
type ActionTable = Readonly<Record<string, readonly string[]>>;

/**
 * Calls that blind an account. CloudTrail: CIS AWS Foundations Benchmark 5.5 and the selectors that it misses; Config: CIS
 * 5.9; the others: MITRE ATT&CK T1562.008 (https://attack.mitre.org/techniques/T1562/008/).
 */
const tamperingActions: ActionTable = Object.freeze({
  cloudtrail: [
    "StopLogging",
    "DeleteTrail",
    "UpdateTrail",
    "PutEventSelectors",
    "PutInsightSelectors",
    "DeleteEventDataStore",
    "StopEventDataStoreIngestion",
  ],
  config: ["StopConfigurationRecorder", "DeleteConfigurationRecorder", "DeleteDeliveryChannel"],
  ec2: ["DeleteFlowLogs"],
  guardduty: [
    "DeleteDetector",
    "UpdateDetector",
    "DeletePublishingDestination",
    "DisassociateFromAdministratorAccount",
    "DisassociateFromMasterAccount",
    "StopMonitoringMembers",
  ],
  route53resolver: ["DeleteResolverQueryLogConfig", "DisassociateResolverQueryLogConfig"],
  securityhub: ["DisableSecurityHub", "DisassociateFromAdministratorAccount"],
});

/** Services whose every change is one of identity or of who may do what: CIS 5.4, 5.7 and 5.15. */
const privilegedServices: readonly string[] = [
  "iam",
  "kms",
  "organizations",
  "secretsmanager",
  "sso",
  "identitystore",
  "rolesanywhere",
];

/**
 * Single calls that pass on privileges or hand out secrets, also those that CloudTrail marks read-only: MITRE ATT&CK T1552
 * and T1555.006 for secrets, T1098 and T1548 for privileges; the bucket calls are those of CIS 5.8.
 */
const stakesActions: ActionTable = Object.freeze({
  ec2: [
    "GetPasswordData",
    "AssociateIamInstanceProfile",
    "ReplaceIamInstanceProfileAssociation",
    "ModifySnapshotAttribute",
    "ModifyImageAttribute",
  ],
  "ec2-instance-connect": ["SendSSHPublicKey", "SendSerialConsoleSSHPublicKey"],
  iam: ["GetAccountAuthorizationDetails"],
  kms: ["Decrypt", "ReEncrypt*"],
  lambda: ["AddPermission*", "CreateFunction*", "UpdateFunctionCode*", "UpdateFunctionConfiguration*"],
  s3: [
    "PutBucketAcl",
    "PutBucketPolicy",
    "DeleteBucketPolicy",
    "PutBucketPublicAccessBlock",
    "DeleteBucketPublicAccessBlock",
  ],
  secretsmanager: ["GetSecretValue", "BatchGetSecretValue"],
  ssm: ["GetParameter*", "SendCommand", "StartSession"],
  sts: ["AssumeRole*", "AssumeRoot", "GetFederationToken", "GetSessionToken"],
});

/** Use of the root user, see `isRootUse` for the record itself. */
export function isRootDenial({ principal }: Denial): boolean {
  return principal.type === "Root" && principal.invokedBy === undefined;
}

/** Whether the call would have stopped or thinned out what is recorded or detected. */
export function isTrailTampering(denial: Denial): boolean {
  return isListed(tamperingActions, denial);
}

/** Whether the call would have raised privileges or reached secrets. */
export function isPrivilegeOrSecret(denial: Denial): boolean {
  if (isListed(stakesActions, denial)) return true;
  return privilegedServices.includes(denial.service.toLowerCase()) && isChange(denial);
}

/** Whether the call would have changed something: by `readOnly`, or by its name where the record does not say. */
export function isChange({ readOnly, action }: Denial): boolean {
  if (readOnly !== undefined) return !readOnly;
  return !/^(?:batchget|describe|get|head|list|lookup|query|scan|search|select|simulate)/i.test(action);
}

function isListed(table: ActionTable, { service, action }: Denial): boolean {
  const name = service.toLowerCase();
  const actions = Object.hasOwn(table, name) ? (table[name] ?? []) : [];
  return actions.some((listed) => (listed.endsWith("*") ? action.startsWith(listed.slice(0, -1)) : action === listed));
}
