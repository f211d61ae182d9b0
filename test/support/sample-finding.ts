import type { Finding } from "../../core/findings/finding";
import { findingOf } from "../../core/findings/finding";

/** The account that sample findings are about. */
export const findingAccount = "111122223333";
export const findingRegion = "eu-central-1";
export const findingAtMs = Date.parse("2026-10-01T12:00:00Z");

export const userKey = "AKIAEXAMPLEBUILD0001";
export const sessionKey = "ASIAEXAMPLEBUILD0001";

/** `accessKeyDetails` of each kind of credential. */
export const credentials = {
  userKey: { accessKeyId: userKey, principalId: "AIDAEXAMPLEBUILD0001", userType: "IAMUser", userName: "build" },
  userSession: { accessKeyId: sessionKey, principalId: "AIDAEXAMPLEBUILD0001", userType: "IAMUser", userName: "build" },
  roleSession: {
    accessKeyId: sessionKey,
    principalId: "AROAEXAMPLEDEPLOY001:alice@example.com",
    userType: "AssumedRole",
    userName: "deploy",
  },
  root: { accessKeyId: "ASIAEXAMPLEROOT00001", principalId: findingAccount, userType: "Root", userName: "Root" },
  federated: {
    accessKeyId: sessionKey,
    principalId: `${findingAccount}:bob`,
    userType: "FederatedUser",
    userName: "bob",
  },
  foreign: { accessKeyId: userKey, principalId: "444455556666", userType: "AWSAccount", userName: "444455556666" },
} as const;

/** What may be said of a finding; all else is as GuardDuty would have it for an IAM user. */
export interface FindingChanges {
  readonly id?: string;
  readonly type?: string;
  readonly severity?: number;
  readonly title?: string;
  readonly count?: number;
  readonly updatedAtMs?: number;
  readonly account?: string;
  /** Account that the event comes from, where that is another one. */
  readonly envelopeAccount?: string;
  readonly archived?: boolean;
  readonly key?: object | null;
  readonly resource?: object;
  readonly action?: object;
  readonly additionalInfo?: object;
  /** Further members of `service`. */
  readonly service?: object;
}

const call = {
  actionType: "AWS_API_CALL",
  awsApiCallAction: {
    api: "CreateUser",
    serviceName: "iam.amazonaws.com",
    callerType: "Remote IP",
    errorCode: "AccessDenied",
    userAgent: "aws-cli/2.15",
    remoteIpDetails: {
      ipAddressV4: "198.51.100.7",
      organization: { asn: "64496", asnOrg: "Example Networks", isp: "Example", org: "Example" },
      country: { countryName: "Netherlands" },
      city: { cityName: "Amsterdam" },
      geoLocation: { lat: 52.4, lon: 4.9 },
    },
    affectedResources: {},
  },
};

/** A finding as EventBridge hands it on. */
export function findingEvent(changes: FindingChanges = {}): Record<string, unknown> {
  const { id = "0123456789abcdef0123456789abcdef", updatedAtMs = findingAtMs, account = findingAccount } = changes;
  const { key = credentials.userKey, severity = 5, count = 1, archived = false } = changes;
  const time = new Date(updatedAtMs).toISOString();
  return {
    version: "0",
    id: `7bf73129-1428-4cd3-a780-${String(updatedAtMs).slice(-12).padStart(12, "0")}`,
    "detail-type": "GuardDuty Finding",
    source: "aws.guardduty",
    account: changes.envelopeAccount ?? account,
    time,
    region: findingRegion,
    resources: [],
    detail: {
      schemaVersion: "2.0",
      accountId: account,
      region: findingRegion,
      partition: "aws",
      id,
      arn: `arn:aws:guardduty:${findingRegion}:${account}:detector/d/finding/${id}`,
      type: changes.type ?? "UnauthorizedAccess:IAMUser/TorIPCaller",
      severity,
      createdAt: new Date(findingAtMs).toISOString(),
      updatedAt: time,
      title: changes.title ?? "API CreateUser was invoked from a Tor exit node.",
      description: "API CreateUser was invoked from Tor exit node IP address 198.51.100.7.",
      resource: {
        ...(key === null ? {} : { resourceType: "AccessKey", accessKeyDetails: key }),
        ...changes.resource,
      },
      service: {
        serviceName: "guardduty",
        detectorId: "d",
        action: changes.action ?? call,
        resourceRole: "TARGET",
        additionalInfo: changes.additionalInfo ?? {},
        eventFirstSeen: new Date(findingAtMs - 600_000).toISOString(),
        eventLastSeen: new Date(updatedAtMs - 300_000).toISOString(),
        archived,
        count,
        ...changes.service,
      },
    },
  };
}

