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
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number(value);
}
