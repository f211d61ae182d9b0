import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import type { MemberRuleChange, MemberRuleSetup } from "../events/member-rules";
import { MemberRules } from "../events/member-rules";
import { refuseOtherFields, requiredText } from "../input-fields";
import { jsonProtocol } from "../protocols";
import { ServiceError } from "../service-error";
import type { AccountView, Call, Input, Plan, ServiceDefinition } from "../types";

export interface EventBusSetup {
  readonly name: string;
  readonly arn: string;
}

/** A rule of the stack's own account. */
export interface RuleSetup {
  readonly name: string;
  readonly region: string;
  readonly bus: string;
  readonly state: string;
  readonly targets: readonly { readonly id: string; readonly arn: string }[];
}

declare module "../types" {
  interface AccountSetup {
    /** Buses beside the default one, which every account has. */
    readonly eventBuses?: readonly EventBusSetup[];
    readonly rules?: readonly RuleSetup[];
    /** Rules of default buses in other accounts, which send their events to the stack's own. All of them, each time. */
    readonly memberRules?: readonly MemberRuleSetup[];
    /** Takes effect by the clock. */
    readonly memberRuleChanges?: readonly MemberRuleChange[];
  }
  interface ResourceEvents {
    /** An event as rules see it, on its way to a bus. */
    "events-put": { readonly busArn: string; readonly event: Readonly<Record<string, unknown>> };
  }
}

