import { awsFailure } from "./aws-failure";
import type { StackSettings } from "./pulumi-settings";

/** Longer than AWS takes to answer, shorter than a person waits. */
const patienceMs = 10_000;

/** Makes sure that AWS knows whom it is dealing with. Throws one line, with what to do, where it does not. */
export async function checkAwsAccount({ region, profile, hasCredentials }: StackSettings): Promise<void> {
  if (hasCredentials) return;
  // What the SDK says about versions of Node.js is not for who runs a command.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { GetCallerIdentityCommand, STSClient } =
    require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
  const client = new STSClient({
    region,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: patienceMs, requestTimeout: patienceMs },
    ...(profile === undefined ? {} : { profile }),
  });
  try {
    await client.send(new GetCallerIdentityCommand({}));
  } catch (error) {
    throw new Error(`no AWS account to deploy into: ${awsFailure(error).message}`, { cause: error });
  } finally {
    client.destroy();
  }
}
