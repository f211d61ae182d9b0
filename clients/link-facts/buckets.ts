import type { Event, NotificationConfigurationFilter } from "@aws-sdk/client-s3";

import type { FactsByKind, NotificationFacts } from "../../core/probe/link-facts";
import type { LinkOf } from "../../core/probe/links";
import type { LinkAsker } from "./asking";
import { unlessMissing } from "./asking";

/** What the bucket announces on topics. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export async function bucketNotificationFacts(
  { bucket }: LinkOf<"bucket-notification">,
  asker: LinkAsker,
): Promise<FactsByKind["bucket-notification"]> {
  const { GetBucketNotificationConfigurationCommand, S3Client } =
    require("@aws-sdk/client-s3") as typeof import("@aws-sdk/client-s3");
  const client = asker.client(S3Client);
  const answer = await unlessMissing(["NoSuchBucket"], () =>
    client.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket })),
  );
  return (
    answer &&
    (answer.TopicConfigurations ?? []).map(({ Events = [], Filter, TopicArn = "" }) =>
      notification(TopicArn, Events, Filter),
    )
  );
}

function notification(
  destinationArn: string,
  events: readonly Event[],
  filter: NotificationConfigurationFilter | undefined,
): NotificationFacts {
  const rules = filter?.Key?.FilterRules ?? [];
  // S3 answers "Prefix" to who has set "prefix".
  const valueOf = (name: string) => rules.find(({ Name = "" }) => Name.toLowerCase() === name)?.Value ?? "";
  return { destinationArn, events, prefix: valueOf("prefix"), suffix: valueOf("suffix") };
}
