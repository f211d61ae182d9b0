import { textAt } from "../../core/cloudtrail/record";
import { sourceOf } from "../../core/cloudtrail/source-address";
import type { OriginCheck } from "../../core/keys/country-check";
import type { SuspectCall } from "../../core/keys/sort-calls";
import type { KeyRow, SuspiciousRow } from "../../core/profiles/digest";
import { shortDigest } from "../../core/short-digest";
import { counted } from "../../core/slack/wording";
import type { BegunKey, UnusualRequest } from "./profiles";

/**
 * Where a request came from as its profile sees it: requests of one key from one place are reported once an hour. Short,
 * whatever the caller chooses.
 */
export function placeOf({ request: { values } }: UnusualRequest): string {
  return shortDigest(JSON.stringify([values.ip, values.agent, values.region]), "base64url", 22);
}

/** The request as a call that speaks against its key. */
export function suspectCallOf({ call }: UnusualRequest, check: OriginCheck): SuspectCall {
  const { record, eventId, atMs } = call;
  const source = sourceOf(record);
  return { record, eventId, atMs, address: source.address, doubt: check(source, atMs).doubt };
}

/** The signal in words, for example "a request scored 60 of 100 (address not known)". Nothing of the requests is in them. */
export function unusualText(unusual: readonly UnusualRequest[]): string {
  const lowest = unusual.reduce((least, one) => (one.score.score < least.score.score ? one : least));
  const { score, reasons } = lowest.score;
  const whose = `${score} of 100 (${reasons.join(", ")})`;
  return unusual.length === 1
    ? `a request unlike this key's others scored ${whose}`
    : `${counted(unusual.length, "request")} unlike this key's others, the least of them scored ${whose}`;
}

/** Lines for the next mail, one for each place. */
export function rowsOf(unusual: readonly UnusualRequest[]): SuspiciousRow[] {
  const rows = new Map<string, SuspiciousRow>();
  for (const one of unusual) {
    const { accessKeyId, account, userName, values, atMs } = one.request;
    const id = `${accessKeyId} ${placeOf(one)}`;
    const known = rows.get(id);
    if (known !== undefined) {
      rows.set(id, { ...known, count: known.count + 1 });
      continue;
    }
    const { score, reasons } = one.score;
    const { ip: address, agent, region, event } = values;
    rows.set(id, { id, accessKeyId, account, userName, score, reasons, event, region, address, agent, atMs, count: 1 });
  }
  return [...rows.values()];
}

/** The line for the next mail about a key that was never seen, or not for long. */
export function keyRowOf({ kind, call: { request, call }, score }: BegunKey): KeyRow {
  const { accessKeyId, account, userName, atMs, values } = request;
  const [address, agent] = [values.ip, values.agent];
  const type = textAt(call.record, "userIdentity", "type");
  const named = userName ?? (type === "Root" ? "root" : undefined);
  const id = `${kind} ${accessKeyId}`;
  return {
    id,
    kind,
    accessKeyId,
    account,
    userName: named,
    address,
    agent,
    atMs,
    ...(score === undefined ? {} : { score }),
  };
}
