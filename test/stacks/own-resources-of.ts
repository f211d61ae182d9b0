import { ownResourceFinder } from "../../core/denials/own-resources";
import { ownRoleArnsIn } from "../../core/denials/own-roles";

/** Types whose resources Pulumi names: by the declared name and seven digits. */
const namedTypes = [
  ...["cloudwatch/dashboard:Dashboard", "cloudwatch/eventBus:EventBus", "cloudwatch/eventRule:EventRule"],
  ...["cloudwatch/logGroup:LogGroup", "cloudwatch/logMetricFilter:LogMetricFilter"],
  ...["cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "cloudwatch/metricAlarm:MetricAlarm"],
  ...["dynamodb/table:Table", "guardduty/iPSet:IPSet", "guardduty/threatIntelSet:ThreatIntelSet"],
  ...["iam/role:Role", "iam/rolePolicy:RolePolicy", "lambda/function:Function", "s3/bucket:Bucket"],
  ...["secretsmanager/secret:Secret", "sns/topic:Topic", "sqs/queue:Queue"],
];

interface DeclaredPart {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface KnownParts {
  readonly known: readonly string[];
  /** Declared names of parts whose change would be muted. */
  readonly unknown: readonly string[];
}

/** Which of a program's parts the function that reads denied calls takes for Warden's own, by what it is declared with. */
export function partsKnownToReader(resources: readonly DeclaredPart[]): KnownParts {
  const environments = resources
    .filter(({ type }) => type === "aws:lambda/function:Function")
    .map(({ inputs }) => (inputs.environment as { variables?: Readonly<Record<string, string>> }).variables ?? {});
  const reader = environments.find(({ OWN_ROLES }) => OWN_ROLES !== undefined) ?? {};
  const isOwn = ownResourceFinder({
    ownRoles: { arns: ownRoleArnsIn(reader.OWN_ROLES ?? "") },
    ownResourceNames: JSON.parse(reader.OWN_RESOURCE_NAMES ?? "") as string[],
  });
  const parts = resources.filter(({ type }) => namedTypes.some((one) => type === `aws:${one}`));
  const names = [...new Set(parts.map(({ name }) => name))];
  return {
    known: names.filter((name) => isOwn(`${name}-0f1e2d3`)),
    unknown: names.filter((name) => !isOwn(`${name}-0f1e2d3`)),
  };
}
