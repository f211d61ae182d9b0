/** What GuardDuty's finding types mean, in plain words. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html */

/** By the part behind the slash; the first one that the part begins with. */
const behaviours: readonly (readonly [string, string])[] = Object.freeze([
  ["MaliciousIPCaller.Custom", "calls from an address on your own threat list"],
  ["MaliciousIPCaller", "calls from an address that is known to be malicious"],
  ["MaliciousDomainRequest.Custom", "a request for a domain on your own threat list"],
  ["TorIPCaller", "calls through the Tor network"],
  ["KaliLinux", "calls from a Kali Linux machine, which is made for breaking in"],
  ["ParrotLinux", "calls from a Parrot Linux machine, which is made for breaking in"],
  ["PentooLinux", "calls from a Pentoo Linux machine, which is made for breaking in"],
  ["ConsoleLoginSuccess.B", "console sign-ins from several places in the world at once"],
  ["ConsoleLogin", "an unusual console sign-in"],
  ["InstanceCredentialExfiltration.OutsideAWS", "credentials of an EC2 instance used from outside AWS"],
  ["InstanceCredentialExfiltration.InsideAWS", "credentials of an EC2 instance used from another account"],
  ["InstanceCredentialExfiltration", "credentials of an EC2 instance used elsewhere"],
  ["ResourceCredentialExfiltration.OutsideAWS", "credentials of an AWS resource used from outside AWS"],
  ["ResourceCredentialExfiltration", "credentials of an AWS resource used elsewhere"],
  ["RootCredentialUsage", "use of the root user's credentials"],
  ["ShortTermRootCredentialUsage", "use of temporary credentials of the root user"],
  ["CloudTrailLoggingDisabled", "a CloudTrail trail switched off"],
  ["PasswordPolicyChange", "a weaker password policy"],
  ["ServerAccessLoggingDisabled", "access logging of a bucket switched off"],
  ["CompromisedCredentials", "several steps of an attack with stolen credentials"],
  ["CompromisedData", "several steps of an attack on data"],
]);

/** By the part before the colon, for behaviour that is only told to be unusual. */
const purposes: Readonly<Record<string, string>> = Object.freeze({
  CredentialAccess: "to get at passwords and keys",
  DefenseEvasion: "to hide or to switch off defences",
  Discovery: "to find out what there is",
  Exfiltration: "to take data away",
  Impact: "to damage or to disturb",
  InitialAccess: "to get into the account",
  Persistence: "to stay in the account",
  PrivilegeEscalation: "to get more permissions",
});

/** The type in plain words, without an end mark; undefined for one that is not known here, such as one of tomorrow. */
export function typeWords(type: string): string | undefined {
  const [, purpose = "", , behaviour = ""] = /^([^:/]+):([^/]+)\/(.+)$/.exec(type) ?? [];
  if (behaviour.startsWith("AnomalousBehavior") && Object.hasOwn(purposes, purpose)) {
    return `unusual calls, of a kind that serves ${purposes[purpose]}`;
  }
  return behaviours.find(([beginning]) => behaviour.startsWith(beginning))?.[1];
}

/** GuardDuty's bands. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
export type SeverityBand = "low" | "medium" | "high" | "critical" | "unknown";

export function bandOf(severity: number | undefined): SeverityBand {
  if (severity === undefined) return "unknown";
  if (severity >= 9) return "critical";
  if (severity >= 7) return "high";
  return severity >= 4 ? "medium" : "low";
}
