import type { HttpEffect } from "../local/effects";

/** What a request to Jira did, for people; undefined for one that only looked, or that is no request to Jira. */
export function ticketText({ method, url, body }: HttpEffect): string | undefined {
  const found = /\/rest\/api\/3\/issue(\/.*)?$/.exec(url);
  if (method !== "POST" || found === null) return undefined;
  const [, rest] = found;
  if (rest === undefined) return `new issue: ${String(valueAt(body, "fields", "summary"))}`;
  const [, id, what] = /^\/(\d+)\/(comment|transitions)$/.exec(rest) ?? [];
  if (id === undefined) return undefined;
  if (what === "transitions") return `issue ${id}: led to another status`;
  return `issue ${id}: ${firstText(valueAt(body, "body")) ?? "comment"}`;
}

/** The first text of a document. */
function firstText(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { text, content } = value as { readonly text?: unknown; readonly content?: unknown };
  if (typeof text === "string") return text;
  if (!Array.isArray(content)) return undefined;
  for (const part of content as unknown[]) {
    const found = firstText(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) => (found as Readonly<Record<string, unknown>> | null | undefined)?.[name],
    value,
  );
}
