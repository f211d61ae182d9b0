/** A rule on findings of GuardDuty, by its name in the program. */
export interface FindingRule {
  readonly name: string;
  readonly description: string;
  readonly pattern: object;
}

/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html */
const anyFinding = Object.freeze({ source: ["aws.guardduty"], "detail-type": ["GuardDuty Finding"] });

/**
 * Findings that nobody has archived; one that says nothing of it is not. GuardDuty goes on telling of one that was archived by
 * hand: where it names a credential people see it marked, and nothing is done about it.
 */
const notArchived = Object.freeze({ archived: [false, { exists: false }] });

const tactics = Object.freeze([
  "CredentialAccess",
  "DefenseEvasion",
  "Discovery",
  "Exfiltration",
  "Impact",
  "InitialAccess",
  "Persistence",
  "PrivilegeEscalation",
]);

interface Family {
  readonly name: string;
  readonly description: string;
  /** Beginnings of the types: a new ending, such as `.Custom`, belongs to the family as well. */
  readonly beginnings: readonly string[];
}

/**
 * The families of finding types for which there is a playbook, because such a finding names a credential.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html
 */
export const families: readonly Family[] = Object.freeze([
  {
    name: "GuardDuty-Event-IAMUser-MaliciousIPCaller",
    description: "Calls from an address on a threat list",
    beginnings: ["UnauthorizedAccess", "Recon", "Discovery"].map((tactic) => `${tactic}:IAMUser/MaliciousIPCaller`),
  },
  {
    name: "GuardDuty-Event-IAMUser-TorIPCaller",
    description: "Calls from an exit node of Tor",
    beginnings: ["UnauthorizedAccess", "Recon"].map((tactic) => `${tactic}:IAMUser/TorIPCaller`),
  },
  {
    name: "GuardDuty-Event-IAMUser-AnomalousBehavior",
    description: "Calls that are unusual for who makes them",
    beginnings: tactics.map((tactic) => `${tactic}:IAMUser/AnomalousBehavior`),
  },
  {
    name: "GuardDuty-Event-IAMUser-PenTest",
    description: "Calls from a machine made for attacks",
    beginnings: ["PenTest:IAMUser/"],
  },
  {
    name: "GuardDuty-Event-IAMUser-RootCredentialUsage",
    description: "Calls with the credentials of the root user",
    beginnings: ["Policy:IAMUser/"],
  },
  {
    name: "GuardDuty-Event-IAMUser-Stealth",
    description: "Calls that hide what is done",
    beginnings: ["Stealth:IAMUser/"],
  },
  {
    name: "GuardDuty-Event-IAMUser-ConsoleLogin",
    description: "Sign-ins to the console from places far apart",
    beginnings: ["UnauthorizedAccess:IAMUser/ConsoleLogin"],
  },
  {
    name: "GuardDuty-Event-IAMUser-CredentialExfiltration",
    description: "Credentials of an instance or another resource in use elsewhere",
    beginnings: ["Instance", "Resource"].map((of) => `UnauthorizedAccess:IAMUser/${of}CredentialExfiltration`),
  },
  {
    name: "GuardDuty-Event-AttackSequence",
    description: "Several steps that make up one attack",
    beginnings: ["AttackSequence:"],
  },
  {
    name: "GuardDuty-Event-S3",
    description: "Calls to S3 with credentials that the finding names",
    beginnings: [
      "Discovery:S3/",
      "Exfiltration:S3/",
      "Impact:S3/",
      "PenTest:S3/",
      "Policy:S3/",
      "Stealth:S3/",
      "UnauthorizedAccess:S3/",
    ],
  },
]);

/** Rules for each family with a playbook, and one on severity alone for types that nobody has heard of yet. */
export function findingRules(minSeverity: number): readonly FindingRule[] {
  return [
    ...families.map(({ name, description, beginnings }) => ({
      name,
      description,
      pattern: patternOf({ type: typesOf(beginnings) }),
    })),
    {
      name: "GuardDuty-Event-Severity",
      description: `Findings of any type from severity ${minSeverity} on`,
      pattern: patternOf(severeFrom(minSeverity)),
    },
  ];
}

/** What all of the rules together let through, in one pattern: what another region has to send on. */
export function anyRulePattern(minSeverity: number): object {
  const beginnings = families.flatMap((family) => family.beginnings);
  return patternOf({ $or: [{ type: typesOf(beginnings) }, severeFrom(minSeverity)] });
}

function patternOf(detail: object): object {
  return { ...anyFinding, detail };
}

function typesOf(beginnings: readonly string[]): object[] {
  return beginnings.map((prefix) => ({ prefix }));
}

function severeFrom(minSeverity: number): object {
  return { service: notArchived, severity: [{ numeric: [">=", minSeverity] }] };
}
