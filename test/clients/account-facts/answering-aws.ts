import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** A question that came in over HTTP. */
export interface AskedCall {
  /** As signatures and IAM name it, such as `logs`. */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly input: string;
}

/** An answer in the protocol of its service: an object as JSON, a text as it is, an error by its name, a refusal, or nothing at all. */
export type Answer = object | string | { readonly error: string; readonly status?: number } | "refused" | "silence";

/** What is answered to `service:Operation`, to `region/service:Operation` before that. A question without an answer is refused. */
export type Answers = Readonly<Record<string, Answer | ((input: string) => Answer)>>;

/** AWS as an HTTP server that gives recorded answers. */
export interface AnsweringAws {
  readonly endpoint: string;
  readonly calls: readonly AskedCall[];
  /** Forgets the calls, and answers otherwise from now on. */
  answer(answers: Answers): void;
  stop(): Promise<void>;
}

const restOperations: readonly (readonly [string, RegExp, string])[] = [
  ["guardduty", /^\/detector$/, "ListDetectors"],
  ["guardduty", /^\/detector\/[^/]+$/, "GetDetector"],
  ["guardduty", /\/administrator$/, "GetAdministratorAccount"],
  ["guardduty", /\/member$/, "ListMembers"],
  ["guardduty", /\/threatintelset$/, "ListThreatIntelSets"],
  ["guardduty", /\/threatintelset\/[^/]+$/, "GetThreatIntelSet"],
  ["guardduty", /\/ipset$/, "ListIPSets"],
  ["guardduty", /\/ipset\/[^/]+$/, "GetIPSet"],
  ["lambda", /\/account-settings\/?$/, "GetAccountSettings"],
  ["lambda", /\/functions\/?$/, "ListFunctions"],
];

export async function startAnsweringAws(): Promise<AnsweringAws> {
  const kept: { answers: Answers; calls: AskedCall[] } = { answers: {}, calls: [] };
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const call = callOf(request, Buffer.concat(parts).toString("utf8"));
      kept.calls.push(call);
      const name = `${call.service}:${call.operation}`;
      const given = kept.answers[`${call.region}/${name}`] ?? kept.answers[name];
      const answer = typeof given === "function" ? given(call.input) : given;
      if (answer === "silence") return;
      const isRefused = answer === undefined || answer === "refused";
      send(response, call.service, isRefused ? { error: refusalOf(call.service), status: 403 } : answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return kept.calls;
    },
    answer(answers) {
      kept.answers = answers;
      kept.calls = [];
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function callOf({ headers, url = "/", method }: http.IncomingMessage, body: string): AskedCall {
  const [, region = "", service = "unsigned"] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  const { pathname, searchParams } = new URL(url, "http://aws");
  const rest = restOperations.find(([of, pattern]) => of === service && pattern.test(pathname))?.[2];
  const target = String(headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1);
  const bucketPart = searchParams.has("location") ? "GetBucketLocation" : "GetBucketNotification";
  const operation = target || rest || (service === "s3" ? bucketPart : new URLSearchParams(body).get("Action"));
  return { service, operation: `${operation ?? `${method ?? ""} ${pathname}`}`, region, input: body };
}

function refusalOf(service: string): string {
  return (
    { ec2: "UnauthorizedOperation", sns: "AuthorizationError", s3: "AccessDenied", iam: "AccessDenied" }[service] ??
    "AccessDeniedException"
  );
}

function send(response: http.ServerResponse, service: string, answer: Answer): void {
  const isXml = ["sts", "iam", "ec2", "sns", "s3"].includes(service);
  if (typeof answer === "object" && "error" in answer) {
    const { error, status = 400 } = answer;
    const said = `<Code>${error}</Code><Message>invented</Message>`;
    const xml =
      service === "s3"
        ? `<Error>${said}</Error>`
        : service === "ec2"
          ? `<Response><Errors><Error>${said}</Error></Errors></Response>`
          : `<ErrorResponse><Error>${said}</Error></ErrorResponse>`;
    response.writeHead(status, { "x-amzn-errortype": error, "content-type": isXml ? "text/xml" : "application/json" });
    response.end(isXml ? xml : JSON.stringify({ __type: error, message: "invented" }));
    return;
  }
  response.writeHead(200, { "content-type": isXml ? "text/xml" : "application/json" });
  response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
}
