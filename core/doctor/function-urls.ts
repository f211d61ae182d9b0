import type { AccountFacts } from "./facts";
import type { DoctorLine } from "./line";
import { valueOf } from "./seen";

/** What making a public address of a function takes. */
export const functionUrlAction = "lambda:CreateFunctionUrlConfig";

/**
 * Whether functions may have the public addresses that the settings ask for. Policies of an organization that forbid them
 * have a condition as a rule (`lambda:FunctionUrlAuthType`), which IAM's simulation leaves out.
 */
export function functionUrlLines(
  functions: readonly string[],
  { simulation }: Pick<AccountFacts, "simulation">,
): readonly DoctorLine[] {
  if (functions.length === 0) return [];
  const about = `public addresses of ${functions.join(", ")}`;
  const simulated = valueOf(simulation)?.find(({ action }) => action === functionUrlAction);
  if (simulated?.isAllowedByOrganization === false) {
    return [
      {
        level: "fails",
        about,
        found: "the organization's policies forbid function URLs",
        follows: "the deployment ends there",
        do: "set api-warden:slack.interactive to false and leave jira.callbackSecret out: npm run warden -- approve answers questions without an address",
      },
    ];
  }
  return [
    {
      level: "unseen",
      about,
      found: "could not be seen: whether the organization forbids function URLs without AWS's own authentication",
      follows: "where Control Tower's CT.LAMBDA.PV.1 or a policy like it holds, the deployment ends there",
      do: "ask who keeps the organization's policies; without the settings slack.interactive and jira.callbackSecret there is no address",
    },
  ];
}
