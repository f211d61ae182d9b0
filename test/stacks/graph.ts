import { expect } from "chai";

import type { Declared } from "../program/declare";

/** A statement of a policy, as its JSON text holds it. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The resources of one type. */
export function ofType(resources: readonly Declared[], type: string): Declared[] {
  return resources.filter((resource) => resource.type === type);
}

/** The one resource of a type, or of a type and a name; fails where there is none. */
export function only(resources: readonly Declared[], type: string, name?: string): Declared {
  const found = ofType(resources, type).filter((resource) => name === undefined || resource.name === name);
  expect(found, `${type} ${name ?? ""}`).to.have.length(1);
  return found[0] as Declared;
}

export function statementsOf(policy: unknown): PolicyStatement[] {
  return (JSON.parse(String(policy)) as { Statement: PolicyStatement[] }).Statement;
}

/** A value inside the inputs, by its path. */
export function input({ inputs }: Declared, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string | number, unknown>> | undefined)?.[key],
    inputs,
  );
}

export function variables(declared: Declared): Readonly<Record<string, string>> {
  return (input(declared, "environment", "variables") ?? {}) as Record<string, string>;
}
