import type { Trail } from "@aws-sdk/client-cloudtrail";

import type { TrailFacts } from "../../core/doctor/facts";
import { managementEvents } from "../../core/doctor/management-events";
import type { Seen } from "../../core/doctor/seen";
import type { Asker } from "./asker";
import { look } from "./look";

/** Every trail that records in the asker's region: its own, those of other regions, and the organization's. */
export function trailsOf(asker: Asker): Promise<Seen<readonly TrailFacts[]>> {
  const { CloudTrailClient, DescribeTrailsCommand } = sdk();
  return look(async (ask) => {
    const client = new CloudTrailClient(asker.options());
    const { trailList = [] } = await ask("cloudtrail:DescribeTrails", () =>
      client.send(new DescribeTrailsCommand({ includeShadowTrails: true })),
    );
    return Promise.all(trailList.map((trail) => factsOf(trail, asker)));
  });
}

async function factsOf(trail: Trail, asker: Asker): Promise<TrailFacts> {
  const { CloudTrailClient, GetEventSelectorsCommand, GetTrailStatusCommand } = sdk();
  const { TrailARN: arn = "", Name = "", HomeRegion, CloudWatchLogsLogGroupArn } = trail;
  const client = new CloudTrailClient(asker.options(HomeRegion ?? arn.split(":")[3]));
  const [status, events] = await Promise.all([
    look(async (ask) => {
      const answer = await ask("cloudtrail:GetTrailStatus", () =>
        client.send(new GetTrailStatusCommand({ Name: arn })),
      );
      const { IsLogging, LatestDeliveryError } = answer;
      return { isLogging: IsLogging === true, ...withoutEmpty({ deliveryError: LatestDeliveryError }) };
    }),
    look(async (ask) =>
      managementEvents(
        await ask("cloudtrail:GetEventSelectors", () => client.send(new GetEventSelectorsCommand({ TrailName: arn }))),
      ),
    ),
  ]);
  return {
    arn,
    name: Name,
    homeRegion: HomeRegion,
    isMultiRegion: trail.IsMultiRegionTrail === true,
    isOrganization: trail.IsOrganizationTrail === true,
    hasValidation: trail.LogFileValidationEnabled === true,
    hasGlobalEvents: trail.IncludeGlobalServiceEvents === true,
    ...withoutEmpty({
      kmsKeyId: trail.KmsKeyId,
      logGroupArn: CloudWatchLogsLogGroupArn?.replace(/:\*$/, ""),
      bucket: trail.S3BucketName,
      topicArn: trail.SnsTopicARN,
    }),
    status,
    managementEvents: events,
  };
}

/** CloudTrail says "" of what is not there. */
function withoutEmpty<Texts extends Readonly<Record<string, string | undefined>>>(texts: Texts): Partial<Texts> {
  return Object.fromEntries(
    Object.entries(texts).filter(([, text]) => text !== undefined && text !== ""),
  ) as Partial<Texts>;
}

function sdk() {
  return require("@aws-sdk/client-cloudtrail") as typeof import("@aws-sdk/client-cloudtrail");
}
