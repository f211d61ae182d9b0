import type { IAMClient, SimulatePrincipalPolicyCommandOutput } from "@aws-sdk/client-iam";

import type { DoctorPlace, SimulatedAction } from "../../core/doctor/facts";
import type { Seen } from "../../core/doctor/seen";
import type { Asker } from "./asker";
import type { Ask } from "./look";
import { look, unlessMissing } from "./look";

/** Actions that are simulated with one call. */
const actionsPerCall = 100;

/** What IAM's simulation says of whoever asks, on all resources. The root user and federated ones can't be simulated. */
export function simulationOf(
  actions: readonly string[],
  { caller, accountId }: DoctorPlace,
  asker: Asker,
): Promise<Seen<readonly SimulatedAction[]>> {
  const client = new (sdk().IAMClient)(asker.options());
  return look(async (ask) => {
    const source = await principalArn(caller, client, ask);
    if (source === undefined) throw new Error(`policies of ${caller} in account ${accountId} can't be simulated`);
    const found: SimulatedAction[] = [];
    for (let start = 0; start < actions.length; start += actionsPerCall) {
      found.push(...(await simulated(source, actions.slice(start, start + actionsPerCall), client, ask)));
    }
    return found;
  });
}

/** A session's ARN has its role's name without the path. */
async function principalArn(caller: string, client: IAMClient, ask: Ask): Promise<string | undefined> {
  const { GetRoleCommand } = sdk();
  if (/:user\//.test(caller)) return caller;
  const [, RoleName] = /:assumed-role\/([^/]+)\//.exec(caller) ?? [];
  if (RoleName === undefined) return undefined;
  const { Role } = await ask("iam:GetRole", () => client.send(new GetRoleCommand({ RoleName })));
  return Role?.Arn;
}

async function simulated(
  PolicySourceArn: string,
  actions: readonly string[],
  client: IAMClient,
  ask: Ask,
): Promise<SimulatedAction[]> {
  const { SimulatePrincipalPolicyCommand } = sdk();
  const found: SimulatedAction[] = [];
  let Marker: string | undefined;
  do {
    const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: [...actions], Marker });
    const answer: SimulatePrincipalPolicyCommandOutput = await ask("iam:SimulatePrincipalPolicy", () =>
      client.send(command),
    );
    for (const { EvalActionName = "", EvalDecision, OrganizationsDecisionDetail } of answer.EvaluationResults ?? []) {
      found.push({
        action: EvalActionName,
        decision: EvalDecision ?? "implicitDeny",
        isAllowedByOrganization: OrganizationsDecisionDetail?.AllowedByOrganizations !== false,
      });
    }
    Marker = answer.IsTruncated === true ? answer.Marker : undefined;
  } while (Marker !== undefined);
  return found;
}

/** Whether the policy is there that is to bound the roles. */
export function boundaryIsThere(PolicyArn: string, asker: Asker): Promise<Seen<boolean>> {
  const { GetPolicyCommand, IAMClient } = sdk();
  const client = new IAMClient(asker.options());
  return look(async (ask) => {
    const answer = await ask("iam:GetPolicy", () =>
      unlessMissing(["NoSuchEntityException", "NoSuchEntity"], () => client.send(new GetPolicyCommand({ PolicyArn }))),
    );
    return answer !== undefined;
  });
}

function sdk() {
  return require("@aws-sdk/client-iam") as typeof import("@aws-sdk/client-iam");
}
