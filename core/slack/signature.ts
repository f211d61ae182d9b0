import { createHmac, timingSafeEqual } from "node:crypto";

/** A request that claims to come from Slack, its body as the bytes that arrived. */
export interface SignedRequest {
  readonly body: Uint8Array;
  /** `X-Slack-Request-Timestamp`: seconds since 1970. */
  readonly timestamp: string | undefined;
  /** `X-Slack-Signature`: `v0=` and 64 hexadecimal digits. */
  readonly signature: string | undefined;
}

/** How far a request's time may be from now, either way. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const signatureWindowMs = 300_000;

/**
 * Whether Slack has signed these very bytes with this secret within the last five minutes. A secret that is empty signs
 * nothing: anybody could have used it.
 */
export function isSignedBySlack(request: SignedRequest, signingSecret: string, nowMs: number): boolean {
  const { body, timestamp, signature } = request;
  if (signingSecret === "" || timestamp === undefined || signature === undefined) return false;
  if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return false;
  if (Math.abs(nowMs - Number(timestamp) * 1000) > signatureWindowMs) return false;
  return timingSafeEqual(Buffer.from(slackSignature(body, timestamp, signingSecret)), Buffer.from(signature));
}

/** Slack's signature, version 0: an HMAC over the time and the raw body. */
export function slackSignature(body: Uint8Array, timestamp: string, signingSecret: string): string {
  return `v0=${createHmac("sha256", signingSecret).update(`v0:${timestamp}:`).update(body).digest("hex")}`;
}
