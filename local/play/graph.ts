import type { Layout } from "../program/layout";
import type { DeclaredResource } from "../program/mocks";

/** The declared resources, found by what refers to what. */
export class Graph {
  constructor(private readonly layout: Layout) {}

  get account(): Layout["account"] {
    return this.layout.account;
  }

  all(type: string): DeclaredResource[] {
    return this.layout.resources.filter((resource) => resource.type === type);
  }

  withArn(arn: unknown): DeclaredResource | undefined {
    return this.layout.resources.find((resource) => resource.outputs.arn === arn);
  }

  /** Name of the function that an ARN stands for. */
  functionOfArn(arn: unknown): string | undefined {
    const found = this.withArn(arn);
    return found?.type === "aws:lambda/function:Function" ? found.name : undefined;
  }

  /** The function that a trigger names, by its physical name or its ARN. */
  functionNamed(nameOrArn: unknown): DeclaredResource | undefined {
    return this.all("aws:lambda/function:Function").find(
      ({ outputs }) => outputs.name === nameOrArn || outputs.arn === nameOrArn,
    );
  }

  /** Where a resource is managed: its own `region`, or that of the stack. */
  regionOf({ inputs }: DeclaredResource): string {
    return textOf(inputs.region) || this.account.region;
  }
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number(value);
}

/** An object that an input holds as JSON text; undefined where the input is not given. Throws where it is no object. */
export function jsonObjectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined) return undefined;
  const parsed: unknown = typeof value === "string" ? JSON.parse(value) : value;
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  throw new Error(`${JSON.stringify(value)} is no JSON object`);
}
