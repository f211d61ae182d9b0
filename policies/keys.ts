import { known } from "./known";
import { topicPolicyType, topicType } from "./messaging";
import type { DeclaredResource, ResourceRule, StackRule } from "./rule";
import type { StackGraph } from "./stack-graph";
import { holdsOrUndecided } from "./stack-graph";
import type { Statement } from "./statements";
import { isOpenToEverybody, statementsOf } from "./statements";
import { isWildcardAction } from "./wildcards";

export const keyType = "aws:kms/key:Key";
const keyPolicyType = "aws:kms/keyPolicy:KeyPolicy";
const eventBridge = "events.amazonaws.com";

/** What a service needs of the key of an encrypted topic. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const publishersActions = ["kms:Decrypt", "kms:GenerateDataKey"];

export const keyRules: readonly (ResourceRule | StackRule)[] = [
  {
    name: "key-rotation",
    description: "A key of the stack's own is rotated.",
    severity: "medium",
    steps: "Set enableKeyRotation.",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    types: [keyType],
    *check({ properties }) {
      if (isRotatable(properties) && known(properties.enableKeyRotation) !== true) yield "enableKeyRotation is not set";
    },
    fix: ({ properties }) =>
      !isRotatable(properties) || properties.enableKeyRotation === true
        ? []
        : [{ path: ["enableKeyRotation"], value: true }],
  },
  {
    name: "key-not-public",
    description: "Only those who are named may use a key.",
    severity: "critical",
    steps: "Name the principal in the key policy, or add a condition on the account.",
    types: [keyType, keyPolicyType],
    *check({ properties }) {
      for (const statement of statementsOf(properties.policy))
        if (isOpenToEverybody(statement)) yield `statement ${statement.label} of its policy lets everybody in`;
    },
  },
  {
    name: "key-open-to-eventbridge",
    description: "EventBridge's use of a key hangs on no aws:SourceArn or aws:SourceAccount, which it does not send.",
    severity: "high",
    steps: `Give ${eventBridge} a statement of its own in the key policy, without these conditions.`,
    url: "https://repost.aws/knowledge-center/sns-not-getting-eventbridge-notification",
    types: [keyType, keyPolicyType],
    *check({ properties }) {
      for (const { label, isAllowed, principals, conditions } of statementsOf(properties.policy)) {
        if (!isAllowed || !principals.Service?.includes(eventBridge)) continue;
        for (const { key } of conditions.filter((one) => /^aws:source(?:arn|account)$/.test(one.key)))
          yield `statement ${label} lets EventBridge use the key under ${key} only: its messages vanish silently`;
      }
    },
  },
  {
    name: "key-open-to-publishers",
    description: "The services that may publish to an encrypted topic may use its key.",
    severity: "high",
    steps: `Allow ${publishersActions.join(" and ")} to the service in the key policy.`,
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    *checkStack(graph) {
      for (const policy of graph.ofType(topicPolicyType)) {
        for (const topic of graph.referred(policy, "arn", topicType))
          for (const key of graph.referred(topic, "kmsMasterKeyId", keyType)) yield* keptOut(topic, key, policy, graph);
      }
    },
  },
];

function* keptOut(topic: DeclaredResource, key: DeclaredResource, policy: DeclaredResource, graph: StackGraph) {
  const ownPolicies = graph.referringTo(key, "keyId", keyPolicyType);
  for (const service of publishersOf(policy)) {
    const mayUse = holdsOrUndecided(() =>
      [key, ...ownPolicies].flatMap(({ properties }) => statementsOf(properties.policy)).some(lets(service)),
    );
    if (!mayUse) yield { resource: topic, message: `${service} may publish to it and may not use its key ${key.name}` };
  }
}

function publishersOf({ properties }: DeclaredResource): string[] {
  const services: string[] = [];
  holdsOrUndecided(() => {
    for (const { isAllowed, principals } of statementsOf(properties.policy))
      if (isAllowed) services.push(...(principals.Service ?? []));
    return true;
  });
  return services;
}

function lets(service: string): (statement: Statement) => boolean {
  return ({ isAllowed, principals, actions }) =>
    isAllowed && principals.Service?.includes(service) === true && publishersActions.every(isAmong(actions));
}

function isAmong(actions: readonly string[]): (wanted: string) => boolean {
  return (wanted) =>
    actions.some((action) =>
      isWildcardAction(action)
        ? new RegExp(`^${action.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i").test(wanted)
        : action.toLowerCase() === wanted.toLowerCase(),
    );
}

/** Only keys that encrypt and decrypt with one secret can be rotated by AWS. */
function isRotatable({ customerMasterKeySpec, keyUsage }: DeclaredResource["properties"]): boolean {
  const isDefault = (value: unknown, standard: string) => value === undefined || value === standard;
  return isDefault(customerMasterKeySpec, "SYMMETRIC_DEFAULT") && isDefault(keyUsage, "ENCRYPT_DECRYPT");
}
