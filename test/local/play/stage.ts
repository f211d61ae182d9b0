import type { PlayedEffect } from "../../../local/effects";
import type { InvocationOutcome } from "../../../local/functions/function-worker";
import { Alarms } from "../../../local/play/alarms";
import { Destinations } from "../../../local/play/destinations";
import { EventBuses } from "../../../local/play/event-buses";
import { functionTaker } from "../../../local/play/function-destination";
import { MetricStore } from "../../../local/play/metrics";
import { Queues } from "../../../local/play/queues";
import { Timeline } from "../../../local/play/timeline";
import { Topics } from "../../../local/play/topics";
import type { DeclaredResource } from "../../../local/program/mocks";
import { graphOf, resource, startMs } from "./fixture";

/** One time that a function was handed something. */
export interface Handed {
  readonly to: string;
  /** Seconds after `startMs`. */
  readonly atSeconds: number;
  readonly event: unknown;
}

type Answer = (event: unknown, count: number) => Partial<InvocationOutcome>;

/** Topics, queues and buses of a small graph, with functions that only write down what they get and answer as told. */
export function stageOf(resources: readonly DeclaredResource[], answer: Answer = () => ({})) {
  const graph = graphOf(...resources);
  const [timeline, metrics, destinations] = [new Timeline(), new MetricStore(), new Destinations(graph)];
  const effects: PlayedEffect[] = [];
  const handed: Handed[] = [];
  const emit = (effect: PlayedEffect) => void effects.push(effect);
  const note = (to: string, event: unknown, atMs: number) =>
    handed.push({ to, atSeconds: (atMs - startMs) / 1000, event });
  const topics = new Topics(graph, destinations, emit);
  const alarms = new Alarms(graph, metrics, timeline, topics, emit);
  const buses = new EventBuses(graph, destinations, emit);
  const queues = new Queues(graph, {
    timeline,
    metrics,
    alarms,
    destinations,
    invoke: async (name, event, atMs) => ({ lines: [], refusals: [], ...answer(event, note(name, event, atMs)) }),
    gaveUp: (name, message, eventIds, atMs) =>
      emit({ effect: "error", at: new Date(atMs).toISOString(), function: name, message, eventIds }),
  });
  destinations.register(
    "aws:lambda/function:Function",
    functionTaker(graph, ({ functionName, event }, atMs) => void note(functionName, event, atMs)),
  );
  const run = async () => {
    for (let next = timeline.take(); next !== undefined; next = timeline.take()) await next.run();
  };
  return { graph, timeline, metrics, destinations, topics, alarms, queues, buses, effects, handed, run };
}

/** A function that the service may invoke for the resource. */
export function permittedFunction(name: string, service: string, sourceArn: string): DeclaredResource[] {
  return [
    resource("aws:lambda/function:Function", name, {}),
    resource("aws:lambda/permission:Permission", `${name}-${sourceArn}`, {
      action: "lambda:InvokeFunction",
      function: name,
      principal: service,
      sourceArn,
      sourceAccount: "111122223333",
    }),
  ];
}

export const queueArn = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;

/** A queue that the service may send to for the resource. */
export function permittedQueue(name: string, service: string, sourceArn: string): DeclaredResource[] {
  return [
    resource("aws:sqs/queue:Queue", name, {}, { url: `https://sqs/${name}`, arn: queueArn(name) }),
    resource("aws:sqs/queuePolicy:QueuePolicy", name, {
      queueUrl: `https://sqs/${name}`,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: service },
            Action: ["sqs:SendMessage"],
            Resource: queueArn(name),
            Condition: {
              ArnEquals: { "aws:SourceArn": sourceArn },
              StringEquals: { "aws:SourceAccount": "111122223333" },
            },
          },
        ],
      }),
    }),
  ];
}
