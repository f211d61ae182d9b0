import { compileEventPattern } from "../../core/event-pattern/compile";
import { exactTextsAt } from "../../core/event-pattern/exact-texts";
import { parseEventPattern } from "../../core/event-pattern/parse";
import type { DeclaredResource } from "../program/mocks";
import type { EventKind } from "./cloudtrail-event";
import { isReadOnlyEvent } from "./cloudtrail-event";
import type { Graph } from "./graph";
import { textOf } from "./graph";

/** A bus: every region has one under each name. */
export interface Bus {
  readonly name: string;
  readonly region: string;
}

export interface RuleTarget {
  readonly arn: string;
  /** Empty where nothing is declared. */
  readonly deadLetterArn: string;
  /** What the target gets in place of the event. */
  readonly input: string | undefined;
}

/** A declared rule with an event pattern, compiled once. */
export interface EventRule {
  readonly name: string;
  readonly arn: string;
  readonly bus: Bus;
  readonly targets: readonly RuleTarget[];
  readonly matches: (event: unknown) => boolean;
  /** False for a kind of record that the pattern can't match, by what it demands in so many words. */
  readonly mayMatch: (kind: EventKind) => boolean;
}

/** The state in which a rule sees what only reads, too. */
const stateForAll = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

/** The declared rules that are not switched off. Throws for a pattern that EventBridge would not take, and names the rule. */
export function eventRules(graph: Graph): EventRule[] {
  return graph
    .all("aws:cloudwatch/eventRule:EventRule")
    .filter(({ inputs }) => inputs.eventPattern !== undefined)
    .filter(({ inputs }) => inputs.state !== "DISABLED" && inputs.isEnabled !== false)
    .map((rule) => {
      try {
        return eventRule(graph, rule);
      } catch (error) {
        throw new Error(`rule ${rule.name}: ${(error as Error).message}`, { cause: error });
      }
    });
}

function eventRule(graph: Graph, rule: DeclaredResource): EventRule {
  const { name, inputs, outputs } = rule;
  const pattern = parseEventPattern(textOf(inputs.eventPattern));
  const matchesPattern = compileEventPattern(pattern);
  const seesAll = inputs.state === stateForAll;
  const detailTypes = exactTextsAt(pattern, "detail-type");
  const sources = exactTextsAt(pattern, "source");
  const eventNames = exactTextsAt(pattern, "detail", "eventName");
  return {
    name,
    arn: textOf(outputs.arn),
    bus: { name: busName(inputs.eventBusName), region: graph.regionOf(rule) },
    targets: targetsOf(graph, rule),
    matches: (event) => (seesAll || !isReadOnlyEvent(event)) && matchesPattern(event),
    mayMatch: ({ detailType, source, eventName }) =>
      (detailTypes?.has(detailType) ?? true) &&
      (sources?.has(source) ?? true) &&
      (eventNames === undefined || (eventName !== undefined && eventNames.has(eventName))),
  };
}

function targetsOf(graph: Graph, rule: DeclaredResource): RuleTarget[] {
  const ownBus = busName(rule.inputs.eventBusName);
  return graph
    .all("aws:cloudwatch/eventTarget:EventTarget")
    .filter((target) => target.inputs.rule === rule.outputs.name && busName(target.inputs.eventBusName) === ownBus)
    .filter((target) => graph.regionOf(target) === graph.regionOf(rule))
    .map(({ name, inputs }) => {
      if (inputs.inputPath !== undefined || inputs.inputTransformer !== undefined) {
        throw new Error(`the local run does not know how target ${name} changes its input`);
      }
      const { arn } = (inputs.deadLetterConfig ?? {}) as { readonly arn?: unknown };
      return {
        arn: textOf(inputs.arn),
        deadLetterArn: textOf(arn),
        input: inputs.input === undefined ? undefined : textOf(inputs.input),
      };
    });
}

/** A bus is named by its name or its ARN; without either it is the default one. */
export function busName(nameOrArn: unknown): string {
  return textOf(nameOrArn).split("/").at(-1) || "default";
}
