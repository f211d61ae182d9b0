import type { PulumiType } from "./form";
import type { Field, Fields } from "./object-form";
import { namespace } from "./parse";
import { settings } from "./schema";
import { isScalar, yamlLines } from "./yaml-text";

const header = [
  "# Written by core/configuration/write-project-file.ts from the table of settings; a test keeps it equal to that table.",
  "# Declared here are the settings that have a default. Pulumi demands a value for every declared key without one, also",
  "# where the program does not, so the others (trail among them, which must be chosen and whose absence the program",
  "# explains) stand in docs/configuration.md only.",
];

/**
 * Text of `Pulumi.yaml`. Pulumi refuses to start where a declared key has neither value nor default
 * (https://github.com/pulumi/pulumi/issues/21797), hence only keys with a default are declared.
 */
export function pulumiProjectFile(): string {
  const project = {
    name: namespace,
    description:
      "Watches AWS CloudTrail: denied calls, leaked keys and open doors, told in Slack and closed on request",
    runtime: { name: "nodejs", options: { typescript: true } },
    config: Object.fromEntries(declaredSettings(settings)),
  };
  return `${[...header, ...yamlLines(project)].join("\n")}\n`;
}

function declaredSettings(fields: Fields): readonly (readonly [string, unknown])[] {
  return Object.entries(fields)
    .filter(([, field]) => field.presence === "default")
    .map(([name, field]) => [name, declaration(field)] as const);
}

function declaration(field: Field<unknown>): unknown {
  return {
    description: `${field.meaning.replaceAll("`", "")}; allowed: ${field.form.allowed}`,
    ...declaredType(field.form.pulumiType),
    default: fullDefault(field),
  };
}

function declaredType(type: PulumiType): object {
  return typeof type === "string" ? { type } : { type: "array", items: declaredType(type.arrayOf) };
}

/** The default as a stack file would write it in full: an empty object gets the defaults of its keys. */
export function fullDefault(field: Field<unknown>): unknown {
  const { fields } = field.form;
  if (fields === undefined || isScalar(field.default) || Array.isArray(field.default)) {
    return field.default;
  }
  const withDefault = Object.entries(fields).filter(([, inner]) => inner.presence === "default");
  return Object.fromEntries(withDefault.map(([name, inner]) => [name, fullDefault(inner)]));
}
