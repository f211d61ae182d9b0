import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether Jira has signed these very bytes with the webhook's secret. A secret that is empty signs nothing: anybody could
 * have used it. The time is not signed beside the body but in it (`callbackIn`).
 * https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks
 */
export function isSignedByJira(body: Uint8Array, signature: string | undefined, secret: string): boolean {
  if (secret === "" || signature === undefined || !/^sha256=[0-9a-f]{64}$/.test(signature)) return false;
  return timingSafeEqual(Buffer.from(jiraSignature(body, secret)), Buffer.from(signature));
}

/** The header `X-Hub-Signature` of a webhook with this body. https://www.w3.org/TR/websub/#signature-validation */
export function jiraSignature(body: Uint8Array, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}
