import { loadAxios } from "./axios";
import { httpsAdapter } from "./https-adapter";
import type { Secret } from "./secret";

/** What the HTTP Event Collector answered. */
export interface CollectorAnswer {
  /** 0 where there was no answer. */
  readonly status: number;
  /** Read as JSON where it is JSON. */
  readonly body: unknown;
}

/** Splunk's HTTP Event Collector. */
export interface EventCollector {
  /** Posts events in JSON, one after the other. Never throws for what Splunk does; throws where the token can't be read. */
  post(events: readonly string[], nowMs: number): Promise<CollectorAnswer>;
  /** The next `post` reads the token again, as after an answer that refuses it. */
  forgetToken(): void;
}

/** Time for one request. Milliseconds. */
export const collectorTimeoutMs = 10_000;

/** What an HTTP header takes, and no space: a token is a GUID unless somebody has chosen another. */
const tokenForm = /^[\x21-\x7e]{1,256}$/;

/**
 * The collector at an address that ends in `/services/collector/event`, under the token that the secret holds.
 * https://docs.splunk.com/Documentation/Splunk/latest/Data/HECRESTendpoints
 */
export function eventCollector(url: string, token: Secret): EventCollector {
  return {
    async post(events, nowMs) {
      const text = await token.value(nowMs);
      if (!tokenForm.test(text)) throw new Error("the collector's secret holds no token");
      try {
        const response = await loadAxios().post<unknown>(url, events.join(""), {
          headers: { "content-type": "application/json; charset=utf-8", authorization: `Splunk ${text}` },
          timeout: collectorTimeoutMs,
          adapter: httpsAdapter,
          // axios takes a text that is not one JSON value for one that is still to be written as JSON.
          transformRequest: (data: unknown) => data,
          validateStatus: () => true,
        });
        return { status: response.status, body: response.data };
      } catch {
        // The error's own request holds the token.
        return { status: 0, body: undefined };
      }
    },
    forgetToken: () => token.forget(),
  };
}
