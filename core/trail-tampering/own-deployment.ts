import { textAt } from "../cloudtrail/record";

/** Users and roles by account and name: sessions of one role are one, and a path makes no difference. */
function principalIn(arn: string): string | undefined {
  const [, account, resource = ""] = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):(.+)$/.exec(arn) ?? [];
  if (account === undefined) return undefined;
  const [kind, ...path] = resource.split("/");
  switch (kind) {
    case "assumed-role":
      return `${account}/role/${path[0] ?? ""}`;
    case "role":
    case "user":
      return `${account}/${kind}/${path.at(-1) ?? ""}`;
    default:
      return undefined;
  }
}

/**
 * Whether the call is a step of a deployment of Warden: made by the principal that deployed it and through Pulumi. Neither
 * alone will do, because people work under the same principal, and anybody can claim to be Pulumi. The root user never is.
 */
export function isOwnDeployment(record: unknown, deployingPrincipalArn: string): boolean {
  const deployer = principalIn(deployingPrincipalArn);
  const caller = principalIn(textAt(record, "userIdentity", "arn") ?? "");
  return deployer !== undefined && caller === deployer && /\bPulumi\b/.test(textAt(record, "userAgent") ?? "");
}
