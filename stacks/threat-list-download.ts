import type { AxiosError } from "axios";

import { mostListBytes } from "../core/threat-list/list";

/** An address that does not answer stops the preview soon; a long list over a slow line does not. */
const silenceMs = 30_000;
const wholeMs = 180_000;

/** The address as it may be shown: what follows the path may be a secret. */
export function shownUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search === "" ? "" : "?…"}`;
}

/** Gets the text behind an https address, by https alone, and never more of it than GuardDuty reads. Throws one line that says why not. */
export async function downloadList(url: string): Promise<string> {
  // Loaded only where a list has an address: most stacks have none.
  const { default: axios } = await import("axios");
  try {
    const { data } = await axios.get<string>(url, {
      responseType: "text",
      // axios would take a list of one number for JSON.
      transformResponse: (text: string) => text,
      headers: { accept: "text/plain, */*;q=0.1" },
      maxContentLength: mostListBytes,
      maxRedirects: 5,
      beforeRedirect: (options: Readonly<Record<string, unknown>>) => {
        if (options.protocol !== "https:") throw new Error("it is moved to an address without TLS");
      },
      timeout: silenceMs,
      signal: AbortSignal.timeout(wholeMs),
    });
    return data;
  } catch (error) {
    throw new Error(whyNot(error as AxiosError), { cause: error });
  }
}

function whyNot({ code, message, response, cause }: AxiosError): string {
  if (response !== undefined) return `the answer is status ${response.status}`;
  if (/maxContentLength/.test(message))
    return `it has more than ${mostListBytes / 1024 / 1024} MB, the most that GuardDuty reads`;
  if (code === "ERR_CANCELED") return `it took more than ${wholeMs / 1000} s`;
  if (code === "ECONNABORTED" || code === "ETIMEDOUT") return `there was no answer for ${silenceMs / 1000} s`;
  return (cause instanceof Error ? cause.message : message).slice(0, 200);
}
