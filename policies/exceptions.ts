import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

import { isObject } from "./known";

/** A resource that may break one policy for a while. */
export interface Exception {
  /** Name or URN of the resource. */
  readonly resource: string;
  readonly reason: string;
  /** `YYYY-MM-DD`: it holds to the end of that day in UTC. */
  readonly expires: string;
}

interface Named {
  readonly name: string;
  readonly urn: string;
}

/** The setting that every policy has. */
export const exceptionsSchema: PolicyConfigJSONSchema = {
  type: "array",
  description: "resources that may break this policy, each with the reason and the last day (YYYY-MM-DD)",
  items: {
    type: "object",
    properties: {
      resource: { type: "string", minLength: 1 },
      reason: { type: "string", minLength: 10 },
      expires: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
    },
    required: ["resource", "reason", "expires"],
    additionalProperties: false,
  },
  default: [],
};

const dayMs = 86_400_000;

/**
 * What is to be reported of a fault: nothing where an exception covers the resource, the message otherwise, with what became
 * of an exception that counts no longer.
 */
export function afterExceptions(
  message: string,
  resource: Named | undefined,
  exceptions: unknown,
  nowMs: number,
): string | undefined {
  if (isExcepted(resource, exceptions, nowMs)) return undefined;
  const [past] = named(resource, exceptions);
  if (past === undefined) return message;
  if (!isComplete(past)) return `${message} (the exception for it lacks a reason or a last day, so it does not count)`;
  return `${message} (the exception for it ended on ${past.expires} and counts no longer; it said: ${past.reason})`;
}

/** True where an exception covers the resource today. */
export function isExcepted(resource: Named | undefined, exceptions: unknown, nowMs: number): boolean {
  return named(resource, exceptions).some((one) => isComplete(one) && endOf(one) > nowMs);
}

function named(resource: Named | undefined, exceptions: unknown): Exception[] {
  const list = Array.isArray(exceptions) ? (exceptions.filter(isObject) as unknown as Exception[]) : [];
  return list.filter((one) => one.resource === resource?.name || one.resource === resource?.urn);
}

function isComplete(exception: Exception): boolean {
  return typeof exception.reason === "string" && exception.reason.trim() !== "" && !Number.isNaN(endOf(exception));
}

function endOf({ expires }: Exception): number {
  return /^\d{4}-\d\d-\d\d$/.test(String(expires)) ? Date.parse(expires) + dayMs : Number.NaN;
}
