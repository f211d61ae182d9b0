import type { ReportData } from "./report-data";
import type { WouldBeAction } from "./would-be-actions";

/** One figure of two runs over the same history. */
export interface ComparedFigure {
  readonly name: string;
  readonly base: number;
  readonly other: number;
}

/** What was decided on one subject; undefined in a run that decided nothing on it. */
export interface ComparedAction {
  readonly action: string;
  readonly subject: string;
  readonly base: WouldBeAction | undefined;
  readonly other: WouldBeAction | undefined;
}

/** The difference that another configuration makes. */
export interface Comparison {
  readonly baseFile: string;
  readonly otherFile: string;
  readonly figures: readonly ComparedFigure[];
  /** In ALARM, milliseconds. */
  readonly alarms: readonly ComparedFigure[];
  /** Denied calls by the rule that muted them. */
  readonly muted: readonly ComparedFigure[];
  /** Only those that differ. */
  readonly actions: readonly ComparedAction[];
  /** First lines of messages that only the one run posted, of those that are drawn. */
  readonly onlyBase: readonly string[];
  readonly onlyOther: readonly string[];
}

export function compared(base: ReportData, other: ReportData): Comparison {
  const inAlarm = ({ alarms }: ReportData) => alarms.map(({ alarm, inAlarmMs }) => [alarm, inAlarmMs] as const);
  return {
    baseFile: base.run.stackFile,
    otherFile: other.run.stackFile,
    figures: both(figuresOf(base), figuresOf(other)),
    alarms: both(inAlarm(base), inAlarm(other)),
    muted: both(Object.entries(base.summary.muted), Object.entries(other.summary.muted)),
    actions: differing(base, other),
    onlyBase: headlinesBeyond(base, other),
    onlyOther: headlinesBeyond(other, base),
  };
}

export function thatDiffer(rows: readonly ComparedFigure[]): readonly ComparedFigure[] {
  return rows.filter(({ base, other }) => base !== other);
}

type Named = readonly (readonly [name: string, value: number])[];

function figuresOf({ messages, mails, alarms, actions, summary, troubles }: ReportData): Named {
  const by = (is: (action: WouldBeAction) => boolean) => actions.filter(is).length;
  const severe = messages.shown.filter(
    ({ severity, isUpdate }) => !isUpdate && (severity === "critical" || severity === "high"),
  );
  return [
    ["Slack messages", messages.posts],
    ["Messages of high or critical severity, among those drawn", severe.length],
    ["Updates of messages", messages.updates],
    ["E-mails", mails.count],
    ["Alarms that went off", alarms.length],
    ["Subjects decided on", actions.length],
    ["Subjects changed", by(({ asRun }) => asRun.verdict === "done")],
    ["Subjects asked about", by(({ asRun }) => asRun.verdict === "ask")],
    ["Subjects that enforce would change", by(({ ifEnforced }) => ifEnforced.verdict === "done")],
    ["Denied calls muted", Object.values(summary.muted).reduce((sum, count) => sum + count, 0)],
    ["Dead letters", troubles.errorCount],
  ];
}

/** By name, those of the base first; what only one has is 0 in the other. */
function both(base: Named, other: Named): ComparedFigure[] {
  const [left, right] = [new Map(base), new Map(other)];
  return [...new Set([...left.keys(), ...right.keys()])].map((name) => ({
    name,
    base: left.get(name) ?? 0,
    other: right.get(name) ?? 0,
  }));
}

function differing(base: ReportData, other: ReportData): ComparedAction[] {
  const keyOf = ({ action, subject }: WouldBeAction) => JSON.stringify([action, subject]);
  const [left, right] = [base, other].map(({ actions }) => new Map(actions.map((one) => [keyOf(one), one])));
  const found = [...base.actions, ...other.actions.filter((one) => left?.has(keyOf(one)) !== true)];
  return found
    .map((one) => {
      const { action, subject } = one;
      return { action, subject, base: left?.get(keyOf(one)), other: right?.get(keyOf(one)) };
    })
    .filter((one) => !isSame(one.base, one.other));
}

function isSame(base: WouldBeAction | undefined, other: WouldBeAction | undefined): boolean {
  return (
    base?.asRun.verdict === other?.asRun.verdict &&
    base?.asRun.reason === other?.asRun.reason &&
    base?.ifEnforced.verdict === other?.ifEnforced.verdict
  );
}

/** As many of a line as the one run has more than the other. */
function headlinesBeyond(one: ReportData, other: ReportData): string[] {
  const left = new Map<string, number>();
  for (const headline of postedIn(other)) left.set(headline, (left.get(headline) ?? 0) + 1);
  return postedIn(one).flatMap((headline) => {
    const count = left.get(headline) ?? 0;
    left.set(headline, count - 1);
    return count > 0 ? [] : [headline];
  });
}

/** A message that is brought up to date is not another one. */
function postedIn({ messages }: ReportData): string[] {
  return messages.shown.flatMap(({ headline, isUpdate }) => (isUpdate ? [] : [headline]));
}
