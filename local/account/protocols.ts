import { ServiceError } from "./service-error";
import type { Failure, HttpAnswer, HttpRequest, Input, Protocol } from "./types";
import { escapeXml, xmlElements } from "./xml";

/** The body of an AWS JSON request carries the input, the `X-Amz-Target` header names the operation. */
export function jsonProtocol(version: "1.0" | "1.1", shapes: { errorNamespace?: string } = {}): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  const headers = (requestId: string) => ({ "content-type": contentType, "x-amzn-requestid": requestId });
  return {
    denied: { code: "AccessDeniedException", status: 400 },
    unknownKey: { code: "UnrecognizedClientException", status: 400 },
    expired: { code: "ExpiredTokenException", status: 400 },
    throttled: { code: "ThrottlingException", status: 400 },
    broken: { code: "InternalServerError", status: 500 },
    operationOf: (request) => targetOperation(request) ?? refuseUnnamed(),
    inputOf: (request) => readJson(request),
    answer: (_operation, output, requestId) => ({
      status: 200,
      headers: headers(requestId),
      body: JSON.stringify(output),
    }),
    fail: (failure, requestId) => ({
      status: failure.status ?? 400,
      headers: headers(requestId),
      body: JSON.stringify({
        ...failure.members,
        __type: shapes.errorNamespace === undefined ? failure.code : `${shapes.errorNamespace}#${failure.code}`,
        message: failure.message,
      }),
    }),
  };
}

/** A form body with `Action=…` asks, XML answers. `namespace` is the service's `xmlns`, `deniedCode` its own word. */
export function queryProtocol(namespace: string, deniedCode = "AccessDenied"): Protocol {
  return {
    denied: { code: deniedCode, status: 403 },
    unknownKey: { code: "InvalidClientTokenId", status: 403 },
    expired: { code: "ExpiredToken", status: 403 },
    throttled: { code: "Throttling", status: 400 },
    broken: { code: "ServiceFailure", status: 500 },
    operationOf: (request) => formOf(request).get("Action") ?? refuseUnnamed(),
    inputOf: (request) => {
      const fields = [...formOf(request)].filter(([name]) => name !== "Action" && name !== "Version");
      return Object.fromEntries(fields);
    },
    answer: (operation, output, requestId) => ({
      status: 200,
      headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
      body:
        `<${operation}Response xmlns="${escapeXml(namespace)}"><${operation}Result>${xmlElements(output)}` +
        `</${operation}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>` +
        `</${operation}Response>`,
    }),
    fail: (failure, requestId) => queryFailure(failure, requestId, namespace),
  };
}

/** The error document of the query protocol; a fault of the caller is HTTP 400, or 403 for what it may not do. */
export function queryFailure(failure: Failure, requestId: string, namespace: string): HttpAnswer {
  const status = failure.status ?? 400;
  const error = { Type: status >= 500 ? "Receiver" : "Sender", Code: failure.code, Message: failure.message };
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body:
      `<ErrorResponse xmlns="${escapeXml(namespace)}"><Error>${xmlElements({ ...error, ...failure.members })}</Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
}

/** The operation after the last dot of `X-Amz-Target`, such as `DynamoDB_20120810.GetItem`. */
export function targetOperation(request: HttpRequest): string | undefined {
  const target = request.headers["x-amz-target"];
  return typeof target === "string" ? /\.(\w+)$/.exec(target)?.[1] : undefined;
}

export function formOf(request: HttpRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString("utf8"));
}

function readJson(request: HttpRequest): Input {
  try {
    const parsed: unknown = JSON.parse(request.body.length === 0 ? "{}" : request.body.toString("utf8"));
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) {
      return { ...parsed };
    }
  } catch {
    // Answered below like any other body that is not a JSON object.
  }
  throw new ServiceError("SerializationException", "The body of the request is not a JSON object");
}

function refuseUnnamed(): never {
  throw new ServiceError("MissingAction", "The request names no operation");
}
