import { ServiceError } from "../service-error";
import type { HttpRequest, Input, Protocol } from "../types";
import { xmlElements } from "../xml";

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** Path of the account's own block in the control plane. https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html */
const accountBlockPath = "/v20180820/configuration/publicAccessBlock";

/** Operations on a bucket by method and the part of it that the query names. */
const operations: Readonly<Record<string, string>> = {
  "HEAD ": "HeadBucket",
  "GET acl": "GetBucketAcl",
  "GET notification": "GetBucketNotificationConfiguration",
  "GET location": "GetBucketLocation",
  "GET policyStatus": "GetBucketPolicyStatus",
  "GET publicAccessBlock": "GetPublicAccessBlock",
  "PUT publicAccessBlock": "PutPublicAccessBlock",
  "DELETE publicAccessBlock": "DeletePublicAccessBlock",
  "GET tagging": "GetBucketTagging",
  "GET website": "GetBucketWebsite",
};

/** What an operation answers: the inside of the document's root element, an object's content, or a bare status. */
export interface S3Answer {
  readonly content?: Buffer;
  readonly root?: string;
  readonly xml?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** S3's REST protocol, with the bucket in the path. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAPI.html */
export const s3Protocol: Protocol = {
  denied: { code: "AccessDenied", status: 403 },
  unknownKey: { code: "InvalidAccessKeyId", status: 403 },
  expired: { code: "ExpiredToken", status: 400 },
  throttled: { code: "SlowDown", status: 503 },
  broken: { code: "InternalError", status: 500 },
  operationOf: (request) => {
    const { pathname, searchParams } = urlOf(request);
    if (pathname === accountBlockPath && request.method === "GET") return "GetAccountPublicAccessBlock";
    const named = Object.keys(Object.fromEntries(searchParams)).filter((name) => name !== "x-id");
    if (request.method === "GET" && named.length === 0 && isOfObject(pathname)) return "GetObject";
    const operation = /^\/[^/]+\/?$/.test(pathname) ? operations[`${request.method} ${named.join("&")}`] : undefined;
    if (operation !== undefined) return operation;
    throw new ServiceError("NotImplemented", `the local account does not know s3:${request.method} ${pathname}`, {
      status: 501,
    });
  },
  inputOf: (request) => inputOf(request),
  answer: (_operation, output, requestId) => {
    const { root, xml = "", status = 200, headers = {}, content } = output as S3Answer;
    if (content !== undefined) {
      const of = { "content-type": "application/octet-stream", "content-length": String(content.length) };
      return { status, headers: { ...of, "x-amz-request-id": requestId, ...headers }, body: content };
    }
    const body = root === undefined ? "" : `<${root} xmlns="${namespace}">${xml}</${root}>`;
    return { status, headers: { "content-type": "application/xml", "x-amz-request-id": requestId, ...headers }, body };
  },
  fail: (failure, requestId) => ({
    status: failure.status ?? 400,
    headers: { "content-type": "application/xml", "x-amz-request-id": requestId },
    body: `<Error>${xmlElements({ Code: failure.code, Message: failure.message, RequestId: requestId })}</Error>`,
  }),
};

function inputOf(request: HttpRequest): Input {
  const { pathname } = urlOf(request);
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === "string" ? value : undefined;
  };
  const owner = header("x-amz-expected-bucket-owner");
  if (pathname === accountBlockPath) return { AccountId: header("x-amz-account-id") };
  return {
    Bucket: decodeURIComponent(pathname.split("/")[1] ?? ""),
    ...(isOfObject(pathname) ? { Key: decodeURIComponent(pathname.split("/").slice(2).join("/")) } : {}),
    ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }),
    ...(request.method === "PUT" ? { PublicAccessBlockConfiguration: settingsIn(request.body.toString("utf8")) } : {}),
  };
}

function isOfObject(pathname: string): boolean {
  return /^\/[^/]+\/[^/]/.test(pathname);
}

/** The settings that the document names; what it does not name is off. */
function settingsIn(xml: string): Readonly<Record<string, boolean>> {
  const found = [...xml.matchAll(/<(\w+)>(true|false)<\/\1>/g)];
  return Object.fromEntries(found.map(([, name = "", value]) => [name, value === "true"]));
}

function urlOf({ path }: HttpRequest): URL {
  return new URL(path, "http://localhost");
}
