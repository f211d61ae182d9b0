import type { DeclaredFunction } from "./functions";
import type { Graph } from "./graph";
import { textOf } from "./graph";
import type { Invoker } from "./invoker";
import type { ScheduleTimes } from "./schedule-times";
import { scheduleTimes } from "./schedule-times";
import type { Timeline } from "./timeline";

interface Schedule {
  readonly name: string;
  readonly ruleArn: string;
  readonly times: ScheduleTimes;
  readonly target: DeclaredFunction;
  /** When the next tick is planned, if one is. */
  plannedMs?: number;
  /** The last tick that ran, or was passed over. */
  lastMs?: number;
  failuresInRow: number;
}

/** A schedule whose every tick fails has nothing more to show. */
const mostFailuresInRow = 30;

/** A schedule that never comes to rest would keep a local run from ending. */
const mostTicks = 1_000_000;

/**
 * The declared schedules. A tick runs only when something that it could act on has changed since the last one: another
 * event of the function, or the time that the function's last tick named as the next at which something is due.
 */
export class Schedules {
  readonly ticks = { run: 0, skipped: 0 };
  private readonly schedules: readonly Schedule[];

  constructor(
    graph: Graph,
    functions: readonly DeclaredFunction[],
    private readonly timeline: Timeline,
    private readonly invoker: () => Invoker,
  ) {
    this.schedules = graph.all("aws:cloudwatch/eventTarget:EventTarget").flatMap(({ inputs }) => {
      const rule = graph.all("aws:cloudwatch/eventRule:EventRule").find(({ outputs }) => outputs.name === inputs.rule);
      const expression = textOf(rule?.inputs.scheduleExpression);
      const target = functions.find(({ name }) => name === graph.functionOfArn(inputs.arn));
      if (rule === undefined || expression === "" || target === undefined) return [];
      return [
        {
          name: rule.name,
          ruleArn: textOf(rule.outputs.arn),
          times: scheduleTimes(expression),
          target,
          failuresInRow: 0,
        },
      ];
    });
  }

  /** The function has handled an event: its next tick may have something to do, unless its answer says when something is due. */
  changed(functionName: string, atMs: number, answer?: unknown): void {
    const dueMs = dueIn(answer) ?? atMs;
    if (!Number.isFinite(dueMs)) return;
    for (const schedule of this.schedules) {
      if (schedule.target.name === functionName) this.plan(schedule, Math.max(dueMs, atMs + 1));
    }
  }

  private plan(schedule: Schedule, fromMs: number): void {
    const atMs = schedule.times.next(fromMs);
    if (schedule.plannedMs !== undefined && schedule.plannedMs <= atMs) return;
    schedule.plannedMs = atMs;
    this.timeline.add({
      atMs,
      run: async () => {
        // An earlier tick was planned meanwhile and has run.
        if (schedule.plannedMs === atMs) await this.tick(schedule, atMs);
      },
    });
  }

  private async tick(schedule: Schedule, atMs: number): Promise<void> {
    schedule.plannedMs = undefined;
    this.count(schedule, atMs);
    if (this.ticks.run > mostTicks) throw new Error(`the schedule ${schedule.name} does not come to rest`);
    const event = {
      version: "0",
      id: `00000000-0000-4000-a000-${String(this.ticks.run).padStart(12, "0")}`,
      "detail-type": "Scheduled Event",
      source: "aws.events",
      time: new Date(atMs).toISOString().replace(".000Z", "Z"),
      resources: [schedule.ruleArn],
      detail: {},
    };
    await this.invoker().invoke(
      {
        target: schedule.target,
        event,
        eventIds: [],
        failed: () => {
          schedule.failuresInRow += 1;
          if (schedule.failuresInRow < mostFailuresInRow) this.plan(schedule, atMs + 1);
        },
        succeeded: (result) => {
          schedule.failuresInRow = 0;
          const { nothingDueBefore } = (result ?? {}) as { nothingDueBefore?: string };
          if (nothingDueBefore !== undefined) this.plan(schedule, Math.max(Date.parse(nothingDueBefore), atMs + 1));
        },
      },
      atMs,
    );
  }

  private count(schedule: Schedule, atMs: number): void {
    this.ticks.run += 1;
    if (schedule.lastMs !== undefined) this.ticks.skipped += schedule.times.between(schedule.lastMs, atMs);
    schedule.lastMs = atMs;
  }
}

/** When an event's answer says that a tick has something to do: never where it says null, undefined where it does not say. */
function dueIn(answer: unknown): number | undefined {
  const said = (answer ?? {}) as { nothingDueBefore?: unknown };
  if (said.nothingDueBefore === null) return Number.POSITIVE_INFINITY;
  return typeof said.nothingDueBefore === "string" ? Date.parse(said.nothingDueBefore) : undefined;
}
