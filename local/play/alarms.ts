import type { AlarmActionNews } from "../account/services/cloudwatch";
import type { AlarmEffect, ErrorEffect } from "../effects";
import type { DeclaredResource } from "../program/mocks";
import type { AlarmDeclaration, AlarmState } from "./alarm";
import { evaluateAlarm } from "./alarm";
import { alarmNotification } from "./alarm-notification";
import { watchedBy } from "./alarm-queries";
import type { Graph } from "./graph";
import { numberOf, textOf } from "./graph";
import { publishFailure } from "./permissions";
import type { MetricStore } from "./metrics";
import { minuteMs } from "./metrics";
import type { Timeline } from "./timeline";
import type { Topics } from "./topics";

interface DeclaredAlarm extends AlarmDeclaration {
  readonly description: string;
  /** Of the metric, or what several are called together. */
  readonly metricName: string;
  readonly resource: DeclaredResource;
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
}

/** The declared alarms, looked at whenever a metric of theirs has moved. */
export class Alarms {
  private readonly declared: readonly DeclaredAlarm[];
  private readonly states = new Map<string, AlarmState>();
  private readonly planned = new Set<string>();
  private told: AlarmActionNews[] = [];

  constructor(
    private readonly graph: Graph,
    private readonly metrics: MetricStore,
    private readonly timeline: Timeline,
    private readonly topics: Topics,
    private readonly emit: (effect: AlarmEffect | ErrorEffect) => void,
  ) {
    this.declared = graph.all("aws:cloudwatch/metricAlarm:MetricAlarm").map(alarmOf);
  }

  /** What became of telling topics since the last call. */
  takeActions(): readonly AlarmActionNews[] {
    const taken = this.told;
    this.told = [];
    return taken;
  }

  /** A metric has a value at this time: its alarms are looked at until the value has left their periods. */
  moved(key: string, atMs: number): void {
    const firstMs = (Math.floor(atMs / minuteMs) + 1) * minuteMs;
    for (const alarm of this.declared) {
      if (!alarm.metricKeys.includes(key)) continue;
      const minutes = Math.ceil((alarm.periodSeconds * alarm.evaluationPeriods * 1000) / minuteMs);
      for (let minute = 0; minute <= minutes; minute += 1) this.plan(alarm, firstMs + minute * minuteMs);
    }
  }

  private plan(alarm: DeclaredAlarm, atMs: number): void {
    const name = `${alarm.name} ${atMs}`;
    if (this.planned.has(name)) return;
    this.planned.add(name);
    this.timeline.add({
      atMs,
      run: async () => {
        this.planned.delete(name);
        this.evaluate(alarm, atMs);
      },
    });
  }

  private evaluate(alarm: DeclaredAlarm, atMs: number): void {
    const before = this.states.get(alarm.name) ?? "OK";
    const { state, value } = evaluateAlarm(alarm, this.metrics, atMs, before);
    if (state === before) return;
    this.states.set(alarm.name, state);
    const at = new Date(atMs).toISOString();
    this.emit({ effect: "alarm", at, alarm: alarm.name, state, metric: alarm.metricName, value });
    for (const topicArn of alarm.actions[state]) {
      const subject = `${state}: ${alarm.name}`;
      const email = textOfChange(alarm, before, state, value, at);
      const message = JSON.stringify(
        alarmNotification(alarm.resource, this.graph, { before, state, at, reason: email }),
      );
      const by = { service: "cloudwatch.amazonaws.com", sourceArn: textOf(alarm.resource.outputs.arn) };
      const failure = publishFailure(this.graph, topicArn, by);
      const news = { name: textOf(alarm.resource.outputs.name), atMs, topicArn };
      this.told.push(failure === undefined ? news : { ...news, failure });
      if (failure === undefined) this.topics.publish({ topicArn, subject, message, byProtocol: { email } }, atMs);
      else this.emit({ effect: "error", at, function: alarm.name, message: `${topicArn}: ${failure}`, eventIds: [] });
    }
  }
}

function textOfChange(alarm: DeclaredAlarm, before: AlarmState, state: AlarmState, value: number, at: string): string {
  return [
    `${alarm.name} went from ${before} to ${state} at ${at}.`,
    alarm.description,
    `${alarm.metricName}: ${alarm.statistic} over ${alarm.periodSeconds} s is ${value}, threshold ${alarm.threshold}.`,
  ].join("\n");
}

function alarmOf(resource: DeclaredResource): DeclaredAlarm {
  const { name, inputs } = resource;
  const evaluationPeriods = numberOf(inputs.evaluationPeriods);
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  return {
    name,
    resource,
    description: textOf(inputs.alarmDescription),
    ...watchedBy(resource),
    evaluationPeriods,
    datapointsToAlarm: inputs.datapointsToAlarm === undefined ? evaluationPeriods : numberOf(inputs.datapointsToAlarm),
    threshold: numberOf(inputs.threshold),
    comparisonOperator: textOf(inputs.comparisonOperator),
    treatMissingData: (textOf(inputs.treatMissingData) || "missing") as AlarmDeclaration["treatMissingData"],
    actions: {
      ALARM: list(inputs.alarmActions),
      OK: list(inputs.okActions),
      INSUFFICIENT_DATA: list(inputs.insufficientDataActions),
    },
  };
}
