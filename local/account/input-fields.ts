import type { ServiceError } from "./service-error";
import type { Input } from "./types";

/** How a service names a parameter that it does not take. */
export type InputRefusal = (message: string) => ServiceError;

/** Refuses a parameter that the local account would otherwise silently ignore. */
export function refuseOtherFields(
  input: Input,
  operation: string,
  known: readonly string[],
  refusal: InputRefusal,
): void {
  const unknown = Object.keys(input).find((field) => input[field] !== undefined && !known.includes(field));
  if (unknown !== undefined) {
    throw refusal(`the local account does not know the parameter ${unknown} of ${operation}`);
  }
}

export function requiredText(input: Input, field: string, refusal: InputRefusal): string {
  const value = optionalText(input, field, refusal);
  if (value === undefined || value === "") {
    throw refusal(`The parameter ${field} is missing`);
  }
  return value;
}

export function optionalText(input: Input, field: string, refusal: InputRefusal): string | undefined {
  const value = input[field];
  if (value !== undefined && typeof value !== "string") {
    throw refusal(`The parameter ${field} is not a text`);
  }
  return value;
}
