import { ingressMemory } from "../../../clients/ingress-memory";
import type { SecurityGroup, SecurityGroups } from "../../../clients/security-groups";
import { actionStore } from "../../../clients/action-store";
import type { MessageChannel } from "../../../clients/slack";
import type { ActionRecord } from "../../../core/actions/record";
import type { SecurityGroupRule } from "../../../core/ingress/rule";
import { recentIds } from "../../../core/recent-ids";
import { plainTextOf } from "../../../core/slack/plain-text";
import type { ResponderParts } from "../../../handlers/actions/parts";
import { respond } from "../../../handlers/actions/respond";
import { undo } from "../../../handlers/actions/undo";
import type { RuleRequest } from "../../../handlers/revoke-open-ingress/request";
import { handleChange } from "../../../handlers/revoke-open-ingress/handle-change";
import { ruleResponder } from "../../../handlers/revoke-open-ingress/responder";
import type { RevokeOpenIngressSettings } from "../../../handlers/revoke-open-ingress/settings";
import { sweep } from "../../../handlers/revoke-open-ingress/sweep";
import { actionSettings } from "../../support/action-settings";
import { countingTable } from "../../support/counting-table";
import { memoryTable } from "../../support/memory-table";
import { GROUP, rule, web } from "../../core/ingress/rules";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const NOW = Date.parse("2026-10-01T12:00:00Z");
export const minuteMs = 60_000;

const settings: RevokeOpenIngressSettings = {
  ...actionSettings({ "revoke-ingress": "enforce" }),
  allowed: web,
  exempt: { groups: [], vpcs: [] },
};

/** What EC2 holds and how it answers. `trouble`: the name of the error that a call in a region ends with. */
export interface World {
  readonly groups: Map<string, SecurityGroup & { readonly region: string }>;
  readonly rules: Map<string, SecurityGroupRule & { readonly region: string }>;
  readonly prefixLists: Record<string, readonly string[]>;
  readonly trouble: Record<string, string>;
  readonly troubleOfRevoke: string[];
  readonly calls: string[];
  /** Regions in which calls were open at the same time, at most. */
  mostAtOnce: number;
}

export interface StageOptions extends Partial<RevokeOpenIngressSettings> {
  readonly mode?: "notify" | "approve" | "enforce";
  readonly regions?: readonly string[];
}

/** The function's parts on a stage of their own: EC2, a table, a channel, and the topic of incidents in memory. */
export function stage({ mode = "enforce", ...changed }: StageOptions = {}) {
  const world: World = {
    ...{ groups: new Map(), rules: new Map(), prefixLists: {}, trouble: {}, troubleOfRevoke: [], calls: [] },
    mostAtOnce: 0,
  };
  const table = memoryTable();
  const counted = countingTable(table);
  const [told, dealtWith] = [recentIds(10), recentIds(10)];
  const posts: string[] = [];
  const tickets: Record<string, unknown>[] = [];
  const logged: Record<string, unknown>[] = [];
  const channel: MessageChannel = {
    updates: false,
    prepare() {},
    async post(message) {
      posts.push(plainTextOf(message));
      return undefined;
    },
    async update() {},
  };
  const own = { ...settings, ...changed, modes: { ...settings.modes, "revoke-ingress": mode } };
  const looking = {
    settings: own,
    groups: groupsOf(world),
    memory: ingressMemory(counted.table),
    incidents: { publish: async (text: string) => void tickets.push(JSON.parse(text) as Record<string, unknown>) },
    ownAccount: ACCOUNT,
  };
  const responding: ResponderParts = {
    settings: own,
    store: actionStore(counted.table),
    channel,
    wake: { async send() {} },
    place: { logGroup: "/trail", homeRegion: REGION, stackName: "dev" },
  };
  const responder = ruleResponder(looking);
  const records = (): ActionRecord[] =>
    logged.flatMap(({ record }) => {
      const value = typeof record === "string" ? table.value(`RECORD#${record}`, "STATE") : undefined;
      return value === undefined ? [] : [value as ActionRecord];
    });
  return {
    ...{ world, table, looking, responding, posts, tickets, logged, records },
    /** Operations of the table, in order. */
    tableCalls: counted.calls,
    /** A change of groups as EventBridge tells of it or, on the second road, the log group. */
    change: (event: object, { isSecondRoad = false, atMs = NOW } = {}) =>
      listening(logged, () =>
        handleChange(
          event,
          {
            ...{ looking, responder, told, dealtWith, regions: own.regions ?? [REGION] },
            responding: isSecondRoad ? { ...responding, isSecondRoad } : responding,
          },
          atMs,
        ),
      ),
    sweep: (atMs = NOW, isOver = () => false) =>
      listening(logged, () =>
        sweep({ looking, responding, responder, told, regions: own.regions ?? [REGION], isOver }, atMs),
      ),
    respond: (ruleId: string, changes: Partial<RuleRequest> = {}, atMs = NOW) =>
      listening(logged, () => respond(requestOf(ruleId, changes, atMs), responder, responding, atMs)),
    undo: (id: string, atMs = NOW) =>
      listening(logged, () => undo(id, responder, responding.store, { by: "arn:aws:iam::1:user/ana", atMs })),
    /** Runs with what is logged noted. */
    hear: <Result>(run: () => Promise<Result>) => listening(logged, run),
    /** `VERDICT REASON` of each decision, in order. */
    decisions: () =>
      logged
        .filter(({ warden }) => warden === "decided")
        .map(({ verdict, reason }) => `${String(verdict)} ${String(reason)}`),
    revoked: () => world.calls.filter((call) => call.startsWith("revoke ")).map((call) => call.split(" ")[1]),
    put: (one: Partial<SecurityGroupRule> & { readonly from?: string; readonly region?: string } = {}) => {
      const { region = REGION, ...changes } = one;
      const made = rule(changes);
      if (!world.groups.has(made.groupId)) putGroup(world, { id: made.groupId }, region);
      world.rules.set(made.id, { ...made, region });
      return made;
    },
    putGroup: (group: Partial<SecurityGroup>, region = REGION) => putGroup(world, group, region),
  };
}

