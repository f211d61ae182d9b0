/** A resource as the program declares it; `outputs` as AWS would give them, with invented numbers. */
export interface DeployedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Where the stack is deployed. */
export interface DeployedPlace {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Everything that the stack declares. */
  readonly resources: readonly DeployedResource[];
}

/** Conditions of a statement: operator, key, value. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What creating, reading, updating and deleting a resource of some type takes. */
export interface Grant {
  readonly actions: readonly string[];
  /** ARNs that the actions are on; "*" alone where IAM takes no resource for them, or its id is not known beforehand. */
  readonly on: (resource: DeployedResource, place: DeployedPlace) => readonly string[];
  readonly condition?: (resource: DeployedResource, place: DeployedPlace) => Conditions;
}

/** Tag that everything of a stack has, with the stack's name. */
const stackTag = "api-warden:stack";

/** Actions `service:One`, `service:Other`. */
export function actionsOf(service: string, names: string): string[] {
  return names.split(/\s+/).map((name) => `${service}:${name}`);
}

export const onItself: Grant["on"] = ({ outputs }) => [String(outputs.arn)];

/** IAM takes no resource for the action, or AWS makes up the id when the resource is created. */
export const onAnything: Grant["on"] = () => ["*"];

/** The ARN that an input holds. */
export function onInput(name: string): Grant["on"] {
  return ({ inputs }) => [String(inputs[name])];
}

/** An ARN in the resource's own region: the stack's, unless it names another. */
export function arnIn(
  { inputs }: DeployedResource,
  { partition, region, accountId }: DeployedPlace,
  service: string,
  rest: string,
): string {
  return `arn:${partition}:${service}:${typeof inputs.region === "string" ? inputs.region : region}:${accountId}:${rest}`;
}

/** Holds where the resource is being made with the stack's own tag. */
export function madeForStack({ inputs }: DeployedResource): Conditions {
  return { StringEquals: { [`aws:RequestTag/${stackTag}`]: stackOf(inputs) } };
}

/** Holds where the resource has the stack's own tag: the ids of some types are made up by AWS, so no ARN names them. */
export function taggedForStack({ inputs }: DeployedResource): Conditions {
  return { StringEquals: { [`aws:ResourceTag/${stackTag}`]: stackOf(inputs) } };
}

function stackOf(inputs: DeployedResource["inputs"]): string {
  const value = (inputs.tags as Readonly<Record<string, unknown>> | undefined)?.[stackTag];
  if (typeof value !== "string") throw new Error(`a resource has no tag ${stackTag}`);
  return value;
}
