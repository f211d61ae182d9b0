import { classifyRecord } from "../../core/cloudtrail/error-code";
import type { Seen } from "../../core/doctor/seen";

/** Asks AWS something that takes an IAM action. */
export type Ask = <Answer>(action: string, call: () => Promise<Answer>) => Promise<Answer>;

/** The longest reason that is told. */
const mostCharacters = 200;

/** What `work` finds, or what it was asking when it was refused or failed. Its questions come one after another. Never throws. */
export async function look<Value>(work: (ask: Ask) => Promise<Value>): Promise<Seen<Value>> {
  const asked = { action: "" };
  try {
    const value = await work((action, call) => {
      asked.action = action;
      return call();
    });
    return { value };
  } catch (error) {
    return { needs: [asked.action], ...(isRefusal(error) ? {} : { why: `${asked.action}: ${reasonOf(error)}` }) };
  }
}

/** The answer, or undefined where AWS says by one of these names that there is no such thing. */
export async function unlessMissing<Answer>(
  names: readonly string[],
  call: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (names.includes(nameOf(error))) return undefined;
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  const { $metadata } = (error ?? {}) as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return classifyRecord({ errorCode: nameOf(error) }) === "denial" || $metadata?.httpStatusCode === 403;
}

function reasonOf(error: unknown): string {
  const { message = String(error) } = (error ?? {}) as { readonly message?: string };
  return `${nameOf(error)}: ${message.replace(/\s+/g, " ").trim()}`.slice(0, mostCharacters);
}

function nameOf(error: unknown): string {
  return String((error as { readonly name?: unknown } | null)?.name);
}
