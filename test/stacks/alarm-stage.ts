import { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";

import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { AlarmEffect, PlayedEffect } from "../../local/effects";
import { Alarms } from "../../local/play/alarms";
import { Destinations } from "../../local/play/destinations";
import { functionTaker } from "../../local/play/function-destination";
import { Graph } from "../../local/play/graph";
import { LogGroups } from "../../local/play/log-groups";
import { MetricStore } from "../../local/play/metrics";
import { Timeline } from "../../local/play/timeline";
import { Topics } from "../../local/play/topics";
import type { MockAccount } from "../../local/program/mocks";
import type { Registration } from "../program/registrations";
import { registered } from "./wiring";

/** What came of some records: changes of alarms, and the functions that a topic would have invoked. */
export interface Alarmed {
  readonly changes: readonly AlarmEffect[];
  readonly invoked: readonly string[];
}

/** Metric filters, alarms and topics of a stack as it was registered, without the functions. */
export class AlarmStage {
  private readonly graph: Graph;

  constructor(registrations: readonly Registration[], account: MockAccount) {
    const resources = registrations.map((registration) => {
      const { type, name, inputs } = registered(registration);
      const bytes = new Uint8Array(Buffer.from(registration.response, "base64"));
      const outputs = RegisterResourceResponse.deserializeBinary(bytes).getObject()?.toJavaScript() ?? {};
      return { type, name, inputs, outputs: outputs as Record<string, unknown> };
    });
    this.graph = new Graph({ resources, outputs: {}, functions: [], runtimeModules: "", account });
  }

  /** Lets the log group take records at their times, and the alarms look at them until they are quiet. */
  async take(records: readonly { readonly atMs: number; readonly record: CloudTrailRecord }[]): Promise<Alarmed> {
    const { graph } = this;
    const effects: PlayedEffect[] = [];
    const invoked: string[] = [];
    const emit = (effect: PlayedEffect) => void effects.push(effect);
    const [timeline, metrics, destinations] = [new Timeline(), new MetricStore(), new Destinations(graph)];
    const topics = new Topics(graph, destinations, emit);
    const alarms = new Alarms(graph, metrics, timeline, topics, emit);
    destinations.register(
      "aws:lambda/function:Function",
      functionTaker(graph, ({ functionName }) => void invoked.push(functionName)),
    );
    const logGroups = new LogGroups(graph, metrics);
    for (const { atMs, record } of records) {
      logGroups.ingest({ kind: "cloudtrail", atMs, record, text: JSON.stringify(record), origin: "test:1" });
    }
    for (const key of logGroups.metricKeys) for (const atMs of metrics.minutesOf(key)) alarms.moved(key, atMs);
    for (let next = timeline.take(); next !== undefined; next = timeline.take()) await next.run();
    return { changes: effects.filter((effect): effect is AlarmEffect => effect.effect === "alarm"), invoked };
  }
}
