import { at, isGiven, known, notKnown, objectsOf } from "./known";
import type { DeclaredResource, ResourceRule } from "./rule";
import type { Statement } from "./statements";
import { isOpenToEverybody, statementsOf } from "./statements";
import { isWildcardAction, wideResources } from "./wildcards";

const roleType = "aws:iam/role:Role";
const documentTypes = [
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/policy:Policy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  roleType,
];
const attachmentTypes = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
  roleType,
];

/** What a role, user or group is allowed by the resource itself. */
function allowedBy({ type, properties }: DeclaredResource): Statement[] {
  const documents =
    type === roleType ? objectsOf(properties.inlinePolicies).map(({ policy }) => policy) : [properties.policy];
  if (type === roleType && properties.inlinePolicies === notKnown) known(notKnown);
  return documents.flatMap(statementsOf).filter(({ isAllowed }) => isAllowed);
}

function managedPolicies({ properties }: DeclaredResource): string[] {
  const { policyArn, policyArns, managedPolicyArns } = properties;
  return [policyArn, known(policyArns), known(managedPolicyArns)].flat().filter(isGiven).map(String);
}

/** Managed policies of AWS that allow a whole service, or everything. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const fullAccess = /:aws:policy\/(?:.*\/)?[^/]*(?:FullAccess|AdministratorAccess|PowerUserAccess|Administrator)[^/]*$/i;

export const roleRules: readonly ResourceRule[] = [
  {
    name: "no-wildcard-action",
    description: "A role allows the actions that are named, none by a pattern.",
    severity: "high",
    steps: "Name each action. Play the stack with `npm start`: a call that its role does not allow is in the effects.",
    url: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    types: documentTypes,
    *check(resource) {
      for (const { label, actions, exclusions } of allowedBy(resource)) {
        for (const action of actions.filter(isWildcardAction)) yield `statement ${label} allows ${action}`;
        if (exclusions.includes("NotAction")) yield `statement ${label} allows all but some actions (NotAction)`;
      }
    },
  },
  {
    name: "no-wildcard-resource",
    description: "A role names what its actions are for; only actions that AWS can't narrow down have the resource *.",
    severity: "high",
    steps:
      "Name the ARN. Where AWS has no resource type for an action, give it a statement of its own, and name it in unscopedActions if the pack does not know it.",
    url: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    settings: {
      unscopedActions: {
        type: "array",
        items: { type: "string" },
        description: "further actions for which AWS has no resource type",
        default: [],
      },
    },
    types: documentTypes,
    *check(resource, { settings }) {
      for (const statement of allowedBy(resource)) {
        const { label, actions, exclusions } = statement;
        if (exclusions.includes("NotResource")) yield `statement ${label} allows all but some resources (NotResource)`;
        for (const wide of wideResources(statement, settings.unscopedActions as string[]))
          yield `statement ${label} allows ${actions.join(", ")} on ${wide}`;
      }
    },
  },
  {
    name: "no-managed-full-access",
    description: "No managed policy of AWS that allows a whole service is attached.",
    severity: "high",
    steps: "Write an inline policy with the calls that are made.",
    types: attachmentTypes,
    *check(resource) {
      for (const arn of managedPolicies(resource).filter((one) => fullAccess.test(one))) yield `it has ${arn}`;
    },
  },
  {
    name: "role-trust-closed",
    description: "Nobody unknown can take on a role.",
    severity: "critical",
    steps: "Name the principal in the trust policy, or add a condition on the account or organization.",
    types: [roleType],
    *check({ properties }) {
      for (const statement of statementsOf(at(properties, "assumeRolePolicy")))
        if (isOpenToEverybody(statement)) yield `statement ${statement.label} of its trust lets everybody in`;
    },
  },
];
