import { shownAt } from "../../../core/cloudtrail/field";
import { principalOf } from "../../../core/cloudtrail/identity";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt } from "../../../core/cloudtrail/record";
import type { Principal } from "../../../core/denials/denial";
import type { Span } from "./counts";
import { toolOf } from "./tool";

/** Calls by one caller from one address with one tool: what a report counts of every call, whatever was called. Plain data. */
export interface Calls extends Span {
  readonly principal: Principal;
  /** Account that recorded them; undefined where the records name none. */
  readonly recordedIn: string | undefined;
  readonly region: string | undefined;
  readonly address: string;
  readonly tool: string;
  /** Temporary keys that they were answered with. */
  readonly issued: string[];
  count: number;
}

/** The one call that a record tells of. */
export function callOf(record: CloudTrailRecord, atMs: number): Calls {
  const issued = textAt(record, "responseElements", "credentials", "accessKeyId");
  return {
    principal: principalOf(record),
    recordedIn: textAt(record, "recipientAccountId"),
    region: textAt(record, "awsRegion"),
    address: shownAt(record, "sourceIPAddress") ?? "unknown",
    tool: toolOf(shownAt(record, "userAgent")),
    issued: issued === undefined ? [] : [issued],
    count: 1,
    firstMs: atMs,
    lastMs: atMs,
  };
}

/** Two calls with the same key are counted as the same calls. */
export function keyOfCall({ principal, recordedIn, region, address, tool }: Calls): string {
  const { type, arn, name, account, accessKeyId } = principal;
  return JSON.stringify([type, arn ?? name, account, accessKeyId, recordedIn, region, address, tool]);
}
