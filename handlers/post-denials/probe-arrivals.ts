import type { ProbeStore } from "../../clients/probe-store";
import type { MessageChannel } from "../../clients/slack";
import type { LogEvent } from "../../core/cloudtrail/envelope";
import type { SortedDelivery } from "../../core/denials/sort-delivery";
import type { SentProbes } from "../../core/probe/own-call";
import type { ProbeArrival, SentProbe } from "../../core/probe/probe-call";
import { probeIdIn, probeRule } from "../../core/probe/probe-call";
import { verifyMessage } from "../../core/slack/probe-message";
import { logMuted } from "./audit";
import type { Teller } from "./teller";

/** A delivery that names more is somebody's attempt to have the table read for them. */
const mostProbes = 5;

/** The probes that log events of a delivery name, as far as Warden has sent them. Reads nothing where none is named. */
export async function sentProbesIn(
  logEvents: readonly LogEvent[],
  store: Pick<ProbeStore, "sent">,
): Promise<SentProbes> {
  const ids = new Set(logEvents.flatMap(({ message }) => probeIdIn(message) ?? []));
  const sent: Record<string, SentProbe> = {};
  for (const id of [...ids].slice(0, mostProbes)) {
    const probe = await store.sent(id);
    if (probe !== undefined) sent[id] = probe;
  }
  return sent;
}

export interface ArrivalParts {
  readonly store: Pick<ProbeStore, "arrival" | "noteArrival">;
  readonly teller: Pick<Teller, "say">;
  readonly channel: Pick<MessageChannel, "check">;
}

/**
 * Notes that probes have come out here, and whether people would be told. One that somebody asked for is posted; the daily one is
 * counted as muted by the rule `probe`, in no digest.
 */
export async function takeProbes(probes: SortedDelivery["probes"], parts: ArrivalParts, nowMs: number): Promise<void> {
  for (const { probe, denial } of probes) {
    const before = await parts.store.arrival(probe.id);
    if (before?.eventId === denial.eventId) continue;
    const channel = before === undefined ? await tell(probe, denial.eventId, parts, nowMs) : undefined;
    if (channel?.channel !== "posted") logMuted(probeRule, [denial.eventId]);
    if (channel !== undefined) {
      await parts.store.noteArrival(probe.id, { atMs: nowMs, eventId: denial.eventId, ...channel });
    }
  }
}

type Told = Pick<ProbeArrival, "channel" | "why">;

async function tell(
  { id, kind, sentAtMs }: SentProbe,
  eventId: string,
  { teller, channel }: ArrivalParts,
  nowMs: number,
): Promise<Told> {
  try {
    if (kind === "verify") {
      await teller.say(verifyMessage(id, sentAtMs, nowMs), nowMs, [eventId]);
      return { channel: "posted" };
    }
    if (channel.check === undefined) return { channel: "mail" };
    await channel.check(nowMs);
    return { channel: "answers" };
  } catch (error) {
    // The probe tells of it where Slack can't: retrying would only add a letter to what a broken channel leaves anyway.
    return { channel: "refused", why: (error as Error).message };
  }
}
