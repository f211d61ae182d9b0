import type { ActionStore } from "../../clients/action-store";
import type { KeyWatch, ReportToSave, WatchedKey } from "../../clients/key-watch";
import type { BatchTopic } from "../../clients/topic";
import type { OriginCheck } from "../../core/keys/country-check";
import type { DeniedCall } from "../../core/keys/denial-burst";
import { isBurst } from "../../core/keys/denial-burst";
import { quietAbout } from "../../core/keys/report-memory";
import type { SuspectCall, SuspectCalls } from "../../core/keys/sort-calls";
import { withRequests } from "../../core/profiles/digest";
import type { ExpectedUse } from "../../core/profiles/expected";
import { addressValue } from "../../core/profiles/values";
import type { SuspiciousKey } from "../../core/suspicious-keys/message";
import { suspiciousKeyText } from "../../core/suspicious-keys/message";
import { log } from "../post-denials/audit";
import type { Finding } from "./findings";
import { burstFinding, countryFinding, isBurstNews, isCallNews, profileFinding, seenIn } from "./findings";
import type { KeyLookUp } from "./once-per-key";
import type { UnusualRequest } from "./profiles";
import type { KeyReports, ReportMemories } from "./report-memories";
import { rememberReports } from "./report-memories";
import { suspiciousKeyOf } from "./suspicious-key";
import { rowsOf } from "./unusual";

export interface ReporterParts {
  readonly watch: KeyWatch;
  readonly store: Pick<ActionStore, "noteSignals">;
  readonly topic: BatchTopic;
  readonly check: OriginCheck;
  /** What this container remembers of its reports. */
  readonly memories: ReportMemories;
  /** What is remembered of keys. */
  readonly knownOf: KeyLookUp<WatchedKey>;
  /** What people have called expected of keys. */
  readonly expectedOf: KeyLookUp<readonly ExpectedUse[]>;
}

/** All that one delivery holds against one key. */
export interface KeyEvidence extends SuspectCalls {
  /** Requests that its profile finds suspicious. */
  readonly unusual: readonly UnusualRequest[];
}

/** What is to be told of one key: nothing, where all of it was told within the hour or is expected. */
interface Report {
  readonly evidence: KeyEvidence;
  readonly known: WatchedKey;
  readonly expected: readonly SuspectCall[];
  readonly findings: readonly Finding[];
}

/**
 * Reports what speaks against each of these keys, if the reports of the last hour have not said so, and nobody expects it.
 * Keys that people were told of are added to `told`. Gives the others that they should be told of and why they could not be, and
 * throws what else fails.
 */
export async function reportTogether(
  all: readonly KeyEvidence[],
  parts: ReporterParts,
  told: Set<string>,
  nowMs: number,
): Promise<ReadonlyMap<string, Error>> {
  const { memories, knownOf, expectedOf, check } = parts;
  const bursts = await burstsIn(all, parts, nowMs);
  // Whatever others have reported, a few denied calls are no news.
  const news = all.filter(
    (evidence) => bursts.has(evidence) || isCallNews(evidence, memories.get(evidence.accessKeyId) ?? {}, nowMs),
  );
  if (news.length === 0) return new Map();
  const foreign = news.filter((evidence) => evidence.foreign.length > 0);
  const [known, uses] = await Promise.all([
    knownOf(news.map(({ accessKeyId }) => accessKeyId)),
    foreign.length === 0 ? undefined : expectedOf(foreign.map(({ accessKeyId }) => accessKeyId)),
  ]);
  const reports = news.map((evidence): Report => {
    const { accessKeyId } = evidence;
    const remembered = known.get(accessKeyId) ?? { versions: {} };
    const expected = uses?.get(accessKeyId) ?? [];
    return reportOf({ evidence, known: remembered }, expected, bursts.get(evidence) ?? [], check, nowMs);
  });
  const untold = await tell(reports, parts, told, nowMs);
  for (const report of reports) if (!untold.has(report.evidence.accessKeyId)) remember(report, memories, nowMs);
  return untold;
}

