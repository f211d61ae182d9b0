import { ingressMemory } from "../clients/ingress-memory";
import { inAccounts } from "../clients/reach";
import { securityGroups } from "../clients/security-groups";
import { stateTable } from "../clients/state-table";
import { snsTopic } from "../clients/topic";
import { partitionOfRegion } from "../core/cloudtrail/partition";
import { textAt, valueAt } from "../core/cloudtrail/record";
import { recentIds } from "../core/recent-ids";
import type { InvocationContext } from "../stacks/warden-function";
import { responderParts } from "./actions/parts";
import type { Responder } from "./actions/responder";
import type { MessageTaker } from "./actions/take-messages";
import { takeMessages } from "./actions/take-messages";
import type { ChangeParts } from "./revoke-open-ingress/handle-change";
import { handleChange } from "./revoke-open-ingress/handle-change";
import type { IngressParts } from "./revoke-open-ingress/parts";
import { ruleResponder } from "./revoke-open-ingress/responder";
import type { RevokeOpenIngressEnvironment, RevokeOpenIngressSettings } from "./revoke-open-ingress/settings";
import { sweep } from "./revoke-open-ingress/sweep";

/** After so long no further region is begun: the function is stopped after a minute. */
const sweepForMs = 35_000;

/** Rules and events that a container remembers to have dealt with. */
const mostRemembered = 1_000;

/**
 * Makes the handler of `revoke-open-ingress`, once per container. Three kinds of event come in: changes of security groups,
 * ticks of the schedule, and its own messages from the queue that wakes it. Answers a tick with when something is due next.
 */
export function revokeOpenIngress(
  settings: RevokeOpenIngressSettings,
): (event: unknown, context: InvocationContext) => Promise<unknown> {
  const environment = process.env as unknown as RevokeOpenIngressEnvironment;
  const kept: { parts?: ChangeParts } = {};
  return async (event, { invokedFunctionArn }) => {
    const nowMs = Date.now();
    // arn:aws:lambda:REGION:ACCOUNT:function:NAME
    const ownAccount = invokedFunctionArn.split(":")[4];
    if (kept.parts?.looking.ownAccount !== ownAccount) delete kept.parts;
    const parts = (kept.parts ??= makeParts(settings, environment, ownAccount));
    if (textAt(event, "source") === "aws.events") {
      const beganMs = performance.now();
      return sweep({ ...parts, isOver: () => performance.now() - beganMs > sweepForMs }, nowMs);
    }
    const messages = valueAt(event, "Records");
    if (Array.isArray(messages)) return takeMessages(messages, messageTaker(parts, nowMs), nowMs);
    return handleChange(event, parts, nowMs);
  };
}

function messageTaker(parts: ChangeParts, nowMs: number): MessageTaker {
  return {
    responders: [parts.responder as Responder<unknown>],
    responding: parts.responding,
    takeHandedOn: (event, responding) => handleChange(event, { ...parts, responding }, nowMs),
  };
}

function makeParts(
  settings: RevokeOpenIngressSettings,
  environment: RevokeOpenIngressEnvironment,
  ownAccount: string | undefined,
): ChangeParts {
  const responding = responderParts(settings, environment, ownAccount);
  const { reach } = responding;
  const looking: IngressParts = {
    settings,
    groups: securityGroups(),
    ...(reach === undefined ? {} : { groupsIn: inAccounts(securityGroups, reach) }),
    memory: ingressMemory(stateTable(environment.ACTIONS_TABLE_NAME)),
    incidents: snsTopic(environment.INCIDENTS_TOPIC_ARN),
    ownAccount,
  };
  const regions = settings.regions ?? ownRegions(process.env.AWS_REGION ?? "us-east-1");
  const [told, dealtWith] = [recentIds(mostRemembered), recentIds(mostRemembered)];
  return { responding, looking, responder: ruleResponder(looking), regions, told, dealtWith };
}

function ownRegions(own: string): readonly string[] {
  return [...new Set([own, partitionOfRegion(own).globalRegion])];
}
