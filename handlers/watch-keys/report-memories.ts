import type { WatchedKind } from "../../clients/key-watch";
import { watchedKinds } from "../../clients/key-watch";
import type { ReportMemory } from "../../core/keys/report-memory";

/** What was last reported of one key, by the kind of signal. */
export type KeyReports = Partial<Record<WatchedKind, ReportMemory | undefined>>;

/** What a container remembers of what it has reported, so that a storm costs no call. */
export type ReportMemories = Map<string, KeyReports>;

/** How many keys a container remembers; those that were reported longest ago go first. */
const mostRememberedKeys = 1_000;

export function rememberReports(memories: ReportMemories, accessKeyId: string, reports: KeyReports): void {
  memories.delete(accessKeyId);
  const [oldest] = memories.keys();
  if (memories.size >= mostRememberedKeys && oldest !== undefined) memories.delete(oldest);
  memories.set(accessKeyId, Object.fromEntries(watchedKinds.map((kind) => [kind, reports[kind]])));
}
