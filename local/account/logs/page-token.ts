import { createHash } from "node:crypto";

/** A token that leads on from a place, for this question alone. */
export function pageToken(position: number, question: string): string {
  const digest = createHash("sha256").update(`${position} ${question}`).digest("base64url");
  return `${digest}.${position}`;
}

/** The place that a token leads to: the beginning without one, undefined for one that this question never gave. */
export function readPageToken(token: string | undefined, question: string): number | undefined {
  if (token === undefined) return 0;
  const position = Number(/\.(\d{1,15})$/.exec(token)?.[1] ?? Number.NaN);
  return token === pageToken(position, question) ? position : undefined;
}
