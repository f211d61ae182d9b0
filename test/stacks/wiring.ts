import { requestOf } from "../policies/requests";
import type { Registration } from "../program/registrations";

/** A resource as it was registered: inputs as sent, options, and what its properties depend on. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly retainOnDelete: boolean;
  readonly protect: boolean;
  readonly deleteBeforeReplace: boolean;
  /** Properties whose change makes another resource of it. */
  readonly replaceOnChanges: readonly string[];
  /** URNs of what the property's value comes from. */
  dependsOn(property: string): readonly string[];
}

export function registered({ urn, request }: Registration): Registered {
  const asked = requestOf(request);
  return {
    type: asked.getType(),
    name: asked.getName(),
    urn,
    inputs: (asked.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>,
    retainOnDelete: asked.getRetainondelete() ?? false,
    protect: asked.getProtect() ?? false,
    deleteBeforeReplace: asked.getDeletebeforereplace(),
    replaceOnChanges: asked.getReplaceonchangesList(),
    dependsOn: (property) => asked.getPropertydependenciesMap().get(property)?.getUrnsList() ?? [],
  };
}

/** What may invoke functions, each with the properties that name the function and the source of the permission it needs. */
const triggers: Readonly<
  Record<string, { readonly target: string; readonly source: string; readonly principal: string }>
> = {
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {
    target: "destinationArn",
    source: "logGroup",
    principal: "logs.amazonaws.com",
  },
  "aws:cloudwatch/eventTarget:EventTarget": { target: "arn", source: "rule", principal: "events.amazonaws.com" },
  "aws:sns/topicSubscription:TopicSubscription": {
    target: "endpoint",
    source: "topic",
    principal: "sns.amazonaws.com",
  },
};

const functionType = "aws:lambda/function:Function";
const permissionType = "aws:lambda/permission:Permission";

/** Something that invokes a function, or may. Of an existing log group, which is not declared, there is no source. */
interface Wire {
  readonly principal: string;
  readonly function: string;
  readonly source: string | undefined;
}

const asText = ({ principal, function: target, source }: Wire) =>
  `${principal} ${source ?? "not declared"} → ${target}`;

/** What is declared to invoke a function. */
export function triggered(resources: readonly Registered[]): string[] {
  return resources
    .flatMap((resource) => {
      const trigger = triggers[resource.type];
      const [target] = trigger === undefined ? [] : functionsIn(resource, trigger.target);
      if (trigger === undefined || target === undefined) return [];
      return [
        asText({ principal: trigger.principal, function: target, source: resource.dependsOn(trigger.source)[0] }),
      ];
    })
    .sort();
}

/** What is permitted to invoke a function. */
export function permitted(resources: readonly Registered[]): string[] {
  return resources
    .filter(({ type }) => type === permissionType)
    .map((resource) => {
      const [target = "no declared function"] = functionsIn(resource, "function");
      return asText({
        principal: String(resource.inputs.principal),
        function: target,
        source: resource.dependsOn("sourceArn").find((urn) => !urn.includes(functionType)),
      });
    })
    .sort();
}

function functionsIn(resource: Registered, property: string): string[] {
  return resource.dependsOn(property).filter((urn) => urn.includes(functionType));
}
