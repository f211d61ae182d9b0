import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";

import { partitionOfRegion } from "../core/cloudtrail/partition";
import { callLimits } from "./call-limits";
import type { SessionCredentials } from "./reach";

/** One call to a service that speaks AWS JSON 1.1, for which no client is packed. */
export interface JsonCall {
  /** As in the service's address, which is also the name that it is signed for. */
  readonly service: string;
  readonly region: string;
  /** `PREFIX.OPERATION`, as the service's `X-Amz-Target` has it. */
  readonly target: string;
  readonly input: object;
}

/**
 * Makes the call under these credentials, once. Throws an error that has the service's code for its name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function signedCall(call: JsonCall, credentials: SessionCredentials): Promise<unknown> {
  const { service, region, target, input } = call;
  const host = `${service}.${region}.${partitionOfRegion(region).dnsSuffix}`;
  const address = new URL(process.env.AWS_ENDPOINT_URL ?? `https://${host}`);
  const body = JSON.stringify(input);
  const unsigned = {
    "content-type": "application/x-amz-json-1.1",
    host: address.host,
    "x-amz-date": new Date(Date.now()).toISOString().replace(/[-:]|\.\d{3}/g, ""),
    "x-amz-security-token": credentials.sessionToken,
    "x-amz-target": target,
  };
  const authorization = authorizationOf(unsigned, body, { service, region }, credentials);
  const { status, text } = await post(address, { ...unsigned, authorization }, body);
  const answer = objectIn(text);
  if (status === 200) return answer;
  const { __type: code = `HTTP ${status}`, message = "", Message = message } = answer;
  throw Object.assign(new Error(String(Message)), { name: String(code).replace(/^.*#/, "").replace(/:.*$/, "") });
}

/** Signature Version 4 of a `POST /` with these headers, which are in the order of their names. */
export function authorizationOf(
  headers: Readonly<Record<string, string>>,
  body: string,
  { service, region }: Pick<JsonCall, "service" | "region">,
  { accessKeyId, secretAccessKey }: Pick<SessionCredentials, "accessKeyId" | "secretAccessKey">,
): string {
  const time = headers["x-amz-date"] ?? "";
  const date = time.slice(0, 8);
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
  const request = ["POST", "/", "", ...lines, "", names, sha256(body)].join("\n");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", time, scope, sha256(request)].join("\n");
  const key = [date, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString("hex");
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function post(address: URL, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timeout = callLimits.requestHandler.requestTimeout;
    const request = address.protocol === "http:" ? plainRequest : secureRequest;
    const sent = request(address, { method: "POST", headers, timeout }, (answer) => {
      textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
    });
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${timeout} ms`)));
    sent.on("error", reject);
    sent.end(body);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
