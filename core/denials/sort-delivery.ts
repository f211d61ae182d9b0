import type { ReadLogEvent } from "../cloudtrail/envelope";
import type { SentProbes } from "../probe/own-call";
import { probeOf } from "../probe/own-call";
import type { SentProbe } from "../probe/probe-call";
import type { Denial } from "./denial";
import type { NotedDenial } from "./ledger";
import type { Mute } from "./mute";
import { cannotBeMuted, muteFor } from "./mute";
import { denialOf } from "./normalise";
import type { OwnResources } from "./own-resources";
import { ownResourceFinder } from "./own-resources";
import { isOwnRole } from "./own-roles";

export interface SortingRules extends OwnResources {
  readonly mutes: readonly Mute[];
  /** Denied calls that Warden has made on purpose. */
  readonly probes?: SentProbes;
}

/** What one delivery of the log group holds, each event once. */
export interface SortedDelivery {
  readonly denials: readonly NotedDenial[];
  /** Calls of Warden's own roles: gathered apart, so that a permission it lacks can't flood the channel. */
  readonly own: readonly NotedDenial[];
  /** Log events that are no CloudTrail record, as denials of an unknown caller, so that people hear of them. */
  readonly unreadable: readonly NotedDenial[];
  readonly mutedEventIds: Readonly<Record<string, readonly string[]>>;
  /** Calls of the probe, whatever mutes say. */
  readonly probes: readonly { readonly probe: SentProbe; readonly denial: Denial }[];
}

/** Reads and sorts the log events of one delivery. Nothing in them makes it throw. */
export function sortDelivery(logEvents: readonly ReadLogEvent[], rules: SortingRules, nowMs: number): SortedDelivery {
  const denials: NotedDenial[] = [];
  const own: NotedDenial[] = [];
  const unreadable: NotedDenial[] = [];
  const mutedEventIds: Record<string, string[]> = {};
  const probes: SortedDelivery["probes"][number][] = [];
  const seen = new Set<string>();
  const namesOwn = ownResourceFinder(rules);
  for (const logEvent of logEvents) {
    const { record } = logEvent;
    const denial =
      record === undefined ? unreadableDenial(logEvent) : denialOf(record, logEvent.id, logEvent.timestamp);
    if (denial === undefined || seen.has(denial.eventId)) continue;
    seen.add(denial.eventId);
    const probe = record === undefined ? undefined : probeOf(denial, rules.probes ?? {});
    if (record === undefined) unreadable.push({ denial });
    else if (probe !== undefined) probes.push({ probe, denial });
    else if (isOwnRole(denial.principal.arn, rules.ownRoles)) own.push({ denial });
    else {
      const { mute, expired } = muteFor(denial, rules.mutes, nowMs);
      const named = [record.requestParameters, record.resources];
      if (mute === undefined || cannotBeMuted(denial, namesOwn, named)) denials.push(notedDenial(denial, expired));
      else (mutedEventIds[mute.name] ??= []).push(denial.eventId);
    }
  }
  return { denials, own, unreadable, mutedEventIds, probes };
}

function notedDenial(denial: Denial, expired: Mute | undefined): NotedDenial {
  if (expired === undefined) return { denial };
  const note = `The mute \`${expired.name}\` expired on ${expired.expires ?? "an unknown date"} (owner: ${expired.owner}).`;
  return { denial, note };
}

function unreadableDenial(logEvent: ReadLogEvent): Denial {
  const at = new Date(Number.isFinite(logEvent.timestamp) ? logEvent.timestamp : 0).toISOString();
  return {
    eventId: logEvent.id,
    kind: "denial",
    at,
    account: "unknown",
    region: "unknown",
    principal: { type: "Unknown", name: "unknown" },
    eventSource: "unknown",
    service: "unknown",
    action: "unknown",
    code: "unreadable",
    message: `A log event could not be read: ${logEvent.problem}.`,
    refusal: { effect: "unknown" },
    source: { kind: "missing", address: "" },
  };
}
