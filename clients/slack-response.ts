import { loadAxios } from "./axios";
import { httpsAdapter } from "./https-adapter";

/** Slack gives an app three seconds for all of an interaction; this is what is left for telling the user. */
const timeoutMs = 1_200;

/** Hosts of `response_url`, so that nothing else is ever called on somebody's word. https://docs.slack.dev/interactivity/handling-user-interaction */
const responseHosts: readonly string[] = Object.freeze(["hooks.slack.com", "hooks.slack-gov.com"]);

/** What only the user who pressed a button sees. */
export interface EphemeralMessage {
  readonly response_type: "ephemeral";
  readonly replace_original: false;
  readonly text: string;
}

export function ephemeralMessage(text: string): EphemeralMessage {
  return { response_type: "ephemeral", replace_original: false, text };
}

/** Shows the message to who pressed the button. Returns whether Slack took it; never throws, since the answer itself stands. */
export async function respondToUser(responseUrl: string | undefined, message: EphemeralMessage): Promise<boolean> {
  if (responseUrl === undefined || !isResponseUrl(responseUrl)) return false;
  try {
    const { status } = await loadAxios().post(responseUrl, message, {
      headers: { "content-type": "application/json; charset=utf-8" },
      timeout: timeoutMs,
      adapter: httpsAdapter,
    });
    return status === 200;
  } catch {
    return false;
  }
}

function isResponseUrl(text: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(text);
    return protocol === "https:" && responseHosts.includes(host) && username === "" && password === "";
  } catch {
    return false;
  }
}
