import { partitionOfRegion } from "../../../core/cloudtrail/partition";
import { refuseOtherFields, requiredText } from "../input-fields";
import { ServiceError } from "../service-error";
import type { Input, Plan } from "../types";
import { xmlElements } from "../xml";
import type { S3Answer } from "./protocol";

/** A declared bucket, and what it announces on topics. */
export interface BucketNotificationSetup {
  readonly bucket: string;
  readonly topics: readonly {
    readonly topicArn: string;
    readonly events: readonly string[];
    readonly prefix: string;
    readonly suffix: string;
  }[];
}

declare module "../types" {
  interface AccountSetup {
    readonly bucketNotifications?: readonly BucketNotificationSetup[];
  }
}

/** What buckets announce. */
export class Notifications {
  private readonly byBucket = new Map<string, BucketNotificationSetup>();

  put(setup: BucketNotificationSetup): void {
    this.byBucket.set(setup.bucket, setup);
  }

  /** The call `GetBucketNotificationConfiguration`. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
  planGet(input: Input, region: string): Plan {
    const refusal = (message: string) => new ServiceError("InvalidRequest", message);
    refuseOtherFields(input, "GetBucketNotificationConfiguration", ["Bucket", "ExpectedBucketOwner"], refusal);
    const bucket = requiredText(input, "Bucket", refusal);
    return {
      needs: [
        { action: "s3:GetBucketNotification", resourceArn: `arn:${partitionOfRegion(region).name}:s3:::${bucket}` },
      ],
      run: (): S3Answer => {
        const found = this.byBucket.get(bucket);
        if (found === undefined)
          throw new ServiceError("NoSuchBucket", "The specified bucket does not exist", { status: 404 });
        return { root: "NotificationConfiguration", xml: found.topics.map(topicConfiguration).join("") };
      },
    };
  }
}

function topicConfiguration({ topicArn, events, prefix, suffix }: BucketNotificationSetup["topics"][number]): string {
  const rules = Object.entries({ Prefix: prefix, Suffix: suffix }).filter(([, Value]) => Value !== "");
  const rulesXml = rules.map(([Name, Value]) => xmlElements({ FilterRule: { Name, Value } })).join("");
  const eventsXml = events.map((Event) => xmlElements({ Event })).join("");
  const filterXml = rulesXml === "" ? "" : `<Filter><S3Key>${rulesXml}</S3Key></Filter>`;
  return `<TopicConfiguration>${xmlElements({ Topic: topicArn })}${eventsXml}${filterXml}</TopicConfiguration>`;
}
