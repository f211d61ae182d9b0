import { bucketGrants } from "./bucket-grants";
import { detectionGrants } from "./detection-grants";
import type { Conditions, DeployedPlace, DeployedResource, Grant } from "./grant";
import { lookUpActions } from "./look-up-grants";
import { responseGrants } from "./response-grants";

/** A statement as IAM takes it. */
export interface DeploymentStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

/** What creating, reading, updating and deleting each type takes. */
export const grantsByType: Readonly<Record<string, readonly Grant[]>> = Object.freeze({
  ...detectionGrants,
  ...responseGrants,
  ...bucketGrants,
});

/** Statements that allow deploying everything that is declared, and no more; resources and actions sorted, each pair once. */
export function deploymentStatements(place: DeployedPlace, lookUps: readonly string[]): DeploymentStatement[] {
  const statements = place.resources
    .filter(({ type }) => type.startsWith("aws:"))
    .flatMap((resource) => grantsOf(resource.type).map((grant) => statementOf(grant, resource, place)));
  const looking: DeploymentStatement = { Effect: "Allow", Action: lookUps.flatMap(actionsOfLookUp), Resource: ["*"] };
  const saying = [...statements, looking].filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0);
  return oneForEach(oneForEach(saying, "Action", "Resource"), "Resource", "Action");
}

function statementOf(
  { actions, on, condition }: Grant,
  resource: DeployedResource,
  place: DeployedPlace,
): DeploymentStatement {
  return {
    Effect: "Allow",
    Action: actions,
    Resource: on(resource, place),
    ...(condition === undefined ? {} : { Condition: condition(resource, place) }),
  };
}

/** One statement for all that are alike in one element and in their conditions, with what they hold in the other. */
function oneForEach(
  statements: readonly DeploymentStatement[],
  alike: "Action" | "Resource",
  other: "Action" | "Resource",
): DeploymentStatement[] {
  const merged = new Map<string, DeploymentStatement>();
  for (const statement of statements) {
    const same = sortedOnce(statement[alike]);
    const key = JSON.stringify([same, statement.Condition]);
    const values = sortedOnce([...(merged.get(key)?.[other] ?? []), ...statement[other]]);
    merged.set(key, { ...statement, [alike]: same, [other]: values });
  }
  return [...merged.values()];
}

function sortedOnce(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function grantsOf(type: string): readonly Grant[] {
  const grants = grantsByType[type];
  if (grants === undefined) throw new Error(`what deploying a ${type} takes is not known: add it to core/permissions`);
  return grants;
}

function actionsOfLookUp(token: string): readonly string[] {
  const actions = lookUpActions[token];
  if (actions === undefined) throw new Error(`what calling ${token} takes is not known: add it to core/permissions`);
  return actions;
}
