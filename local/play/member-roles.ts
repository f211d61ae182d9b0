import { forwardingRuleName, suffixes } from "../../core/members/role-names";
import { valueAt } from "../../core/cloudtrail/record";
import { actStatements, readStatements } from "../../core/members/statements";
import type { RoleSetup } from "../account/identities/setup";
import type { MemberRuleSetup } from "../account/events/member-rules";
import type { Caller } from "../account/types";
import type { Graph } from "./graph";
import { anythingRule } from "./member-bus";

/** The organization that all accounts of a local run are of, and the external id that their roles ask for. */
export const organizationStandIn = "o-localstandin";
export const externalIdStandIn = "local-external-id";

const roleArn = /^arn:([\w-]+):iam::(\d{12}):role(\/(?:[^:]*\/)?)([^/:]+)$/;

/** A statement of a function's policy, by which it reaches other accounts (`reachStatements` in `stacks/reach`). */
interface Assuming {
  readonly Sid?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/**
 * The roles in other accounts that functions may assume, as the members' template makes them: one that looks and one that
 * changes, each for those functions alone whose policies name it, with the external id and of the organization.
 */
export function memberRoles(callers: readonly Caller[]): readonly RoleSetup[] {
  const roles = new Map<string, RoleSetup>();
  for (const caller of callers) {
    for (const { arn, acts, looksUp } of assumedBy(caller)) {
      const [, partition = "", accountId = "", path = "/", name = ""] = roleArn.exec(arn) ?? [];
      if (name === "") continue;
      const place = { partition, account: accountId, roleName: acts ? name : name.replace(/-read$/, "") };
      const principals = [...(roles.get(arn)?.trust?.principals ?? []), caller.roleArn];
      const ofMember = acts ? actStatements(place) : readStatements(place);
      const Statement = looksUp ? [organizationStatement(partition, accountId)] : ofMember;
      roles.set(arn, {
        ...{ accountId, name, path },
        trust: { principals, externalId: externalIdStandIn, organizationId: organizationStandIn },
        inlinePolicies: { "api-warden": JSON.stringify({ Version: "2012-10-17", Statement }) },
      });
    }
  }
  return [...roles.values()];
}

const fromMembers = "from-members-";

/** The rules that send the members' events on, as the template makes them: of all that the hub's bus takes, in every watched region. */
export function memberRules(roles: readonly RoleSetup[], graph: Graph): readonly MemberRuleSetup[] {
  const rules = graph.all("aws:cloudwatch/eventRule:EventRule");
  const events = rules.filter(({ name }) => name.startsWith(fromMembers) && name !== anythingRule);
  const regions = new Set([graph.account.region, ...rules.map((rule) => graph.regionOf(rule))]);
  return roles
    .filter(({ name }) => name.endsWith("-read"))
    .flatMap(({ accountId = "", name }) =>
      [...regions].flatMap((region) =>
        events.map((event) => ({
          ...{ accountId, region },
          name: forwardingRuleName({ role: name.replace(/-read$/, "") }, event.name.slice(fromMembers.length)),
        })),
      ),
    );
}

/** What docs/configuration.md asks of the role that looks accounts up. */
function organizationStatement(partition: string, accountId: string): object {
  const place = `arn:${partition}:organizations::${accountId}`;
  return {
    Sid: "LookAtAccounts",
    Effect: "Allow",
    Action: [
      "organizations:DescribeAccount",
      "organizations:DescribeOrganizationalUnit",
      "organizations:ListParents",
      "organizations:ListTagsForResource",
    ],
    Resource: [`${place}:account/o-*`, `${place}:ou/o-*`],
  };
}

interface Assumed {
  readonly arn: string;
  readonly acts: boolean;
  /** The role that asks AWS Organizations (`stacks/account-look-up`). */
  readonly looksUp: boolean;
}

function assumedBy({ policies }: Caller): Assumed[] {
  const statements = policies.flatMap(({ Statement }) => [Statement].flat() as readonly Assuming[]);
  return statements
    .filter(({ Action }) => [Action].flat().includes("sts:AssumeRole"))
    .flatMap((statement) =>
      statement.Sid === "OrganizationRole" ? organizationRole(statement) : membersRoles(statement),
    );
}

function organizationRole({ Resource }: Assuming): Assumed[] {
  return textsOf(Resource).map((arn) => ({ arn, acts: false, looksUp: true }));
}

/** In each of the accounts that the condition lists; the role that another one is named after, with an ending, is the one that acts. */
function membersRoles({ Resource, Condition }: Assuming): Assumed[] {
  const accounts = textsOf(valueAt(Condition, "StringEquals", "aws:ResourceAccount"));
  const arns = textsOf(Resource);
  return arns.flatMap((arn) =>
    accounts.map((account) => ({
      arn: arn.replace("::*:", `::${account}:`),
      acts: !arn.endsWith(suffixes.read) || arns.includes(`${arn}${suffixes.read}`),
      looksUp: false,
    })),
  );
}

function textsOf(value: unknown): string[] {
  return [value].flat().filter((one) => typeof one === "string");
}
