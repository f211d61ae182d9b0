import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

import type { Properties } from "./known";
import type { StackGraph } from "./stack-graph";

/** A resource as its inputs declare it (in resource rules) or with its outputs (in stack rules). */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: Properties;
  /** The `protect` option. */
  readonly isProtected: boolean;
}

/** What a check may look at beside the resource. */
export interface Surroundings {
  /** Of the policy, from the pack's configuration, defaults filled in. */
  readonly settings: Properties;
  readonly stack: string;
  readonly nowMs: number;
  /** A setting of the stack by its key in the namespace `api-warden`; undefined where it isn't set. */
  readonly stackSetting: (key: string) => unknown;
}

interface RuleBase {
  /** Name of the policy, as reports, exceptions and the documentation have it. */
  readonly name: string;
  /** What must hold, in one sentence. */
  readonly description: string;
  readonly severity: Severity;
  /** What to do where it does not hold. */
  readonly steps: string;
  /** The page of AWS or Pulumi that it rests on. */
  readonly url?: string;
  /** Thresholds, each with a default. */
  readonly settings?: Readonly<Record<string, PolicyConfigJSONSchema>>;
  readonly enforcementLevel?: EnforcementLevel;
}

/** One property to be set so that a resource holds what its rule wants, by the property's path. */
export interface Fix {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** A rule on resources of some types, one by one. */
export interface ResourceRule extends RuleBase {
  readonly types: readonly string[];
  /** What is wrong, in as many sentences as there are faults. Throws `Undecided` where that can't be said yet. */
  check(resource: DeclaredResource, surroundings: Surroundings): Iterable<string> | AsyncIterable<string>;
  /** Only where nothing that exists can be lost or cut off by it. */
  fix?(resource: DeclaredResource, surroundings: Surroundings): readonly Fix[];
}

/** What is wrong with a resource, or with the stack as a whole. */
export interface Fault {
  readonly resource?: DeclaredResource;
  readonly message: string;
}

/** A rule on how resources stand to each other. */
export interface StackRule extends RuleBase {
  /** A fault that can't be decided yet is left out, not thrown: the others still count. */
  checkStack(graph: StackGraph, surroundings: Surroundings): Iterable<Fault>;
}

export type Rule = ResourceRule | StackRule;
