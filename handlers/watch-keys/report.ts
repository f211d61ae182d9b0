import type { ActionStore } from "../../clients/action-store";
import type { KeyWatch, WatchedKey, WatchedKind } from "../../clients/key-watch";
import type { Topic } from "../../clients/topic";
import type { Signal } from "../../core/actions/action";
import { burstText, isBurst, withDeniedCalls } from "../../core/keys/denial-burst";
import type { ReportMemory } from "../../core/keys/report-memory";
import { isNews, withReport } from "../../core/keys/report-memory";
import type { SuspectCall, SuspectCalls } from "../../core/keys/sort-calls";
import { suspiciousKeyText } from "../../core/suspicious-keys/message";
import { log } from "../post-denials/audit";
import { suspiciousKeyOf } from "./suspicious-key";

export interface ReporterParts {
  readonly watch: KeyWatch;
  readonly store: Pick<ActionStore, "noteSignal">;
  readonly topic: Topic;
}

/** What a container remembers of what it has reported, so that a storm costs no call. */
export type ReportMemories = Map<string, Partial<Record<WatchedKind, ReportMemory>>>;

/** How many keys a container remembers. */
const mostRememberedKeys = 1_000;

interface Finding {
  readonly signal: Signal & { readonly kind: WatchedKind };
  readonly calls: readonly SuspectCall[];
  readonly memory: ReportMemory;
}

/** Reports what speaks against one key, if the reports of the last hour have not said so. */
export async function reportKey(
  calls: SuspectCalls,
  { watch, store, topic }: ReporterParts,
  memories: ReportMemories,
  nowMs: number,
): Promise<void> {
  const { accessKeyId } = calls;
  const remembered = memories.get(accessKeyId) ?? {};
  const mayBeNews =
    (calls.foreign.length > 0 && isNews(remembered.country, seenIn(calls.foreign), nowMs)) ||
    (calls.denied.length > 0 && isNews(remembered["denial-burst"], anyPlace, nowMs));
  if (!mayBeNews) return;

  const known = await watch.load(accessKeyId);
  const findings = [countryFinding(calls, known, nowMs), await burstFinding(calls, known, watch, nowMs)].filter(
    (finding) => finding !== undefined,
  );
  if (findings.length > 0) {
    // Written down before it is said: who acts on a signal goes by what is written, not by what a message claims.
    for (const { signal } of findings) await store.noteSignal(accessKeyId, signal);
    const told = [...new Set(findings.flatMap((finding) => finding.calls))];
    const message = suspiciousKeyOf(
      accessKeyId,
      told,
      findings.map(({ signal }) => signal),
    );
    await topic.publish(suspiciousKeyText(message));
    for (const { signal, memory } of findings) await watch.saveReport(accessKeyId, signal.kind, memory);
    log("reported", { accessKeyId, signals: findings.map(({ signal }) => signal.kind), eventIds: message.eventIds });
  }
  remember(memories, accessKeyId, known, findings);
}

/** A burst is one wherever its calls come from. */
const anyPlace = Object.freeze({ countries: Object.freeze([]), addresses: Object.freeze([]) });

function seenIn(calls: readonly SuspectCall[]): Pick<ReportMemory, "countries" | "addresses"> {
  return {
    countries: [...new Set(calls.flatMap(({ country }) => country ?? []))],
    addresses: [...new Set(calls.map(({ address }) => address))],
  };
}

function countryFinding({ foreign }: SuspectCalls, known: WatchedKey, nowMs: number): Finding | undefined {
  const seen = seenIn(foreign);
  if (foreign.length === 0 || !isNews(known.country, seen, nowMs)) return undefined;
  const text = `used from ${seen.countries.join(", ")}, outside allowedCountries`;
  return {
    signal: { kind: "country", atMs: newestMs(foreign), text },
    calls: foreign,
    memory: withReport(known.country, seen, nowMs),
  };
}

async function burstFinding(
  { accessKeyId, denied, deniedCalls }: SuspectCalls,
  known: WatchedKey,
  watch: KeyWatch,
  nowMs: number,
): Promise<Finding | undefined> {
  if (denied.length === 0 || !isNews(known["denial-burst"], anyPlace, nowMs)) return undefined;
  const counted = await watch.addDeniedCalls(accessKeyId, (stored) => withDeniedCalls(stored, deniedCalls), nowMs);
  if (!isBurst(counted)) return undefined;
  return {
    signal: { kind: "denial-burst", atMs: newestMs(denied), text: burstText(counted) },
    calls: denied,
    memory: withReport(known["denial-burst"], anyPlace, nowMs),
  };
}

function newestMs(calls: readonly SuspectCall[]): number {
  return calls.reduce((newest, { atMs }) => Math.max(newest, atMs), 0);
}

function remember(
  memories: ReportMemories,
  accessKeyId: string,
  known: WatchedKey,
  findings: readonly Finding[],
): void {
  if (memories.size >= mostRememberedKeys) memories.clear();
  const reported = Object.fromEntries(findings.map(({ signal, memory }) => [signal.kind, memory]));
  memories.set(accessKeyId, { country: known.country, "denial-burst": known["denial-burst"], ...reported });
}
