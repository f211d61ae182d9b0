import type { FactsByKind, TrailFacts } from "../../core/probe/link-facts";
import type { LinkOf } from "../../core/probe/links";
import type { LinkAsker } from "./asking";
import { unlessMissing } from "./asking";

const trailPackage = () => require("@aws-sdk/client-cloudtrail") as typeof import("@aws-sdk/client-cloudtrail");

export async function trailFacts({ arn }: LinkOf<"trail">, asker: LinkAsker): Promise<FactsByKind["trail"]> {
  const { CloudTrailClient, GetTrailCommand } = trailPackage();
  const client = asker.client(CloudTrailClient);
  const answer = await unlessMissing(["TrailNotFoundException"], () => client.send(new GetTrailCommand({ Name: arn })));
  return answer === undefined ? undefined : statusOf(arn, answer.Trail?.CloudWatchLogsLogGroupArn, asker);
}

/** Trails of this account and of its organization that write into the log group. */
export async function trailsOfOthers(
  { logGroup }: LinkOf<"trail-of-others">,
  asker: LinkAsker,
): Promise<FactsByKind["trail-of-others"]> {
  const { CloudTrailClient, DescribeTrailsCommand } = trailPackage();
  const { trailList = [] } = await asker.client(CloudTrailClient).send(new DescribeTrailsCommand({}));
  const into = trailList.filter(
    ({ CloudWatchLogsLogGroupArn: arn }) => arn?.replace(/:\*$/, "").endsWith(`:log-group:${logGroup}`) === true,
  );
  return Promise.all(into.map((one) => statusOf(one.TrailARN ?? "", one.CloudWatchLogsLogGroupArn, asker)));
}

/** In the trail's own region. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html */
async function statusOf(arn: string, logGroupArn: string | undefined, asker: LinkAsker): Promise<TrailFacts> {
  const { CloudTrailClient, GetTrailStatusCommand } = trailPackage();
  const client = asker.client(CloudTrailClient, arn.split(":")[3]);
  const status = await client.send(new GetTrailStatusCommand({ Name: arn }));
  return {
    arn,
    logGroupArn,
    isLogging: status.IsLogging === true,
    deliveryError: status.LatestCloudWatchLogsDeliveryError,
  };
}
