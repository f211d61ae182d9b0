import type { DeploymentStatement } from "./deployment-policy";
import type { DeployedResource } from "./grant";

/** Pulumi ends a name that it makes with seven characters. https://www.pulumi.com/docs/iac/concepts/resources/names/ */
const suffix = /-[0-9a-f]{7}$/;

/** Secrets Manager ends a secret's ARN with six. https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html */
const secretSuffix = /(:secret:[^"]*)-AbCdEf$/;

/**
 * The statements with patterns in the place of what is not known before the deployment: `?` for each character of a name's
 * ending, and, unless it is given, `*` for the account. A policy of an identity reaches the identity's own account alone.
 */
export function withNamePatterns(
  statements: readonly DeploymentStatement[],
  resources: readonly DeployedResource[],
  accounts: { readonly laidOutIn: string; readonly shown: string | undefined },
): DeploymentStatement[] {
  const endings = new Set(
    resources.flatMap(({ name, outputs }) => {
      const physical = String(outputs.name);
      return physical.startsWith(name) && suffix.test(physical) ? [physical] : [];
    }),
  );
  const patternOf = (arn: string) => {
    const named = arn.split(/(?<=[:/])|(?=[:/])/).map((part) => withoutEnding(part, endings));
    return named
      .join("")
      .replace(secretSuffix, "$1-??????")
      .replace(`:${accounts.laidOutIn}:`, `:${accounts.shown ?? "*"}:`);
  };
  return statements.map((statement) => ({
    ...statement,
    Resource: sortedOnce(statement.Resource.map(patternOf)),
    ...(statement.Condition === undefined ? {} : { Condition: withPatterns(statement.Condition, patternOf) }),
  }));
}

/** A secret's name is followed by Secrets Manager's own ending. */
function withoutEnding(part: string, endings: ReadonlySet<string>): string {
  const [, name = part, own = ""] = /^(.*)(-AbCdEf)$/.exec(part) ?? [];
  return endings.has(name) ? `${name.replace(suffix, "-???????")}${own}` : part;
}

function withPatterns(
  condition: NonNullable<DeploymentStatement["Condition"]>,
  patternOf: (arn: string) => string,
): NonNullable<DeploymentStatement["Condition"]> {
  const values = (value: string | readonly string[]) =>
    typeof value === "string" ? patternOf(value) : sortedOnce(value.map(patternOf));
  return Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, values(value)])),
    ]),
  );
}

function sortedOnce(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
