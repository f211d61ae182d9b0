import type { InvocationOutcome } from "../functions/function-worker";
import type { Graph } from "./graph";

/** An HTTP request to a function's public address. */
export interface UrlRequest {
  readonly method?: string;
  /** With the query, if there is one. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface UrlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Types of content that a function gets as text; any other comes in base64, what a form sends among them. */
const textTypes = /^(?:text\/.+|application\/(?:json|javascript|xml|.+\+json|.+\+xml))(?:;|$)/i;

/** What AWS answers for everything that may not come in. https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
const forbidden: UrlAnswer = {
  status: 403,
  headers: { "content-type": "application/json" },
  body: '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}',
};

/** Why a request does not reach the function: it has no URL, or not both permissions that an URL without sign-in needs. */
export function urlRefusal(graph: Graph, functionName: string): UrlAnswer | undefined {
  const target = graph.all("aws:lambda/function:Function").find(({ name }) => name === functionName);
  const isTarget = (value: unknown) => value === target?.outputs.name || value === target?.outputs.arn;
  const url = graph.all("aws:lambda/functionUrl:FunctionUrl").find(({ inputs }) => isTarget(inputs.functionName));
  if (target === undefined || url === undefined) throw new Error(`function ${functionName} has no URL`);
  const permissions = graph
    .all("aws:lambda/permission:Permission")
    .map(({ inputs }) => inputs)
    .filter((inputs) => isTarget(inputs.function) && inputs.principal === "*");
  const opensUrl = permissions.some(
    ({ action, functionUrlAuthType }) => action === "lambda:InvokeFunctionUrl" && functionUrlAuthType === "NONE",
  );
  const opensFunction = permissions.some(({ action }) => action === "lambda:InvokeFunction");
  return url.inputs.authorizationType === "NONE" && opensUrl && opensFunction ? undefined : forbidden;
}

/** The event of payload format 2.0. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
export function urlEvent({ method = "POST", path = "/", headers = {}, body }: UrlRequest, atMs: number): object {
  const [rawPath = "/", rawQueryString = ""] = path.split("?", 2);
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const isText = textTypes.test(lowered["content-type"] ?? "text/plain");
  const domainName = "local-run.lambda-url.invalid";
  const query = [...new URLSearchParams(rawQueryString)];
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    headers: { host: domainName, "x-forwarded-for": "203.0.113.10", "x-forwarded-proto": "https", ...lowered },
    ...(query.length === 0 ? {} : { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      accountId: "anonymous",
      apiId: "local-run",
      domainName,
      domainPrefix: "local-run",
      http: {
        method,
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: "203.0.113.10",
        userAgent: lowered["user-agent"] ?? "",
      },
      requestId: `00000000-0000-4000-b000-${String(atMs).slice(-12).padStart(12, "0")}`,
      routeKey: "$default",
      stage: "$default",
      time: clfTime(atMs),
      timeEpoch: atMs,
    },
    ...(body === undefined ? {} : { body: isText ? body : Buffer.from(body, "utf8").toString("base64") }),
    isBase64Encoded: body !== undefined && !isText,
  };
}

/** `17/Mar/2026:10:00:00 +0000` */
function clfTime(atMs: number): string {
  const [, day, month, year, time] = /(\d\d) (\w{3}) (\d{4}) ([\d:]{8})/.exec(new Date(atMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/** What the caller gets: the function's answer, as JSON where it does not shape one itself, or 502 where it failed. */
export function urlAnswer({ error, result }: InvocationOutcome): UrlAnswer {
  const json = { "content-type": "application/json" };
  if (error !== undefined) return { status: 502, headers: json, body: "Internal Server Error" };
  const shaped = (typeof result === "object" && result !== null ? result : {}) as {
    readonly statusCode?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly isBase64Encoded?: boolean;
  };
  if (shaped.statusCode === undefined) return { status: 200, headers: json, body: JSON.stringify(result ?? null) };
  const body = shaped.body ?? "";
  return {
    status: shaped.statusCode,
    headers: { ...json, ...shaped.headers },
    body: shaped.isBase64Encoded === true ? Buffer.from(body, "base64").toString("utf8") : body,
  };
}
