import type { PolicyResource } from "@pulumi/policy";

import { isKnown, notKnown, plainProperties, Undecided } from "./known";
import type { DeclaredResource } from "./rule";

interface Node extends DeclaredResource {
  readonly source: PolicyResource;
}

/** Outputs by which other resources name a resource. */
const namingOutputs = ["arn", "id", "name", "bucket", "url", "keyId"];

/** The resources of a stack, and which of them a property refers to. */
export class StackGraph {
  private readonly nodes: readonly Node[];

  constructor(resources: readonly PolicyResource[]) {
    this.nodes = resources.map((source) => ({
      type: source.type,
      name: source.name,
      urn: source.urn,
      properties: plainProperties(source.props),
      isProtected: source.opts.protect,
      source,
    }));
  }

  ofType(...types: readonly string[]): DeclaredResource[] {
    return this.nodes.filter(({ type }) => types.includes(type));
  }

  /**
   * The declared resources of a type that a property refers to. The engine knows what a property depends on also where its
   * value is not known yet; a value that was written out is compared with names and ARNs.
   */
  referred(resource: DeclaredResource, property: string, ...types: readonly string[]): DeclaredResource[] {
    const node = this.nodes.find(({ urn }) => urn === resource.urn);
    const urns = (node?.source.propertyDependencies[property] ?? []).map(({ urn }) => urn);
    const dependencies = this.ofType(...types).filter(({ urn }) => urns.includes(urn));
    if (dependencies.length > 0) return dependencies;
    const texts = textsIn(resource.properties[property]);
    return this.ofType(...types).filter(({ properties }) =>
      namingOutputs.some((output) => texts.includes(properties[output] as string)),
    );
  }

  /** Resources of some types whose property refers to this one. */
  referringTo(target: DeclaredResource, property: string, ...types: readonly string[]): DeclaredResource[] {
    return this.ofType(...types).filter((one) =>
      this.referred(one, property, target.type).some(({ urn }) => urn === target.urn),
    );
  }
}

/** True where the check holds, or can't be decided before deployment. */
export function holdsOrUndecided(check: () => boolean): boolean {
  try {
    return check();
  } catch (error) {
    if (error instanceof Undecided) return true;
    throw error;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (value === notKnown || typeof value !== "object" || value === null || !isKnown(value)) return [];
  return Object.values(value).flatMap(textsIn);
}