/** PutEvents: at most ten entries of together 256 KB. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const mostEntries = 10;
const mostBytes = 262_144;

const entryFields = ["Source", "DetailType", "Detail", "Time", "Resources", "EventBusName", "TraceHeader"];

const refusal = (message: string) => new ServiceError("ValidationException", message);

/** EventBridge: `PutEvents`; each event leaves as `events-put`. An entry that the bus refuses fails alone. */
export const service: ServiceDefinition = {
  name: "events",
  protocol: jsonProtocol("1.1"),
  create: (account) => {
    const buses = new Map<string, EventBusSetup>();
    put({ name: "default", arn: busArn("default", account) });
    function put(bus: EventBusSetup): void {
      buses.set(bus.name, bus).set(bus.arn, bus);
    }
    const rules = new MemberRules();
    const own: RuleSetup[] = [];
    let events = 0;
    const nextId = () => `00000000-0000-7000-8000-${String((events += 1)).padStart(12, "0")}`;
    return {
      put: (resources) => {
        resources.eventBuses?.forEach(put);
        own.push(...(resources.rules ?? []));
        if (resources.memberRules !== undefined) rules.put(resources.memberRules);
        rules.addChanges(resources.memberRuleChanges ?? []);
      },
      save: () => {
        const memberRules = rules.save();
        return memberRules.length === 0 ? {} : { memberRules };
      },
      operations: {
        DescribeRule: {
          writes: false,
          plan: (input, nowMs, caller, region) =>
            planDescribeRule(input, { region, accountId: account.identities.accountOf(caller) }, rules.at(nowMs), own),
        },
        ListTargetsByRule: {
          writes: false,
          plan: (input, _nowMs, _caller, region) => planListTargets(input, region, account, own),
        },
        PutEvents: { writes: true, plan: (input) => planPutEvents(input, account, buses, nextId) },
      },
    };
  },
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
function planDescribeRule(
  input: Input,
  { region, accountId }: { readonly region: string; readonly accountId: string },
  rules: MemberRules,
  own: readonly RuleSetup[],
): Plan {
  refuseOtherFields(input, "DescribeRule", ["Name", "EventBusName"], refusal);
  const Name = requiredText(input, "Name", refusal);
  const bus = busOf(input);
  const Arn = ruleArn({ name: Name, bus, region }, accountId);
  return {
    needs: [{ action: "events:DescribeRule", resourceArn: Arn }],
    run: () => {
      const declared = own.find((one) => one.name === Name && one.bus === bus && one.region === region);
      if (declared !== undefined) return { Arn, Name, State: declared.state };
      const found = rules.rule({ accountId, region, name: Name });
      if (found === undefined) throw new ServiceError("ResourceNotFoundException", `Rule ${Name} does not exist.`);
      return { Arn, Name, State: found.isEnabled === false ? "DISABLED" : "ENABLED" };
    },
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
function planListTargets(input: Input, region: string, { accountId }: AccountView, own: readonly RuleSetup[]): Plan {
  refuseOtherFields(input, "ListTargetsByRule", ["Rule", "EventBusName"], refusal);
  const name = requiredText(input, "Rule", refusal);
  const bus = busOf(input);
  return {
    needs: [{ action: "events:ListTargetsByRule", resourceArn: ruleArn({ name, bus, region }, accountId) }],
    run: () => {
      const found = own.find((one) => one.name === name && one.bus === bus && one.region === region);
      if (found === undefined) throw new ServiceError("ResourceNotFoundException", `Rule ${name} does not exist.`);
      return { Targets: found.targets.map(({ id, arn }) => ({ Id: id, Arn: arn })) };
    },
  };
}

function busOf({ EventBusName: bus }: Input): string {
  return typeof bus === "string" && bus !== "" ? (bus.split("/").at(-1) ?? "default") : "default";
}

function ruleArn({ name, bus, region }: Pick<RuleSetup, "name" | "bus" | "region">, accountId: string): string {
  const place = bus === "default" ? name : `${bus}/${name}`;
  return `arn:${partitionOfRegion(region).name}:events:${region}:${accountId}:rule/${place}`;
}

function planPutEvents(
  input: Input,
  account: AccountView,
  buses: ReadonlyMap<string, EventBusSetup>,
  nextId: () => string,
): Plan {
  refuseOtherFields(input, "PutEvents", ["Entries"], refusal);
  const entries = input["Entries"];
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > mostEntries) {
    throw refusal(`Entries must have 1 to ${mostEntries} elements`);
  }
  if (Buffer.byteLength(JSON.stringify(entries)) > mostBytes) throw refusal("Total size of the entries is over 256 KB");
  const read = entries.map((entry: unknown) => readEntry(entry, account));
  return {
    needs: read.map(({ bus, source, detailType }) => ({
      action: "events:PutEvents",
      resourceArn: buses.get(bus)?.arn ?? (bus.startsWith("arn:") ? bus : busArn(bus, account)),
      context: { "events:source": [source], "events:detail-type": [detailType] },
    })),
    run: (call) => {
      const results = read.map((entry) => putEntry(entry, buses.get(entry.bus), account, call, nextId));
      return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
    },
  };
}

interface Entry {
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
  readonly timeMs: number | undefined;
  readonly resources: readonly unknown[];
}

function readEntry(entry: unknown, account: AccountView): Entry {
  const fields: Input = typeof entry === "object" && entry !== null ? { ...entry } : {};
  refuseOtherFields(fields, "PutEvents", entryFields, refusal);
  const { Time: time, Resources: resources, EventBusName: bus } = fields;
  return {
    bus: typeof bus === "string" ? bus : busArn("default", account),
    source: requiredText(fields, "Source", refusal),
    detailType: requiredText(fields, "DetailType", refusal),
    detail: requiredText(fields, "Detail", refusal),
    timeMs: typeof time === "number" ? time * 1000 : undefined,
    resources: Array.isArray(resources) ? resources : [],
  };
}

function putEntry(
  entry: Entry,
  bus: EventBusSetup | undefined,
  { accountId, region }: AccountView,
  call: Call,
  nextId: () => string,
): { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string } {
  if (bus === undefined)
    return { ErrorCode: "ResourceNotFoundException", ErrorMessage: "The event bus does not exist" };
  if (entry.source.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  }
  const detail = objectIn(entry.detail);
  if (detail === undefined) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  const id = nextId();
  const event = {
    version: "0",
    id,
    "detail-type": entry.detailType,
    source: entry.source,
    account: accountId,
    time: new Date(entry.timeMs ?? call.nowMs).toISOString().replace(/\.\d{3}Z$/, "Z"),
    region,
    resources: entry.resources,
    detail,
  };
  call.emit({ type: "events-put", busArn: bus.arn, event });
  return { EventId: id };
}

function objectIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function busArn(name: string, { accountId, region }: AccountView): string {
  return `arn:${partitionOfRegion(region).name}:events:${region}:${accountId}:event-bus/${name}`;
}
