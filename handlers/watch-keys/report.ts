import type { ActionStore } from "../../clients/action-store";
import type { KeyWatch, WatchedKey } from "../../clients/key-watch";
import type { PreparedTopic } from "../../clients/topic";
import { withRequests } from "../../core/profiles/digest";
import type { ExpectedUse } from "../../core/profiles/expected";
import { addressValue } from "../../core/profiles/values";
import { addDeniedCalls, isBurst } from "../../core/keys/denial-burst";
import { quietAbout } from "../../core/keys/report-memory";
import type { SuspectCall, SuspectCalls } from "../../core/keys/sort-calls";
import { suspiciousKeyText } from "../../core/suspicious-keys/message";
import { log } from "../post-denials/audit";
import type { Finding } from "./findings";
import { burstFinding, countryFinding, isBurstNews, isCallNews, profileFinding, seenIn } from "./findings";
import type { UnusualRequest } from "./profiles";
import type { KeyReports, ReportMemories } from "./report-memories";
import { rememberReports } from "./report-memories";
import { suspiciousKeyOf } from "./suspicious-key";
import { rowsOf } from "./unusual";

export interface ReporterParts {
  readonly watch: KeyWatch;
  readonly store: Pick<ActionStore, "noteSignal">;
  readonly topic: PreparedTopic;
  /** What is remembered of a key. */
  knownOf(accessKeyId: string): Promise<WatchedKey>;
  /** What people have called expected of a key. */
  expectedOf(accessKeyId: string): Promise<readonly ExpectedUse[]>;
}

/** All that one delivery holds against one key. */
export interface KeyEvidence extends SuspectCalls {
  /** Requests that its profile finds suspicious. */
  readonly unusual: readonly UnusualRequest[];
}

/** Reports what speaks against one key, if the reports of the last hour have not said so, and nobody expects it. */
export async function reportKey(
  evidence: KeyEvidence,
  { watch, store, topic, knownOf, expectedOf }: ReporterParts,
  memories: ReportMemories,
  nowMs: number,
): Promise<void> {
  const { accessKeyId, foreign, deniedCalls } = evidence;
  const reportedHere = memories.get(accessKeyId) ?? {};
  const counted = isBurstNews(evidence, reportedHere, nowMs)
    ? await watch.addDeniedCalls(accessKeyId, (stored) => addDeniedCalls(stored, deniedCalls), nowMs)
    : [];
  // Whatever others have reported, a few denied calls are no news.
  if (!isBurst(counted) && !isCallNews(evidence, reportedHere, nowMs)) return;

  if (foreign.length > 0) topic.prepare();
  const [known, uses] = await Promise.all([knownOf(accessKeyId), foreign.length === 0 ? [] : expectedOf(accessKeyId)]);
  const expected = expectedIn(foreign, uses);
  const unexpected = { ...evidence, foreign: foreign.filter((call) => !expected.includes(call)) };
  const findings = [
    countryFinding(unexpected, known, nowMs),
    burstFinding(unexpected, counted, known, nowMs),
    profileFinding(unexpected, known, nowMs),
  ].filter((finding) => finding !== undefined);
  if (findings.length > 0) await tell(evidence, findings, known, { watch, store, topic }, nowMs);
  const reported = Object.fromEntries(findings.map(({ signal, memory }) => [signal.kind, memory]));
  const after: KeyReports = { ...known, ...reported };
  const country = expected.length === 0 ? after.country : quietAbout(after.country, seenIn(expected), nowMs);
  rememberReports(memories, accessKeyId, { ...after, country });
}

async function tell(
  { accessKeyId, unusual }: KeyEvidence,
  findings: readonly Finding[],
  { versions }: Pick<WatchedKey, "versions">,
  { watch, store, topic }: Pick<ReporterParts, "watch" | "store" | "topic">,
  nowMs: number,
): Promise<void> {
  // Written down before it is said: who acts on a signal goes by what is written, not by what a message claims.
  for (const { signal } of findings) await store.noteSignal(accessKeyId, signal);
  // One event may speak against the key in several ways.
  const calls = [...new Map(findings.flatMap(({ calls: of }) => of).map((call) => [call.eventId, call])).values()];
  const message = suspiciousKeyOf(
    accessKeyId,
    calls,
    findings.map(({ signal }) => signal),
  );
  await topic.publish(suspiciousKeyText(message));
  const kinds = findings.map(({ signal }) => signal.kind);
  if (kinds.includes("profile")) await watch.changeDigest((digest) => withRequests(digest, rowsOf(unusual)), nowMs);
  for (const { signal, memory } of findings) {
    await watch.saveReport(accessKeyId, signal.kind, memory, versions[signal.kind] ?? 0);
  }
  const scores = kinds.includes("profile") ? { scores: scoresOf(unusual) } : {};
  log("reported", { accessKeyId, signals: kinds, eventIds: message.eventIds, ...scores });
}

/** Calls from an address that a person has called expected of this key: its country is no news either. */
function expectedIn(foreign: readonly SuspectCall[], uses: readonly ExpectedUse[]): readonly SuspectCall[] {
  const addresses = new Set(uses.map(({ values }) => values.ip));
  return foreign.filter(({ address }) => addresses.has(addressValue(address)));
}

/** The log takes lines of 256 KB at most. */
const mostScores = 200;

function scoresOf(unusual: readonly UnusualRequest[]): object[] {
  return unusual
    .slice(0, mostScores)
    .map(({ call: { eventId }, score: { score, reasons } }) => ({ eventId, score, reasons }));
}
