import { slackSignature } from "../../core/slack/signature";
import { jiraSignature } from "../../core/tickets/signature";
import type { FactsByKind } from "../../core/probe/link-facts";
import type { LinkOf } from "../../core/probe/links";
import type { LinkAsker } from "./asking";

/** Bodies that ask for nothing: Slack's own check of an address, and a webhook about no issue. */
const bodies = { slack: "ssl_check=1", jira: "{}" } as const;

/** What the address answers to a request that is signed and asks for nothing, and to one that nobody has signed. */
export async function urlFacts(
  { secretId, signedBy, url }: LinkOf<"url">,
  asker: LinkAsker,
): Promise<FactsByKind["url"]> {
  const { GetSecretValueCommand, SecretsManagerClient } =
    require("@aws-sdk/client-secrets-manager") as typeof import("@aws-sdk/client-secrets-manager");
  const client = asker.client(SecretsManagerClient);
  const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  const body = bodies[signedBy];
  const type = { "content-type": signedBy === "slack" ? "application/x-www-form-urlencoded" : "application/json" };
  const headers = signatureHeaders(signedBy, body, SecretString.trim(), asker.nowMs);
  return {
    unsigned: await asker.request(url, type, body),
    signed: await asker.request(url, { ...type, ...headers }, body),
  };
}

function signatureHeaders(
  signedBy: "slack" | "jira",
  body: string,
  secret: string,
  nowMs: number,
): Readonly<Record<string, string>> {
  const bytes = Buffer.from(body, "utf8");
  if (signedBy === "jira") return { "x-hub-signature": jiraSignature(bytes, secret) };
  const timestamp = String(Math.floor(nowMs / 1000));
  return {
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": slackSignature(bytes, timestamp, secret),
  };
}
