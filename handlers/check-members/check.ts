import type { RuleState } from "../../clients/event-rules";
import type { MemberMemory } from "../../clients/member-memory";
import type { Reach } from "../../clients/reach";
import type { SessionCredentials } from "../../clients/role-sessions";
import { forwardingRuleName } from "../../core/members/role-names";
import type { MemberRegion, MemberReport, RoleFault } from "../../core/members/report";
import { failureText } from "../actions/failure";
import type { CheckMembersSettings } from "./settings";

/** What a look at members works with. */
export interface CheckParts {
  readonly settings: CheckMembersSettings;
  readonly ownAccount: string | undefined;
  readonly reach: Reach;
  readonly memory: Pick<MemberMemory, "lastSeen">;
  ruleState(region: string, rule: string, credentials: SessionCredentials): Promise<RuleState>;
}

/** Accounts at the same time, each region by region: enough for sixty accounts within the function's time. */
const atOnce = 12;

/** Looks at every listed account but the function's own. Never throws: what can't be seen is said. */
export async function checkMembers(parts: CheckParts): Promise<readonly MemberReport[]> {
  const accounts = parts.settings.accounts.filter((account) => account !== parts.ownAccount);
  const waiting = [...accounts];
  const reports: MemberReport[] = [];
  const work = async () => {
    for (let account = waiting.shift(); account !== undefined; account = waiting.shift())
      reports.push(await checkMember(account, parts));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return reports.sort((one, other) => accounts.indexOf(one.account) - accounts.indexOf(other.account));
}

async function checkMember(account: string, parts: CheckParts): Promise<MemberReport> {
  const { reach, settings } = parts;
  const act = await faultOf(() => reach.prepare(account));
  let credentials: SessionCredentials | undefined;
  const read = await faultOf(async () => {
    credentials = await reach.signers(account).read?.credentials?.();
  });
  const lastSeen = await lastSeenOf(account, parts);
  const regions: MemberRegion[] = [];
  for (const region of settings.regions) {
    const lastMs = lastSeen[region];
    regions.push({
      ...(await rulesOf(region, credentials, parts)),
      ...(lastMs === undefined ? {} : { lastEventAt: new Date(lastMs).toISOString() }),
    });
  }
  return { account, read, act, regions };
}

async function rulesOf(
  region: string,
  credentials: SessionCredentials | undefined,
  { settings, ruleState }: CheckParts,
): Promise<MemberRegion> {
  const found = { region, missing: [] as string[], disabled: [] as string[] };
  if (credentials === undefined) return { ...found, unseen: "the read role could not be assumed" };
  for (const event of settings.events) {
    const rule = forwardingRuleName({ role: settings.memberRole }, event);
    try {
      const state = await ruleState(region, rule, credentials);
      if (state !== "enabled") found[state].push(rule);
    } catch (error) {
      return { ...found, unseen: failureText(error) };
    }
  }
  return found;
}

async function lastSeenOf(account: string, { memory }: CheckParts): Promise<Readonly<Record<string, number>>> {
  try {
    return await memory.lastSeen(account);
  } catch {
    return {};
  }
}

async function faultOf(step: () => Promise<unknown>): Promise<RoleFault> {
  try {
    await step();
    return undefined;
  } catch (error) {
    return failureText(error);
  }
}
