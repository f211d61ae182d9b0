import type { Policies, ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";

import { afterExceptions, exceptionsSchema, isExcepted } from "./exceptions";
import { plainProperties, Undecided } from "./known";
import type { Properties } from "./known";
import type { DeclaredResource, ResourceRule, Rule, StackRule, Surroundings } from "./rule";
import { StackGraph } from "./stack-graph";

type Policy = Policies[number];

/** The rules as the policies of a pack. Every policy takes exceptions; thresholds come with their defaults. */
export function policiesOf(rules: readonly Rule[], now: () => number): Policy[] {
  return rules.map((rule) => ("checkStack" in rule ? stackPolicy(rule, now) : resourcePolicy(rule, now)));
}

function described(rule: Rule) {
  return {
    name: rule.name,
    description: rule.description,
    severity: rule.severity,
    remediationSteps: rule.steps,
    ...(rule.url === undefined ? {} : { url: rule.url }),
    enforcementLevel: rule.enforcementLevel ?? ("mandatory" as const),
    configSchema: { properties: { ...rule.settings, exceptions: exceptionsSchema } },
  };
}

function resourcePolicy(rule: ResourceRule, now: () => number): Policy {
  return {
    ...described(rule),
    ...("fix" in rule ? { enforcementLevel: "remediate" as const, remediateResource: remediation(rule, now) } : {}),
    validateResource: async (args, report) => {
      if (!rule.types.includes(args.type)) args.notApplicable("about resources of other types");
      const { surroundings, exceptions } = surroundingsOf(rule, args.getConfig(), stackOf(args.urn), now());
      const resource = resourceOf(args);
      let faults = 0;
      try {
        for await (const message of rule.check(resource, surroundings)) {
          faults += 1;
          tell(report, message, resource, exceptions, surroundings.nowMs);
        }
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        // The engine asks again with everything known before it makes or changes the resource.
        if (faults === 0) args.notApplicable(`not decided at preview: ${error.message}`);
      }
    },
  };
}

function remediation(rule: ResourceRule, now: () => number) {
  return (args: ResourceValidationArgs) => {
    if (!rule.types.includes(args.type)) return undefined;
    const { surroundings, exceptions } = surroundingsOf(rule, args.getConfig(), stackOf(args.urn), now());
    const resource = resourceOf(args);
    if (isExcepted(resource, exceptions, surroundings.nowMs)) return undefined;
    const fixes = rule.fix?.(resource, surroundings) ?? [];
    for (const { path, value } of fixes) setInPlace(args.props, path, value);
    return fixes.length > 0 ? args.props : undefined;
  };
}

/** In place, because a copy would read what isn't known yet, and would lose what is marked as secret. */
function setInPlace(properties: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    properties[key] = value;
    return;
  }
  properties[key] ??= {};
  setInPlace(properties[key] as Record<string, unknown>, rest, value);
}

function stackPolicy(rule: StackRule, now: () => number): Policy {
  return {
    ...described(rule),
    validateStack: (args, report) => {
      const stack = stackOf(args.resources[0]?.urn ?? "");
      const { surroundings, exceptions } = surroundingsOf(rule, args.getConfig(), stack, now());
      for (const { resource, message } of rule.checkStack(new StackGraph(args.resources), surroundings)) {
        tell(report, message, resource, exceptions, surroundings.nowMs);
      }
    },
  };
}

function tell(
  report: ReportViolation,
  message: string,
  resource: DeclaredResource | undefined,
  exceptions: unknown,
  nowMs: number,
): void {
  const told = afterExceptions(message, resource, exceptions, nowMs);
  if (told !== undefined) report(told, resource?.urn);
}

function resourceOf({ type, name, urn, props, opts }: ResourceValidationArgs): DeclaredResource {
  return { type, name, urn, properties: plainProperties(props), isProtected: opts.protect };
}

function surroundingsOf(
  { settings: schema }: Pick<Rule, "settings">,
  { exceptions, ...given }: Record<string, unknown>,
  stack: string,
  nowMs: number,
): { surroundings: Surroundings; exceptions: unknown } {
  const defaults = Object.fromEntries(Object.entries(schema ?? {}).map(([key, one]) => [key, one.default]));
  const settings: Properties = { ...defaults, ...given };
  return { surroundings: { settings, stack, nowMs, stackSetting }, exceptions };
}

/** The engine hands the stack's configuration to the pack as it does to the program. */
function stackSetting(key: string): unknown {
  const text = new pulumi.Config("api-warden").get(key);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `urn:pulumi:STACK::PROJECT::TYPE::NAME` */
function stackOf(urn: string): string {
  return /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";
}
