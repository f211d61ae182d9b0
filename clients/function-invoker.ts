import { partitionOfRegion } from "../core/cloudtrail/partition";
import { signedHeaders } from "./signed-request";

/** Hands events to functions as AWS services do: Lambda keeps the event, tries it three times, then dead-letters it. */
export interface FunctionInvoker {
  /** Settles when Lambda has taken the event; throws what Lambda says where it has not. */
  invokeLater(functionName: string, event: unknown): Promise<void>;
}

const timeoutMs = 30_000;

/**
 * Lambda's Invoke with the invocation type `Event`, under the caller's own credentials.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function functionInvoker(region: string): FunctionInvoker {
  return {
    async invokeLater(functionName, event) {
      const { STSClient } = require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
      // A client of another service knows where the credentials are, and keeps them fresh.
      const key = await new STSClient({ region }).config.credentials();
      const url = new URL(`/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`, endpointOf(region));
      const request = {
        method: "POST",
        url,
        headers: { "content-type": "application/json", "x-amz-invocation-type": "Event" },
        body: JSON.stringify(event),
      };
      const headers = signedHeaders(request, key, { service: "lambda", region, nowMs: Date.now() });
      const signal = AbortSignal.timeout(timeoutMs);
      const answer = await fetch(url, { method: "POST", headers, body: request.body, redirect: "error", signal });
      if (answer.status !== 202) throw await refusalOf(answer);
    },
  };
}

function endpointOf(region: string): string {
  const { AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL } = process.env;
  return (
    AWS_ENDPOINT_URL_LAMBDA ?? AWS_ENDPOINT_URL ?? `https://lambda.${region}.${partitionOfRegion(region).dnsSuffix}`
  );
}

/** Lambda names the error in a header, and says more in the body. */
async function refusalOf(answer: Response): Promise<Error> {
  const name = (answer.headers.get("x-amzn-errortype") ?? `HTTP ${answer.status}`).replace(/:.*$/, "");
  const said = (await answer.text()).slice(0, 300);
  return Object.assign(new Error(said === "" ? name : said), { name });
}