function requestOf(ruleId: string, changes: Partial<RuleRequest>, atMs: number): RuleRequest {
  const eventId = `event of ${ruleId}`;
  const place = { groupId: GROUP, region: REGION, account: ACCOUNT };
  return {
    ruleId,
    ...place,
    occasion: eventId,
    eventIds: [eventId],
    seenAtMs: atMs,
    seen: ["seen"],
    alongside: [],
    ...changes,
  };
}

function putGroup(world: World, group: Partial<SecurityGroup>, region: string): void {
  const id = group.id ?? GROUP;
  world.groups.set(id, { id, name: "web", vpcId: "vpc-1", owner: ACCOUNT, tags: {}, ...group, region });
}

function groupsOf(world: World): SecurityGroups {
  let atOnce = 0;
  async function call<Answer>(region: string, says: string, answer: () => Answer): Promise<Answer> {
    world.calls.push(says);
    atOnce += 1;
    world.mostAtOnce = Math.max(world.mostAtOnce, atOnce);
    await Promise.resolve();
    atOnce -= 1;
    const name = world.trouble[region];
    if (name !== undefined) throw Object.assign(new Error("of the stage"), { name });
    return answer();
  }
  const inRegion = (region: string) => [...world.rules.values()].filter((one) => one.region === region);
  return {
    rulesOf: (region, groupId) =>
      call(region, `rules of ${groupId}`, () => inRegion(region).filter((one) => one.groupId === groupId)),
    allRules: (region) => call(region, `rules in ${region}`, () => inRegion(region)),
    groups: (region, ids) =>
      call(region, `groups in ${region}`, () =>
        [...world.groups.values()].filter((one) => one.region === region && ids.includes(one.id)),
      ),
    prefixListEntries: (region, id) => call(region, `list ${id}`, () => world.prefixLists[id] ?? []),
    revoke: (region, _groupId, ruleId) =>
      call(region, `revoke ${ruleId}`, () => {
        const name = world.troubleOfRevoke.shift();
        if (name !== undefined) throw Object.assign(new Error("of the stage"), { name });
        return world.rules.delete(ruleId);
      }),
    authorize: (region, one, tags) =>
      call(region, `authorize ${one.id}`, () => {
        if (!world.groups.has(one.groupId)) return "gone";
        const id = `${one.id}-again`;
        world.rules.set(id, { ...one, id, tags, region });
        return "restored";
      }),
  };
}

/** Keeps what the function logs. */
async function listening<Result>(logged: Record<string, unknown>[], run: () => Promise<Result>): Promise<Result> {
  const { log } = console;
  console.log = (line: unknown) => logged.push(JSON.parse(String(line)) as Record<string, unknown>);
  try {
    return await run();
  } finally {
    console.log = log;
  }
}
