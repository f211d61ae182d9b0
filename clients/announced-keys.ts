import type {
  DescribeAffectedEntitiesCommandOutput,
  DescribeEventsCommandOutput,
  HealthClient,
} from "@aws-sdk/client-health";

import type { Partition } from "../core/cloudtrail/partition";
import { partitionOfRegion } from "../core/cloudtrail/partition";
import { callLimits } from "./call-limits";

/** A key that AWS has found where anybody can read it, by its word. */
export interface AnnouncedKey {
  readonly accessKeyId: string;
  /** Undefined where AWS does not say. */
  readonly userName: string | undefined;
  readonly account: string | undefined;
  /** What AWS calls it: an event's code, or the kind of fraud. */
  readonly what: string;
  /** When AWS last said so, as it writes times; undefined where it does not. */
  readonly at: string | undefined;
  /** Where the key was found, or what else AWS says of it. */
  readonly where: string | undefined;
}

/** What one source says; `refused` where the account's support plan does not have it. */
export type Announced = { readonly keys: readonly AnnouncedKey[] } | { readonly refused: "support-plan" };

/** Both answer in one region of each partition only. */
function partitionAsked(): Partition {
  return partitionOfRegion(process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "");
}

/** Event types of leaked credentials: https://docs.aws.amazon.com/health/latest/ug/aws-health-concepts-and-terms.html */
const riskCodes: readonly string[] = [
  "AWS_RISK_CREDENTIALS_EXPOSED",
  "AWS_RISK_CREDENTIALS_EXPOSURE_SUSPECTED",
  "AWS_RISK_CREDENTIALS_COMPROMISED",
  "AWS_RISK_CREDENTIALS_COMPROMISE_SUSPECTED",
];

/** Trusted Advisor's "Exposed Access Keys": https://docs.aws.amazon.com/awssupport/latest/user/security-checks.html#exposed-access-keys */
const exposedKeysCheckId = "12Fnkpl8Y5";

/** DescribeAffectedEntities takes ten events: https://docs.aws.amazon.com/health/latest/APIReference/API_EntityFilter.html */
const eventsInCall = 10;

/** Keys of AWS Health's events on leaked credentials of the last ninety days, which is how long it keeps them. Throws what AWS says. */
export async function keysOfHealth(): Promise<Announced> {
  const { HealthClient } = require("@aws-sdk/client-health") as typeof import("@aws-sdk/client-health");
  const client = new HealthClient({ ...callLimits, region: partitionAsked().healthRegion });
  try {
    const codes = await riskEvents(client);
    const arns = [...codes.keys()];
    const keys: AnnouncedKey[] = [];
    for (let from = 0; from < arns.length; from += eventsInCall) {
      keys.push(...(await keysOfEvents(client, arns.slice(from, from + eventsInCall), codes)));
    }
    return { keys };
  } catch (error) {
    return refusalOr(error);
  } finally {
    client.destroy();
  }
}

/** ARN of each event to its code. */
async function riskEvents(client: HealthClient): Promise<Map<string, string>> {
  const { DescribeEventsCommand } = require("@aws-sdk/client-health") as typeof import("@aws-sdk/client-health");
  const filter = { services: ["RISK"], eventTypeCodes: [...riskCodes] };
  const codes = new Map<string, string>();
  let nextToken: string | undefined;
  do {
    const page: DescribeEventsCommandOutput = await client.send(new DescribeEventsCommand({ filter, nextToken }));
    for (const { arn = "", eventTypeCode = "" } of page.events ?? []) codes.set(arn, eventTypeCode);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return codes;
}

async function keysOfEvents(
  client: HealthClient,
  eventArns: string[],
  codes: ReadonlyMap<string, string>,
): Promise<AnnouncedKey[]> {
  const { DescribeAffectedEntitiesCommand } =
    require("@aws-sdk/client-health") as typeof import("@aws-sdk/client-health");
  const keys: AnnouncedKey[] = [];
  let nextToken: string | undefined;
  do {
    const page: DescribeAffectedEntitiesCommandOutput = await client.send(
      new DescribeAffectedEntitiesCommand({ filter: { eventArns }, nextToken }),
    );
    for (const { entityValue = "", eventArn = "", awsAccountId, lastUpdatedTime, statusCode } of page.entities ?? []) {
      keys.push({
        accessKeyId: entityValue,
        userName: undefined,
        account: awsAccountId,
        what: codes.get(eventArn) ?? "",
        at: lastUpdatedTime?.toISOString(),
        where: statusCode,
      });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return keys;
}

/** Keys that Trusted Advisor's check lists and that are not in order. Throws what AWS says. */
export async function keysOfTrustedAdvisor(): Promise<Announced> {
  const { DescribeTrustedAdvisorCheckResultCommand, RefreshTrustedAdvisorCheckCommand, SupportClient } =
    require("@aws-sdk/client-support") as typeof import("@aws-sdk/client-support");
  const client = new SupportClient({ ...callLimits, region: partitionAsked().supportRegion });
  const checkId = exposedKeysCheckId;
  try {
    await client.send(new RefreshTrustedAdvisorCheckCommand({ checkId })).catch(notRefreshed);
    const { result } = await client.send(new DescribeTrustedAdvisorCheckResultCommand({ checkId, language: "en" }));
    const flagged = (result?.flaggedResources ?? []).filter(
      ({ status, isSuppressed }) => status !== "ok" && isSuppressed !== true,
    );
    return {
      keys: flagged.map(({ metadata }) => {
        const [accessKeyId, userName, what, , at, where] = (metadata ?? []).map((text) => text ?? undefined);
        return { accessKeyId: accessKeyId ?? "", userName, account: undefined, what: what ?? "", at, where };
      }),
    };
  } catch (error) {
    return refusalOr(error);
  } finally {
    client.destroy();
  }
}

/** The check is refreshed by itself, and not more often than every few minutes: its last result is as good. */
function notRefreshed(error: unknown): void {
  if ((error as Error).name !== "InvalidParameterValueException") throw error;
}

/** What accounts without a Business or Enterprise support plan are told by both services. */
function refusalOr(error: unknown): Announced {
  if ((error as Error).name === "SubscriptionRequiredException") return { refused: "support-plan" };
  throw error;
}
