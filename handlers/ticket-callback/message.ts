import type { Callback } from "../../core/tickets/callback";
import { labelForm } from "../../core/tickets/label";

/** What a webhook asks for, on its way through the function's own queue: Jira waits for nobody's look-ups. */
export interface CallbackMessage extends Pick<Callback, "incidents" | "actions" | "isNew"> {
  readonly warden: "callback";
  /** The id. Named as in all messages by which functions wake themselves. */
  readonly record: string;
  /** Tries that failed for reasons that pass. */
  readonly tries: number;
}

/** The body of a queue's message as what it is; undefined for anything else. */
export function callbackMessageIn(body: string): CallbackMessage | undefined {
  let value: Partial<Readonly<Record<keyof CallbackMessage, unknown>>> | null;
  try {
    value = JSON.parse(body) as typeof value;
  } catch {
    return undefined;
  }
  const { warden, record, tries, isNew } = value ?? {};
  if (warden !== "callback" || typeof record !== "string" || !/^\d{1,19}$/.test(record)) return undefined;
  return {
    warden,
    record,
    tries: typeof tries === "number" ? tries : 0,
    isNew: isNew === true,
    incidents: textsIn(value?.incidents).filter((label) => labelForm.test(label)),
    actions: textsIn(value?.actions),
  };
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