/** The denied calls of the last hour, these among them, of each key for which they are a burst. */
async function burstsIn(
  all: readonly KeyEvidence[],
  { watch, memories }: ReporterParts,
  nowMs: number,
): Promise<ReadonlyMap<KeyEvidence, readonly DeniedCall[]>> {
  const denied = all.filter((evidence) => isBurstNews(evidence, memories.get(evidence.accessKeyId) ?? {}, nowMs));
  if (denied.length === 0) return new Map();
  const counted = await watch.addDeniedCalls(denied, nowMs);
  const calls = denied.map((evidence, position) => [evidence, counted[position] ?? []] as const);
  return new Map(calls.filter(([, of]) => isBurst(of)));
}

function reportOf(
  { evidence, known }: Pick<Report, "evidence" | "known">,
  uses: readonly ExpectedUse[],
  counted: readonly DeniedCall[],
  check: OriginCheck,
  nowMs: number,
): Report {
  const expected = expectedIn(evidence.foreign, uses);
  const unexpected = { ...evidence, foreign: evidence.foreign.filter((call) => !expected.includes(call)) };
  const findings = [
    countryFinding(unexpected, known, nowMs),
    burstFinding(unexpected, counted, known, nowMs),
    profileFinding(unexpected, check, known, nowMs),
  ].filter((finding) => finding !== undefined);
  return { evidence, known, expected, findings };
}

async function tell(
  reports: readonly Report[],
  { watch, store, topic }: ReporterParts,
  told: Set<string>,
  nowMs: number,
): Promise<ReadonlyMap<string, Error>> {
  const news = reports.filter(({ findings }) => findings.length > 0);
  if (news.length === 0) return new Map();
  // Written down before it is said: who acts on a signal goes by what is written, not by what a message claims.
  await store.noteSignals(
    news.flatMap(({ evidence: { accessKeyId }, findings }) => findings.map(({ signal }) => ({ accessKeyId, signal }))),
  );
  const messages = news.map(messageOf);
  const failures = await topic.publishEach(messages.map(suspiciousKeyText));
  const untold = new Map<string, Error>();
  const said: Report[] = [];
  for (const [position, report] of news.entries()) {
    const { accessKeyId } = report.evidence;
    const failure = failures[position];
    if (failure === undefined) {
      told.add(accessKeyId);
      said.push(report);
    } else untold.set(accessKeyId, failure);
  }
  const rows = said.filter(isOfProfile).flatMap(({ evidence }) => rowsOf(evidence.unusual));
  if (rows.length > 0) await watch.changeDigest((digest) => withRequests(digest, rows), nowMs);
  await watch.saveReports(said.flatMap(reportsToSave));
  for (const [position, report] of news.entries()) {
    if (failures[position] === undefined) logReported(report, messages[position]?.eventIds ?? []);
  }
  return untold;
}

function messageOf({ evidence: { accessKeyId }, findings }: Report): SuspiciousKey {
  // One event may speak against the key in several ways.
  const calls = [...new Map(findings.flatMap(({ calls: of }) => of).map((call) => [call.eventId, call])).values()];
  return suspiciousKeyOf(
    accessKeyId,
    calls,
    findings.map(({ signal }) => signal),
  );
}

function isOfProfile({ findings }: Report): boolean {
  return findings.some(({ signal }) => signal.kind === "profile");
}

function reportsToSave({ evidence: { accessKeyId }, findings, known: { versions } }: Report): ReportToSave[] {
  return findings.map(({ signal: { kind }, memory }) => ({ accessKeyId, kind, memory, version: versions[kind] ?? 0 }));
}

function logReported(report: Report, eventIds: readonly string[]): void {
  const { evidence, findings } = report;
  const scores = isOfProfile(report) ? { scores: scoresOf(evidence.unusual) } : {};
  const signals = findings.map(({ signal }) => signal.kind);
  log("reported", { accessKeyId: evidence.accessKeyId, signals, eventIds, ...scores });
}

function remember({ evidence, known, expected, findings }: Report, memories: ReportMemories, nowMs: number): void {
  const reported = Object.fromEntries(findings.map(({ signal, memory }) => [signal.kind, memory]));
  const after: KeyReports = { ...known, ...reported };
  const country = expected.length === 0 ? after.country : quietAbout(after.country, seenIn(expected), nowMs);
  rememberReports(memories, evidence.accessKeyId, { ...after, country });
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
