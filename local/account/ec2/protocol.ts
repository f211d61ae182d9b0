import { formOf, queryProtocol } from "../protocols";
import type { Input, Protocol } from "../types";
import { escapeXml } from "../xml";

const version = "2016-11-15";
const namespace = `http://ec2.amazonaws.com/doc/${version}/`;

const base = queryProtocol(namespace);

/**
 * EC2's own form of the query protocol: lists are numbered in the request and `item` elements in the answer, and errors stand
 * in a document of their own. https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export const ec2Protocol: Protocol = {
  ...base,
  denied: { code: "UnauthorizedOperation", status: 403 },
  unknownKey: { code: "AuthFailure", status: 401 },
  expired: { code: "RequestExpired", status: 400 },
  throttled: { code: "RequestLimitExceeded", status: 503 },
  broken: { code: "InternalError", status: 500 },
  inputOf: (request) => {
    const fields = [...formOf(request)].filter(([name]) => name !== "Action" && name !== "Version");
    return structured(fields);
  },
  answer: (operation, output, requestId) => ({
    status: 200,
    headers: { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": requestId },
    body: `<${operation}Response xmlns="${namespace}"><requestId>${requestId}</requestId>${members(output)}</${operation}Response>`,
  }),
  fail: ({ code, message, status }, requestId) => ({
    status: status ?? 400,
    headers: { "content-type": "text/xml;charset=UTF-8" },
    body: `<Response><Errors><Error>${members({ Code: code, Message: message })}</Error></Errors><RequestID>${escapeXml(requestId)}</RequestID></Response>`,
  }),
};

function members(value: object): string {
  return Object.entries(value)
    .map(([name, member]) => element(name, member))
    .join("");
}

function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return `<${name}>${value.map((each) => element("item", each)).join("")}</${name}>`;
  return `<${name}>${typeof value === "object" ? members(value) : escapeXml(String(value))}</${name}>`;
}

/** `Filter.1.Name` as `{Filter: {1: {Name}}}`. */
function structured(fields: readonly (readonly [string, string])[]): Input {
  const root: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of fields) {
    const path = name.split(".").slice(0, 10);
    const last = path.pop() ?? "";
    let place = root;
    for (const step of path) {
      const inside = place[step];
      place = (
        typeof inside === "object" && inside !== null ? inside : (place[step] = Object.create(null) as object)
      ) as Record<string, unknown>;
    }
    place[last] = value;
  }
  return root;
}
