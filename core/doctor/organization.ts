import type { Configuration } from "../configuration/configuration";
import type { AccountFacts, OrganizationFacts } from "./facts";
import type { DoctorLine } from "./line";
import { linesOf } from "./line";
import type { Seen } from "./seen";
import { valueOf } from "./seen";

const about = "organization";
const cloudTrail = "cloudtrail.amazonaws.com";
const health = "health.amazonaws.com";

/** What of the settings takes an organization. */
interface Wishes {
  readonly organizationTrail: boolean;
  readonly looksUp: boolean;
  readonly hasMembers: boolean;
}

/** Whether the account is where it has to be in its organization for what the settings ask. */
export function organizationLines(
  { place, organization }: Pick<AccountFacts, "place" | "organization">,
  { trail, accountLookUp, memberRole }: Configuration,
): readonly DoctorLine[] {
  if (organization === undefined) return [];
  const wishes: Wishes = {
    organizationTrail: trail.kind === "create" && trail.organization,
    looksUp: accountLookUp !== undefined && accountLookUp.role === undefined,
    hasMembers: memberRole !== undefined,
  };
  return linesOf(about, organization, (found) =>
    found === undefined
      ? withoutOrganization(wishes)
      : [membership(found, place.accountId), ...wishLines(found, place.accountId, wishes)],
  );
}

function withoutOrganization(wishes: Wishes): DoctorLine[] {
  const found = "the account is in none";
  const fails = (follows: string, remedy: string): DoctorLine => ({
    level: "fails",
    about,
    found,
    follows,
    do: remedy,
  });
  const lines = [
    ...(wishes.organizationTrail
      ? [fails("there can be no trail of it", "set api-warden:trail.organization to false")]
      : []),
    ...(wishes.looksUp ? [fails("no account can be looked up", "set api-warden:organization.lookUp to false")] : []),
    ...(wishes.hasMembers ? [fails("roles of members trust its id", "leave api-warden:memberRole out")] : []),
  ];
  return lines.length === 0 ? [{ level: "notes", about, found }] : lines;
}

function membership({ id, managementAccountId, delegatedServices }: OrganizationFacts, accountId: string): DoctorLine {
  const delegated = valueOf(delegatedServices) ?? [];
  const role =
    managementAccountId === accountId
      ? "this is its management account"
      : `managed by account ${managementAccountId}${delegated.length === 0 ? "" : `; this account administers ${delegated.join(", ")}`}`;
  return { level: "notes", about, found: `${id}, ${role}` };
}

function wishLines(found: OrganizationFacts, accountId: string, wishes: Wishes): DoctorLine[] {
  const isManagement = found.managementAccountId === accountId;
  return [
    ...(wishes.organizationTrail ? trailWish(found, isManagement) : []),
    ...(wishes.looksUp && !isManagement ? [lookUpWish(found)] : []),
    ...(wishes.hasMembers ? [healthNote(found, isManagement)] : []),
  ];
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-an-organizational-trail-prepare.html */
function trailWish(found: OrganizationFacts, isManagement: boolean): DoctorLine[] {
  const administers = isManagement ? "yes" : holds(found.delegatedServices, cloudTrail);
  const isTrusted = holds(found.trustedServices, cloudTrail);
  const fails = (what: string, follows: string, remedy: string): DoctorLine[] => [
    { level: "fails", about: "trail of the organization", found: what, follows, do: remedy },
  ];
  return [
    ...(administers === "no"
      ? fails(
          "this account is neither its management account nor CloudTrail's delegated administrator",
          "CloudTrail refuses the trail (NotOrganizationMasterAccountException)",
          `deploy into account ${found.managementAccountId}, or have this one registered (aws cloudtrail register-organization-delegated-admin)`,
        )
      : []),
    ...(isTrusted === "no"
      ? fails(
          "CloudTrail is not let into its accounts",
          "CloudTrail refuses the trail (CloudTrailAccessNotEnabledException)",
          "aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com, in the management account",
        )
      : []),
    ...([administers, isTrusted].includes("unknown")
      ? [unknownLine("trail of the organization", "whether CloudTrail lets this account make one")]
      : []),
  ];
}

function lookUpWish({ delegatedServices, managementAccountId }: OrganizationFacts): DoctorLine {
  const what = "names of accounts";
  const delegated = valueOf(delegatedServices);
  if (delegated === undefined) return unknownLine(what, "whether this account may look accounts up");
  if (delegated.length > 0)
    return { level: "notes", about: what, found: "this account administers a service, so it may ask" };
  return {
    level: "fails",
    about: what,
    found: "this account may not ask AWS Organizations",
    follows: "messages carry ids without names",
    do: `set api-warden:organization.role to a role of account ${managementAccountId} that may, or write the accounts down`,
  };
}

/** A rule sees AWS Health's events of its own account. https://docs.aws.amazon.com/health/latest/ug/delegated-administrator-organizational-view.html */
function healthNote({ delegatedServices }: OrganizationFacts, isManagement: boolean): DoctorLine {
  const what = "leaked keys of members";
  if (isManagement || holds(delegatedServices, health) === "yes")
    return {
      level: "notes",
      about: what,
      found: "AWS Health's organizational view can be had here, beside the members' own rules",
    };
  return {
    level: "notes",
    about: what,
    found: "AWS Health tells each account of its own keys",
    follows: "they are heard of by the rules of the members' template alone",
    do: "deploy the template into every account (warden members --template)",
  };
}

function holds(services: Seen<readonly string[]>, service: string): "yes" | "no" | "unknown" {
  const found = valueOf(services);
  return found === undefined ? "unknown" : found.includes(service) ? "yes" : "no";
}

function unknownLine(what: string, unknown: string): DoctorLine {
  return {
    level: "unseen",
    about: what,
    found: `could not be seen: ${unknown}; only the management account and delegated administrators may ask AWS Organizations`,
  };
}
