import type { ClientOptions } from "./asker";

/** A question to a service that speaks AWS's JSON 1.1 and for which no client is installed. */
export interface JsonQuestion {
  /** As signatures name it. */
  readonly service: string;
  readonly url: string;
  /** For `X-Amz-Target`. */
  readonly target: string;
  readonly input: object;
}

/**
 * Signs as the SDK signs and asks once. Throws an error by the name that the service gives it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export async function signedRequest(
  options: ClientOptions,
  { service, url, target, input }: JsonQuestion,
): Promise<unknown> {
  const { STSClient } = require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
  const { hostname, host, port, protocol, pathname } = new URL(url);
  const signer = await new STSClient(options).config.signer({
    name: "sigv4",
    signingName: service,
    signingRegion: options.region,
    properties: {},
  });
  const body = JSON.stringify(input);
  const signed = await signer.sign({
    method: "POST",
    protocol,
    hostname,
    ...(port === "" ? {} : { port: Number(port) }),
    path: pathname,
    query: {},
    headers: { host, "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
    body,
  });
  const answer = await fetch(url, {
    method: "POST",
    headers: signed.headers,
    body,
    signal: AbortSignal.timeout(options.requestHandler.requestTimeout),
  });
  const text = await answer.text();
  if (!answer.ok) throw serviceError(text, answer.status);
  return JSON.parse(text) as unknown;
}

function serviceError(text: string, httpStatusCode: number): Error {
  const said = /^\s*\{/.test(text) ? (JSON.parse(text) as Readonly<Record<string, unknown>>) : {};
  const error = new Error(String(said.message ?? said.Message ?? `HTTP ${httpStatusCode}`));
  const name =
    String(said.__type ?? "ServiceError")
      .split("#")
      .at(-1) ?? "";
  return Object.assign(error, { name, $metadata: { httpStatusCode } });
}
