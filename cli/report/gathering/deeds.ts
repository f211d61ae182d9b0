import { cisAlarms } from "../../../core/cis-alarms";
import { errorCodeOf } from "../../../core/cloudtrail/error-code";
import { shownAt } from "../../../core/cloudtrail/field";
import { serviceOfHost } from "../../../core/cloudtrail/partition";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { textAt, valueAt } from "../../../core/cloudtrail/record";
import type { Denial } from "../../../core/denials/denial";
import type { SeverityLevel } from "../../../core/denials/severity";
import { severityOf } from "../../../core/denials/severity";
import { compileFilterPattern } from "../../../core/filter-pattern/compile";
import type { Span } from "./counts";
import { Counts, emptySpan, widen } from "./counts";
import { worse } from "./severity-of-headline";

/** One kind of thing that one caller did: what an alarm of the benchmark looks for, or calls that were refused. */
export interface Deed extends Span {
  /** Position of the caller. */
  readonly unit: number;
  /** Number of the benchmark's alarm, or "refused". */
  readonly kind: string;
  severity: SeverityLevel | undefined;
  /** Of refused calls: why the worst of them is as severe as it is. */
  reason: string;
  count: number;
  failed: number;
  readonly actions: Counts;
}

export const refusedKind = "refused";

const mostDeeds = 20_000;
const mostActions = 300;

/** The denied calls, which 5.1 looks for, are told apart by what was refused. */
const watched = cisAlarms
  .filter(({ id }) => id !== "5.1")
  .map(({ id, severity, pattern }) => ({ id, severity, isMatch: compileFilterPattern(pattern) }));

/** What callers did that somebody should know of. */
export class Deeds {
  private readonly byKey = new Map<string, Deed>();

  /** By the alarms of the benchmark. Almost every record only reads, and none of the alarms looks at those but of the root user. */
  takeRecord(record: CloudTrailRecord, unit: number, atMs: number): void {
    if (isNoDeed(record)) return;
    for (const { id, severity, isMatch } of watched) {
      if (!isMatch(record)) continue;
      const deed = this.deedOf(unit, id);
      if (deed === undefined) return;
      deed.severity = severity;
      note(deed, actionOf(record), atMs);
      if (errorCodeOf(record) !== "unknown" || textAt(record, "errorMessage") !== undefined) deed.failed += 1;
    }
  }

  takeDenial(denial: Denial, unit: number, atMs: number): void {
    const deed = this.deedOf(unit, refusedKind);
    if (deed === undefined) return;
    const { level, reason } = severityOf(denial);
    if (worse(deed.severity, level) !== deed.severity) [deed.severity, deed.reason] = [level, reason];
    note(deed, `${denial.service}:${denial.action}`, atMs);
    deed.failed += 1;
  }

  get all(): readonly Deed[] {
    return [...this.byKey.values()];
  }

  private deedOf(unit: number, kind: string): Deed | undefined {
    const key = `${unit} ${kind}`;
    const known = this.byKey.get(key);
    if (known !== undefined || this.byKey.size >= mostDeeds) return known;
    const actions = new Counts(mostActions);
    const deed = { unit, kind, severity: undefined, reason: "", count: 0, failed: 0, actions, ...emptySpan() };
    this.byKey.set(key, deed);
    return deed;
  }
}

function note(deed: Deed, action: string, atMs: number): void {
  deed.count += 1;
  deed.actions.add(action);
  widen(deed, atMs);
}

/** Whether an alarm of the benchmark looks for the record. */
export function isDeed(record: CloudTrailRecord): boolean {
  return !isNoDeed(record) && watched.some(({ isMatch }) => isMatch(record));
}

function isNoDeed(record: CloudTrailRecord): boolean {
  return isReading(record) && textAt(record, "userIdentity", "type") !== "Root";
}

/** Whether the record says of itself that nothing was changed. */
export function isReading(record: CloudTrailRecord): boolean {
  return valueAt(record, "readOnly") === true;
}

function actionOf(record: CloudTrailRecord): string {
  const source = shownAt(record, "eventSource") ?? "unknown";
  return `${serviceOfHost(source) ?? source}:${shownAt(record, "eventName") ?? "unknown"}`;
}
