import { ruleState } from "../clients/event-rules";
import { memberMemory } from "../clients/member-memory";
import { accountReach } from "../clients/reach";
import { secret } from "../clients/secret";
import { stateTable } from "../clients/state-table";
import { partitionOfRegion } from "../core/cloudtrail/partition";
import { textAt } from "../core/cloudtrail/record";
import type { InvocationContext } from "../stacks/warden-function";
import type { CheckParts } from "./check-members/check";
import { checkMembers as check } from "./check-members/check";
import { heardIn } from "./check-members/heard";
import type { CheckMembersEnvironment, CheckMembersSettings } from "./check-members/settings";
import { membersRequest } from "./check-members/settings";

/** A container notes a region's events no more often than this. */
const notedAgainAfterMs = 60_000;

/**
 * Makes the handler of `check-members`, once per container. Two kinds of event come in: whatever other accounts send to the
 * hub's bus, of which it keeps when each region was heard of last, and the question of `warden members`, which it answers.
 */
export function checkMembers(
  settings: CheckMembersSettings,
): (event: unknown, context: InvocationContext) => Promise<unknown> {
  const environment = process.env as unknown as CheckMembersEnvironment;
  const memory = memberMemory(stateTable(environment.ACTIONS_TABLE_NAME));
  const noted = new Map<string, number>();
  return async (event, { invokedFunctionArn }) => {
    // arn:aws:lambda:REGION:ACCOUNT:function:NAME
    const ownAccount = invokedFunctionArn.split(":")[4];
    if (textAt(event, "warden") === membersRequest.warden) {
      return { members: await check({ ...partsOf(settings, environment, ownAccount), memory }) };
    }
    const heard = heardIn(event, settings.accounts, Date.now());
    if (heard === undefined) return undefined;
    const { account, region, atMs } = heard;
    const place = `${account} ${region}`;
    if (atMs - (noted.get(place) ?? 0) < notedAgainAfterMs) return undefined;
    await memory.note(account, region, atMs);
    noted.set(place, atMs);
    return undefined;
  };
}

function partsOf(
  settings: CheckMembersSettings,
  environment: CheckMembersEnvironment,
  ownAccount: string | undefined,
): Omit<CheckParts, "memory"> {
  const reach = accountReach({
    memberRole: { role: settings.memberRole },
    externalId: secret(environment.EXTERNAL_ID_SECRET_ID),
    partition: partitionOfRegion(process.env.AWS_REGION ?? "us-east-1").name,
    ownAccount,
    sessionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? "api-warden",
  });
  return { settings, ownAccount, reach, ruleState };
}
