import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { unknownCheckingProxy } from "@pulumi/policy";

import { policiesOf } from "../../policies/policies";
import { rules } from "../../policies/rules";

/** What the engine sends in place of a text that a preview does not know. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface Asked {
  readonly policy: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly stack?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly nowMs?: number;
}

/** What a callback throws through `notApplicable`. */
class NotApplicable extends Error {}

/** What a policy's own callback says of a resource: its faults, or why it has no say. */
export async function verdict(asked: Asked): Promise<readonly string[] | { readonly notApplicable: string }> {
  const { policy: name, type, properties, stack = "test", settings = {}, nowMs = Date.parse("2026-10-01") } = asked;
  const policy = policiesOf(rules, () => nowMs).find((one) => one.name === name) as ResourceValidationPolicy;
  const args = {
    type,
    name: "one",
    urn: `urn:pulumi:${stack}::api-warden::${type}::one`,
    props: unknownCheckingProxy(properties) as Record<string, unknown>,
    opts: { protect: false, ignoreChanges: [], aliases: [], customTimeouts: {}, additionalSecretOutputs: [] },
    stackTags: new Map(),
    getConfig: () => settings,
    notApplicable: (reason?: string): never => {
      throw new NotApplicable(reason);
    },
  } as unknown as ResourceValidationArgs;
  const faults: string[] = [];
  if (typeof policy.validateResource !== "function") throw new Error(`${name} is no policy on single resources`);
  try {
    await policy.validateResource(args, (message) => void faults.push(message));
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
    return { notApplicable: error.message };
  }
  return faults;
}
