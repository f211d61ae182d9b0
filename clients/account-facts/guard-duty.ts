import type { GuardDutyClient } from "@aws-sdk/client-guardduty";

import type { DetectorFacts, DetectorState } from "../../core/doctor/facts";
import type { Asker } from "./asker";
import type { Ask } from "./look";
import { look } from "./look";

/** Tag of everything that a stack of Warden makes. */
const stackTag = "api-warden:stack";

/** How many pages of members are counted, 50 a page. */
const mostPages = 20;

/** GuardDuty in each of the regions. */
export function detectorsIn(regions: readonly string[], asker: Asker): Promise<readonly DetectorFacts[]> {
  return Promise.all(
    regions.map(async (region) => {
      const client = new (sdk().GuardDutyClient)(asker.options(region));
      return { region, detector: await look((ask) => detectorOf(client, ask)) };
    }),
  );
}

async function detectorOf(client: GuardDutyClient, ask: Ask): Promise<DetectorState | undefined> {
  const { GetAdministratorAccountCommand, GetDetectorCommand, ListDetectorsCommand } = sdk();
  const { DetectorIds = [] } = await ask("guardduty:ListDetectors", () => client.send(new ListDetectorsCommand({})));
  const [DetectorId] = DetectorIds;
  if (DetectorId === undefined) return undefined;
  const detector = await ask("guardduty:GetDetector", () => client.send(new GetDetectorCommand({ DetectorId })));
  const { Administrator } = await ask("guardduty:GetAdministratorAccount", () =>
    client.send(new GetAdministratorAccountCommand({ DetectorId })),
  );
  return {
    isEnabled: detector.Status === "ENABLED",
    frequency: detector.FindingPublishingFrequency ?? "SIX_HOURS",
    isOwn: detector.Tags?.[stackTag] !== undefined,
    ...(Administrator?.AccountId === undefined ? {} : { administrator: Administrator.AccountId }),
    members: await memberCount(DetectorId, client, ask),
    threatLists: await otherThreatLists(DetectorId, client, ask),
    trustedLists: await otherTrustedLists(DetectorId, client, ask),
  };
}

async function memberCount(DetectorId: string, client: GuardDutyClient, ask: Ask): Promise<number> {
  const { ListMembersCommand } = sdk();
  let count = 0;
  let NextToken: string | undefined;
  for (let page = 0; page === 0 || (NextToken !== undefined && page < mostPages); page += 1) {
    const command = new ListMembersCommand({ DetectorId, NextToken });
    const answer = await ask("guardduty:ListMembers", () => client.send(command));
    count += answer.Members?.length ?? 0;
    // GuardDuty's last page has an empty token.
    NextToken = answer.NextToken === "" ? undefined : answer.NextToken;
  }
  return count;
}

/** Lists with the tag are a stack's own, and are replaced by it. */
async function otherThreatLists(DetectorId: string, client: GuardDutyClient, ask: Ask): Promise<number> {
  const { GetThreatIntelSetCommand, ListThreatIntelSetsCommand } = sdk();
  const { ThreatIntelSetIds = [] } = await ask("guardduty:ListThreatIntelSets", () =>
    client.send(new ListThreatIntelSetsCommand({ DetectorId })),
  );
  let count = 0;
  for (const ThreatIntelSetId of ThreatIntelSetIds) {
    const { Tags } = await ask("guardduty:GetThreatIntelSet", () =>
      client.send(new GetThreatIntelSetCommand({ DetectorId, ThreatIntelSetId })),
    );
    if (Tags?.[stackTag] === undefined) count += 1;
  }
  return count;
}

async function otherTrustedLists(DetectorId: string, client: GuardDutyClient, ask: Ask): Promise<number> {
  const { GetIPSetCommand, ListIPSetsCommand } = sdk();
  const { IpSetIds = [] } = await ask("guardduty:ListIPSets", () => client.send(new ListIPSetsCommand({ DetectorId })));
  let count = 0;
  for (const IpSetId of IpSetIds) {
    const { Tags } = await ask("guardduty:GetIPSet", () => client.send(new GetIPSetCommand({ DetectorId, IpSetId })));
    if (Tags?.[stackTag] === undefined) count += 1;
  }
  return count;
}

function sdk() {
  return require("@aws-sdk/client-guardduty") as typeof import("@aws-sdk/client-guardduty");
}
