import type { DeploymentStatement } from "./deployment-policy";

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly DeploymentStatement[];
}

/** Characters of a managed policy, white space not counted. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const mostPolicyCharacters = 6_144;

/** Characters that a policy's JSON has for IAM. */
export function policyCharacters(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}

/** As few managed policies as hold the statements, each of a size that IAM takes. A statement that is larger is cut by its resources. */
export function managedPolicies(statements: readonly DeploymentStatement[]): PolicyDocument[] {
  const pieces = statements.flatMap(fitting).sort((one, other) => sizeOf([other]) - sizeOf([one]));
  const policies: DeploymentStatement[][] = [];
  for (const piece of pieces) {
    const roomy = policies.find((policy) => sizeOf([...policy, piece]) <= mostPolicyCharacters);
    if (roomy === undefined) policies.push([piece]);
    else roomy.push(piece);
  }
  return policies.map(documentOf);
}

function fitting(statement: DeploymentStatement): DeploymentStatement[] {
  const { Resource } = statement;
  if (sizeOf([statement]) <= mostPolicyCharacters) return [statement];
  if (Resource.length < 2) throw new Error(`a statement on ${Resource.join()} is too long for a managed policy`);
  const half = Math.ceil(Resource.length / 2);
  return [Resource.slice(0, half), Resource.slice(half)].flatMap((part) => fitting({ ...statement, Resource: part }));
}

function documentOf(statements: readonly DeploymentStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

function sizeOf(statements: readonly DeploymentStatement[]): number {
  return policyCharacters(documentOf(statements));
}
