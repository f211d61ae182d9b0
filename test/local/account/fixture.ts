import { startLocalAccount, type LocalAccount } from "../../../local/account/server";
import type { AccountSetup, CallReport, ResourceEvent } from "../../../local/account/types";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/keys`;
export const PLAIN_TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/plain`;
export const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:suspicious-keys`;
export const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:events`;
export const SECRET_ARN = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:slack-AbCdEf`;

const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/warden/${name}`;
const allow = (Action: string | string[], Resource: string) => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "Declared", Effect: "Allow", Action, Resource }],
});

/** Two functions: one that may do everything, one that may only read the table. */
export const SETUP: AccountSetup = {
  accountId: ACCOUNT,
  region: REGION,
  callers: {
    AKIALOCALADMIN: { function: "post-denials", roleArn: roleArn("post-denials"), policies: [allow("*", "*")] },
    AKIALOCALREADER: {
      function: "watch-keys",
      roleArn: roleArn("watch-keys"),
      policies: [allow("dynamodb:GetItem", TABLE_ARN)],
    },
  },
  tables: [
    {
      name: "keys",
      arn: TABLE_ARN,
      hashKey: "id",
      rangeKey: "at",
      ttlAttribute: "expires",
      attributeTypes: { id: "S", at: "N", owner: "S" },
      indexes: [{ name: "by-owner", hashKey: "owner", rangeKey: "at" }],
    },
    { name: "plain", arn: PLAIN_TABLE_ARN, hashKey: "id" },
  ],
  secrets: [{ arn: SECRET_ARN, name: "slack", value: "invented" }],
  topics: [{ arn: TOPIC_ARN }],
  queues: [{ arn: QUEUE_ARN, url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/events` }],
};

export interface RunningAccount {
  readonly account: LocalAccount;
  readonly calls: CallReport[];
  readonly events: ResourceEvent[];
}

export async function startAccount(setup: AccountSetup = SETUP): Promise<RunningAccount> {
  const calls: CallReport[] = [];
  const events: ResourceEvent[] = [];
  const account = await startLocalAccount({
    setup,
    onCall: (report) => void calls.push(report),
    onEvent: (event) => void events.push(event),
  });
  return { account, calls, events };
}

/** Options for an SDK client that calls the account under one of the invented keys. */
export function clientOptions(endpoint: string, accessKeyId = "AKIALOCALADMIN") {
  return { endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey: "invented" }, maxAttempts: 1 };
}

export function authorization(service: string, accessKeyId = "AKIALOCALADMIN"): string {
  const scope = `${accessKeyId}/20260102/${REGION}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`;
}

/** The error that a call ends with; fails when it ends with none. */
export async function errorOf(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) {
    throw new Error("the call was expected to fail");
  }
  return Object.assign(outcome);
}
