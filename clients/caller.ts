import { callLimits } from "./call-limits";

/** ARN of whoever calls, by AWS's own word. Throws what STS says. */
export async function callerArn(): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } =
    require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
  const { Arn } = await new STSClient(callLimits).send(new GetCallerIdentityCommand({}));
  if (Arn === undefined) throw new Error("STS does not say who calls");
  return Arn;
}
