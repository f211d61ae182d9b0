import { formOf, jsonProtocol, queryFailure, targetOperation } from "./protocols";
import type { Failure, HttpAnswer, HttpRequest } from "./types";
import { escapeXml, xmlElements } from "./xml";

/** Services that answer in XML under REST paths; everything else under REST paths is JSON. */
const REST_XML_SERVICES: readonly string[] = ["s3", "route53", "cloudfront"];

const CBOR_PATH = /^\/service\/(\w+)\/operation\/(\w+)$/;

/** The operation of a request to a service that the account does not know, as far as any protocol names one. */
export function guessOperation(request: HttpRequest): string {
  const path = request.path.split("?")[0] ?? "/";
  const named = CBOR_PATH.exec(path)?.[2] ?? targetOperation(request) ?? formOf(request).get("Action");
  return named ?? `${request.method} ${path}`;
}

/** Whether the request is in Smithy's RPC v2 CBOR, which newer clients choose for some services. */
export function isCbor(request: HttpRequest): boolean {
  return request.headers["smithy-protocol"] === "rpc-v2-cbor";
}

/** An error in the form that the request's own protocol reads, for requests that reach no known service. */
export function refuse(request: HttpRequest, service: string, failure: Failure, requestId: string): HttpAnswer {
  if (isCbor(request)) {
    const body = cborMap({ __type: failure.code, message: failure.message });
    const headers = { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };
    return { status: failure.status ?? 400, headers, body };
  }
  if (targetOperation(request) !== undefined) {
    return jsonProtocol("1.0").fail(failure, requestId);
  }
  if (formOf(request).has("Action")) {
    return service === "ec2" ? ec2Failure(failure, requestId) : queryFailure(failure, requestId, "urn:local-account");
  }
  if (REST_XML_SERVICES.includes(service)) {
    const error = { Code: failure.code, Message: failure.message, RequestId: requestId };
    const body = `<Error>${xmlElements(error)}</Error>`;
    return { status: failure.status ?? 400, headers: { "content-type": "application/xml" }, body };
  }
  const answer = jsonProtocol("1.1").fail(failure, requestId);
  return { ...answer, headers: { ...answer.headers, "x-amzn-errortype": failure.code } };
}

function ec2Failure(failure: Failure, requestId: string): HttpAnswer {
  const error = xmlElements({ Code: failure.code, Message: failure.message });
  const body = `<Response><Errors><Error>${error}</Error></Errors><RequestID>${escapeXml(requestId)}</RequestID></Response>`;
  return { status: failure.status ?? 400, headers: { "content-type": "text/xml" }, body };
}

/** A map of texts in CBOR (RFC 8949 section 3): enough for an error, and all that is needed of that format. */
function cborMap(members: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(members);
  const parts = entries.flatMap(([name, value]) => [cborText(name), cborText(value)]);
  return Buffer.concat([Buffer.from([0xa0 + entries.length]), ...parts]);
}

function cborText(text: string): Buffer {
  const bytes = Buffer.from(text.slice(0, 4096), "utf8");
  const head = Buffer.from([0x79, 0, 0]);
  head.writeUInt16BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
