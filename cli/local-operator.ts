import { partitionOfRegion } from "../core/cloudtrail/partition";
import type { AccountSetup } from "../local/account/types";

/** The key that stands for whoever runs a command on the local account: invented, and good for nothing else. */
const operatorKeyId = "ASIALOCALOPERATOR001";

/** The account with somebody in it who may do everything, as who runs a command on a local run does. */
export function withOperator(setup: AccountSetup): AccountSetup {
  const statement = { Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" };
  const operator = {
    function: "you",
    roleArn: `arn:${partitionOfRegion(setup.region).name}:iam::${setup.identityAccountId ?? setup.accountId}:role/local-run`,
    policies: [{ Version: "2012-10-17", Statement: [statement] }],
  };
  return { ...setup, callers: { ...setup.callers, [operatorKeyId]: operator } };
}

/** The credentials of that somebody. */
export const localOperatorCredentials = Object.freeze({
  accessKeyId: operatorKeyId,
  secretAccessKey: "invented-for-the-local-run",
  sessionToken: "invented",
});

/** From now on this process's AWS clients reach the local account and nothing else, whatever credentials its user has. */
export function useLocalAccount(endpoint: string, region: string): void {
  for (const name of Object.keys(process.env))
    if (name.startsWith("AWS_") && !name.startsWith("AWS_SDK_JS_")) delete process.env[name];
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: localOperatorCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localOperatorCredentials.secretAccessKey,
    AWS_SESSION_TOKEN: localOperatorCredentials.sessionToken,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });
}
