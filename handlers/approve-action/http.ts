import { textAt, valueAt } from "../../core/cloudtrail/record";

/** What a function URL hands over, as far as it is used. */
export interface HttpRequest {
  readonly method: string | undefined;
  readonly body: Buffer;
  /** By its name in lower case, which is how function URLs write it. */
  header(name: string): string | undefined;
}

/** What a function URL sends back. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads an event of payload format 2.0. */
export function httpRequest(event: unknown): HttpRequest {
  const body = valueAt(event, "body");
  const encoding = valueAt(event, "isBase64Encoded") === true ? "base64" : "utf8";
  return {
    method: textAt(event, "requestContext", "http", "method"),
    body: Buffer.from(typeof body === "string" ? body : "", encoding),
    header: (name) => textAt(event, "headers", name),
  };
}

/** Says nothing of what was wrong: whoever is not Slack is to learn nothing. */
export function refusal(): HttpResponse {
  return { statusCode: 401, body: "" };
}

export function answer(content?: object): HttpResponse {
  if (content === undefined) return { statusCode: 200, body: "" };
  const headers = { "content-type": "application/json; charset=utf-8" };
  return { statusCode: 200, headers, body: JSON.stringify(content) };
}