/** An attack sequence in which a user's key and two sessions of a role take part. */
export function attackSequence(changes: FindingChanges = {}): Record<string, unknown> {
  const actor = (user: object) => ({ id: "actor", user });
  const actors = [
    actor({ name: "build", uid: "AIDAEXAMPLEBUILD0001", type: "IAMUser", credentialUid: userKey }),
    actor({ name: "deploy", uid: "AROAEXAMPLEDEPLOY001:alice", type: "AssumedRole", credentialUid: sessionKey }),
  ];
  const endpoints = [{ id: "endpoint", ip: "203.0.113.9", location: { city: "Lagos", country: "Nigeria" } }];
  const resources = [
    {
      uid: `arn:aws:iam::${findingAccount}:access-key/${userKey}`,
      resourceType: "ACCESS_KEY",
      accountId: findingAccount,
      data: { accessKey: { principalId: "AIDAEXAMPLEBUILD0001", userName: "build", userType: "IAMUser" } },
    },
  ];
  return findingEvent({
    type: "AttackSequence:IAM/CompromisedCredentials",
    severity: 9,
    key: null,
    resource: { resourceType: "AttackSequence" },
    action: {},
    ...changes,
    service: { detection: { sequence: { uid: "s", description: "…", actors, endpoints, resources, signals: [] } } },
  });
}

/** The event as the function reads it. Throws where it is none. */
export function sampleFinding(changes: FindingChanges = {}): Finding {
  return readFinding(findingEvent(changes));
}

export function readFinding(event: unknown): Finding {
  const finding = findingOf(event);
  if (finding === undefined) throw new Error("not a finding");
  return finding;
}

/** Finding types of IAM with their default severities. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html */
export const iamFindingTypes: readonly (readonly [type: string, severity: number])[] = [
  ["CredentialAccess:IAMUser/AnomalousBehavior", 5],
  ["DefenseEvasion:IAMUser/AnomalousBehavior", 5],
  ["Discovery:IAMUser/AnomalousBehavior", 2],
  ["Exfiltration:IAMUser/AnomalousBehavior", 8],
  ["Impact:IAMUser/AnomalousBehavior", 8],
  ["InitialAccess:IAMUser/AnomalousBehavior", 5],
  ["Persistence:IAMUser/AnomalousBehavior", 5],
  ["PrivilegeEscalation:IAMUser/AnomalousBehavior", 5],
  ["PenTest:IAMUser/KaliLinux", 5],
  ["PenTest:IAMUser/ParrotLinux", 5],
  ["PenTest:IAMUser/PentooLinux", 5],
  ["Policy:IAMUser/RootCredentialUsage", 2],
  ["Policy:IAMUser/ShortTermRootCredentialUsage", 2],
  ["Recon:IAMUser/MaliciousIPCaller", 5],
  ["Recon:IAMUser/MaliciousIPCaller.Custom", 5],
  ["Recon:IAMUser/TorIPCaller", 5],
  ["Stealth:IAMUser/CloudTrailLoggingDisabled", 2],
  ["Stealth:IAMUser/PasswordPolicyChange", 2],
  ["UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B", 5],
  ["UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", 8],
  ["UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS", 8],
  ["UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS", 8],
  ["UnauthorizedAccess:IAMUser/MaliciousIPCaller", 5],
  ["UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom", 5],
  ["UnauthorizedAccess:IAMUser/TorIPCaller", 5],
];
