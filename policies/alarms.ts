import { isGiven, known, notKnown } from "./known";
import type { DeclaredResource, ResourceRule, StackRule } from "./rule";
import type { StackGraph } from "./stack-graph";
import { failureDestinations, functionType } from "./function-parts";

const metricAlarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const alarmTypes = [metricAlarmType, "aws:cloudwatch/compositeAlarm:CompositeAlarm"];

export const alarmRules: readonly (ResourceRule | StackRule)[] = [
  {
    name: "alarm-has-action",
    description: "An alarm tells somebody.",
    severity: "high",
    steps: "Give alarmActions a topic, and leave actionsEnabled as it is.",
    types: alarmTypes,
    *check({ properties: { alarmActions, actionsEnabled } }) {
      if (known(actionsEnabled) === false) yield "its actions are switched off (actionsEnabled)";
      if (alarmActions === notKnown) return;
      if (!Array.isArray(alarmActions) || !alarmActions.some(isGiven)) yield "alarmActions is empty";
    },
  },
  {
    name: "function-alarm",
    description: "Somebody is told when a function has given an event up.",
    severity: "high",
    steps: "Declare an alarm on the length of the queue that takes the function's failed events, or on its errors.",
    *checkStack(graph) {
      for (const resource of graph.ofType(functionType))
        if (!isWatched(resource, graph)) yield { resource, message: "no alarm is on its failed events" };
    },
  },
];

function isWatched(lambda: DeclaredResource, graph: StackGraph): boolean {
  return [lambda, ...failureDestinations(lambda, graph)].some((one) => watchersOf(one, graph).length > 0);
}

/** Alarms whose dimensions name the resource. */
function watchersOf(target: DeclaredResource, graph: StackGraph): DeclaredResource[] {
  return graph.referringTo(target, "dimensions", metricAlarmType);
}
