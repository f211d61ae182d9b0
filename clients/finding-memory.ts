import type { PostedMessage } from "./slack";
import type { Kept, StateTable } from "./state-table";

/** What is remembered of one finding, so that its repeats act and tell no second time. Plain data. */
export interface FindingMemory {
  readonly account: string | undefined;
  readonly severity: number | undefined;
  /** Keys that it names; a report that refers to it is about one of them. */
  readonly accessKeyIds: readonly string[];
  /** How often it was seen, by the newest repeat. */
  readonly count: number;
  readonly changedAtMs: number;
  /** When people were told on the stack's channel, and by e-mail beside it. */
  readonly toldAtMs?: number | undefined;
  readonly mailedAtMs?: number | undefined;
  /** Where the message is, for a channel that can update it. */
  readonly message?: PostedMessage | undefined;
  /** When its credentials were reported, or it was said why not. */
  readonly handedOverAtMs?: number | undefined;
  /** When the investigation was over, and what it found. */
  readonly investigatedAtMs?: number | undefined;
  readonly investigation?: readonly string[] | undefined;
  /** The invocation that is at work on it, by Lambda's request id, and until when at most. */
  readonly claim?: { readonly by: string; readonly untilMs: number } | undefined;
}

/** How a finding is named in the table and in reports of its keys. */
export type FindingName = string;

/** Memories of findings. Methods throw what AWS says. */
export interface FindingStore {
  finding(name: FindingName): Promise<Kept<FindingMemory> | undefined>;
  /** Writes if nobody has since `version` was read (0: nothing was there); false where somebody has. */
  saveFinding(name: FindingName, memory: FindingMemory, version: number): Promise<boolean>;
}

const item = "STATE";

/** GuardDuty keeps findings for ninety days. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings.html */
const keptMs = 100 * 86_400_000;

/** A finding's id is the same in the administrator's account and the member's, and so is the account that it is about. */
export function findingName(account: string | undefined, id: string): FindingName {
  return `${account ?? "unknown"}/${id.slice(0, 128)}`;
}

/** Kept in the table that all responders share. */
export function findingStore(table: StateTable): FindingStore {
  return {
    async finding(name) {
      return (await table.read(`FINDING#${name}`, item)) as Kept<FindingMemory> | undefined;
    },
    saveFinding(name, memory, version) {
      return table.write(`FINDING#${name}`, item, memory, version, memory.changedAtMs + keptMs);
    },
  };
}
