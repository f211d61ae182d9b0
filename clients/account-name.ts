import { callLimits } from "./call-limits";

/**
 * What people call the account that the function runs in: its alias, of which an account has one at most. Undefined where
 * it has none. Throws what IAM says.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html
 */
export async function accountAlias(): Promise<string | undefined> {
  const { IAMClient, ListAccountAliasesCommand } =
    require("@aws-sdk/client-iam") as typeof import("@aws-sdk/client-iam");
  const { AccountAliases = [] } = await new IAMClient(callLimits).send(new ListAccountAliasesCommand({}));
  return AccountAliases[0];
}
