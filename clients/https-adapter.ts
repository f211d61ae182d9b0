import type { AxiosResponse, InternalAxiosRequestConfig } from "axios";

/** Answers of the services that functions post to are short; a longer one is not what was asked for. */
const mostAnswerBytes = 1_048_576;

/**
 * An adapter of axios (https://axios-http.com/docs/req_config, `adapter`) that sends a text over Node's own https. It knows
 * no redirects and no proxies, so that a message and a secret in its URL go nowhere else, and spares a container the
 * packages that axios loads for them. `timeout` counts from the first byte sent to the last byte of the answer.
 * Resolves whatever the status is; rejects with Node's own error, whose `code` is `ETIMEDOUT` where the time is over.
 */
export async function httpsAdapter(config: InternalAxiosRequestConfig): Promise<AxiosResponse<string>> {
  // Loaded here: a function that sends nothing does not load it.
  const https = require("node:https") as typeof import("node:https");
  const { url = "", method = "get", timeout = 0 } = config;
  return new Promise((resolve, reject) => {
    const request = https.request(
      url,
      { method: method.toUpperCase(), headers: { ...stringsIn(config.headers.toJSON()), "user-agent": "api-warden" } },
      (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on("error", reject);
        response.on("data", (part: Buffer) => {
          bytes += part.length;
          if (bytes > mostAnswerBytes) request.destroy(coded("ERR_ANSWER_TOO_LONG"));
          else parts.push(part);
        });
        response.on("end", () => {
          const { statusCode: status = 0, statusMessage: statusText = "", headers } = response;
          resolve({ data: Buffer.concat(parts).toString("utf8"), status, statusText, headers, config, request });
        });
      },
    );
    const timer = timeout > 0 ? setTimeout(() => request.destroy(coded("ETIMEDOUT")), timeout) : undefined;
    request.on("error", reject).on("close", () => clearTimeout(timer));
    request.end(config.data);
  });
}

function stringsIn(headers: object): Record<string, string> {
  const entries = Object.entries(headers) as [string, unknown][];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
