import { counted, numberText, utcText } from "../../core/slack/wording";
import type { AttributeKind } from "../../core/profiles/profile";
import { attributeKinds } from "../../core/profiles/profile";
import type { ProfiledRequest } from "../../core/profiles/request";
import { cell, textTable } from "./text-table";

interface Row {
  readonly score: number;
  readonly at: string;
  readonly request: ProfiledRequest;
  readonly matched: Readonly<Record<AttributeKind, boolean>>;
  count: number;
}

const mostRows = 50;
const columns: Readonly<Record<AttributeKind, number>> = Object.freeze({ ip: 39, agent: 32, region: 16, event: 32 });

/**
 * Suspicious requests as a table that says what matched (✓) and what did not (✗). Equal ones are one row, with the time of
 * the first and their number; beyond fifty rows only their number is told.
 */
export class RequestTable {
  private readonly rows = new Map<string, Row>();
  private readonly left: string[] = [];

  add(
    request: ProfiledRequest,
    { score, matched }: { readonly score: number; readonly matched: Row["matched"] },
  ): void {
    const name = JSON.stringify([request.accessKeyId, score, request.values]);
    const row = this.rows.get(name);
    if (row !== undefined) row.count += 1;
    else if (this.rows.size >= mostRows) this.left.push(request.accessKeyId);
    else this.rows.set(name, { score, at: utcText(new Date(request.atMs).toISOString()), request, matched, count: 1 });
  }

  /** Takes the requests of these keys out again. */
  drop(keys: ReadonlySet<string>): void {
    for (const [name, { request }] of this.rows) if (keys.has(request.accessKeyId)) this.rows.delete(name);
    this.left.splice(0, Infinity, ...this.left.filter((key) => !keys.has(key)));
  }

  /** Requests, not rows. */
  get count(): number {
    return [...this.rows.values()].reduce((sum, { count }) => sum + count, this.left.length);
  }

  draw(): string {
    const rows = [...this.rows.values()].map(({ score, at, request, matched, count }) => [
      numberText(score),
      numberText(count),
      at,
      request.accessKeyId,
      cell(request.userName ?? "", 24),
      ...attributeKinds.map((kind) => `${matched[kind] ? "✓" : "✗"} ${shown(request.values[kind], columns[kind])}`),
    ]);
    const heading = ["score", "times", "first", "key", "user", "address", "agent", "region", "event"];
    const more = this.left.length === 0 ? "" : `… and ${counted(this.left.length, "more request")}\n`;
    return textTable([heading, ...rows]) + more;
  }
}

function shown(value: string, most: number): string {
  return value === "" ? "(none)" : cell(value, most);
}
