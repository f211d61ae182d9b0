import Module, { createRequire } from "node:module";
import { Readable } from "node:stream";

import type { Account } from "../../local/account/account";
import type { HttpAnswer, HttpRequest } from "../../local/account/types";

/** The very modules that the functions' clients use. */
const load = createRequire(__filename) as (name: string) => unknown;

/** A request as the SDK's HTTP handler gets it. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkClient {
  send(command: SdkCommand, ...rest: unknown[]): Promise<unknown>;
}

interface SdkCommand {
  readonly input: object;
}

interface PlainService {
  readonly signingName: string;
  /** What requests name the operation after. */
  readonly target: string;
}

/** Services that take the very JSON that a command's input is, by the name of their client. */
const plainServices: Readonly<Record<string, PlainService>> = Object.freeze({
  DynamoDBClient: { signingName: "dynamodb", target: "DynamoDB_20120810" },
  SQSClient: { signingName: "sqs", target: "AmazonSQS" },
  SecretsManagerClient: { signingName: "secretsmanager", target: "secretsmanager" },
  CloudWatchLogsClient: { signingName: "logs", target: "Logs_20140328" },
});

/**
 * Has every AWS client of this thread ask an account in the same thread: the ones that speak plain JSON before the SDK
 * writes a request, as one call takes the SDK longer than many functions take for an event; all others where it would go
 * to a socket.
 */
export function answerInProcess(account: Account): void {
  rememberPlaces();
  const { NodeHttpHandler } = load("@smithy/node-http-handler") as {
    NodeHttpHandler: { prototype: { handle: (request: SdkRequest) => Promise<unknown> } };
  };
  NodeHttpHandler.prototype.handle = async (request) => ({ response: await responseTo(request, account) });
  const { Client } = load("@smithy/core/client") as { Client: { prototype: SdkClient } };
  const { send } = Client.prototype;
  Client.prototype.send = function (this: SdkClient, command: SdkCommand, ...rest: unknown[]) {
    const service = plainServices[this.constructor.name];
    const operation = command.constructor.name.replace(/Command$/, "");
    if (service !== undefined) return askJson(account, service, operation, command.input);
    return operation === "Publish" ? publish(account, command.input) : send.call(this, command, ...rest);
  };
}

async function responseTo(request: SdkRequest, account: Account): Promise<unknown> {
  const { HttpResponse } = load("@smithy/core/protocols") as { HttpResponse: new (parts: object) => unknown };
  const parameters = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
    (value === null ? [""] : [value].flat()).map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  );
  const { status, headers, body } = account.handle({
    method: request.method,
    path: parameters.length === 0 ? request.path : `${request.path}?${parameters.join("&")}`,
    headers: lowered(request.headers),
    body: await bytesOf(request.body),
  });
  return new HttpResponse({ statusCode: status, headers, body: Readable.from([Buffer.from(body)]) });
}

async function bytesOf(body: unknown): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === "string" || body instanceof Uint8Array) return Buffer.from(body as Uint8Array);
  const parts: Buffer[] = [];
  for await (const part of body as AsyncIterable<Uint8Array>) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

function lowered(headers: Readonly<Record<string, string>>): HttpRequest["headers"] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

async function askJson(
  account: Account,
  { signingName, target }: PlainService,
  operation: string,
  input: object,
): Promise<unknown> {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `${target}.${operation}` };
  return outputOf(await ask(account, signingName, headers, JSON.stringify(input, withBase64)));
}

/** By a form, as SNS is asked. */
async function publish(account: Account, input: object): Promise<unknown> {
  const fields = Object.entries(input).filter(([, value]) => value !== undefined) as [string, string][];
  const form = new URLSearchParams([["Action", "Publish"], ["Version", "2010-03-31"], ...fields]);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const { status, body } = await ask(account, "sns", headers, form.toString());
  const text = body.toString();
  if (status < 300) return { MessageId: /<MessageId>([^<]*)/.exec(text)?.[1], $metadata: { attempts: 1 } };
  const name = /<Code>([^<]*)/.exec(text)?.[1] ?? "UnknownError";
  throw Object.assign(new Error(text), { name, $metadata: { httpStatusCode: status, attempts: 1 } });
}

async function ask(
  account: Account,
  signingName: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<HttpAnswer> {
  const { AWS_ACCESS_KEY_ID: id = "", AWS_REGION: region = "" } = process.env;
  const authorization = `AWS4-HMAC-SHA256 Credential=${id}/20260101/${region}/${signingName}/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = account.handle({
    method: "POST",
    path: "/",
    headers: { ...headers, authorization },
    body: Buffer.from(body),
  });
  // What is waited for takes turns with other work, as a call over a socket does.
  await new Promise(setImmediate);
  return answer;
}

function outputOf({ status, body }: HttpAnswer): unknown {
  const output = JSON.parse(body.toString() || "{}", withBytes) as Record<string, unknown>;
  if (status < 300) return { ...output, $metadata: { httpStatusCode: status, attempts: 1 } };
  const name = String(output.__type ?? "UnknownError").replace(/^.*#/, "");
  const message = String(output.message ?? output.Message ?? name);
  throw Object.assign(new Error(message), output, {
    name,
    message,
    $metadata: { httpStatusCode: status, attempts: 1 },
  });
}

/** Bytes as the SDK writes them. */
function withBase64(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const written = this[name];
  return written instanceof Uint8Array ? Buffer.from(written).toString("base64") : value;
}

/** Bytes of DynamoDB as the SDK reads them. */
function withBytes(name: string, value: unknown): unknown {
  return name === "B" && typeof value === "string" ? Buffer.from(value, "base64") : value;
}

/** Functions require their clients again and again; whoever compiles TypeScript makes that slow. */
function rememberPlaces(): void {
  const loader = Module as unknown as {
    _resolveFilename: (request: string, parent?: { readonly path?: string }) => string;
  };
  const resolve = loader._resolveFilename;
  const places = new Map<string, string>();
  loader._resolveFilename = function (this: unknown, ...parts) {
    const [request, parent] = parts;
    const key = `${parent?.path ?? ""} ${request}`;
    let place = places.get(key);
    if (place === undefined) places.set(key, (place = resolve.apply(this, parts)));
    return place;
  };
}
