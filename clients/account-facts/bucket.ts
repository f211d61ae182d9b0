import type { NotificationFacts, BucketFacts } from "../../core/doctor/facts";
import type { BucketTrail } from "../../core/doctor/bucket";
import type { Seen } from "../../core/doctor/seen";
import type { Asker } from "./asker";
import { look, unlessMissing } from "./look";

/** S3 says no more of a bucket of its oldest region. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
const regionWithoutName = "us-east-1";

/** The bucket of an existing trail, and the queue or topic that is to announce its new files. */
export async function bucketFacts({ bucket, announcedBy }: BucketTrail, asker: Asker): Promise<BucketFacts> {
  const region = await bucketRegion(bucket, asker);
  const there = "value" in region && region.value !== undefined ? region.value : asker.region;
  const [notifications, queue, topic] = await Promise.all([
    notificationsOf(bucket, asker, there),
    announcedBy.kind === "queue" ? queueFacts(announcedBy.queueArn, asker) : undefined,
    announcedBy.kind === "topic" ? topicIsThere(announcedBy.topicArn, asker) : undefined,
  ]);
  return {
    name: bucket,
    region,
    notifications,
    ...(queue === undefined ? {} : { queue }),
    ...(topic === undefined ? {} : { topic }),
  };
}

function bucketRegion(Bucket: string, asker: Asker): Promise<Seen<string | undefined>> {
  return look(async (ask) => {
    const { GetBucketLocationCommand, S3Client } = s3();
    const client = new S3Client(asker.options());
    const answer = await ask("s3:GetBucketLocation", () =>
      unlessMissing(["NoSuchBucket"], () => client.send(new GetBucketLocationCommand({ Bucket }))),
    );
    if (answer === undefined) return undefined;
    const { LocationConstraint } = answer;
    return LocationConstraint === undefined || String(LocationConstraint) === ""
      ? regionWithoutName
      : String(LocationConstraint).replace(/^EU$/, "eu-west-1");
  });
}

function notificationsOf(Bucket: string, asker: Asker, region: string): Promise<BucketFacts["notifications"]> {
  return look(async (ask) => {
    const { GetBucketNotificationConfigurationCommand, S3Client } = s3();
    const client = new S3Client(asker.options(region));
    const found = await ask("s3:GetBucketNotification", () =>
      unlessMissing(["NoSuchBucket"], () => client.send(new GetBucketNotificationConfigurationCommand({ Bucket }))),
    );
    const targets = [
      ...(found?.TopicConfigurations ?? []).map((one) => targetOf("topic", one.TopicArn, one)),
      ...(found?.QueueConfigurations ?? []).map((one) => targetOf("queue", one.QueueArn, one)),
      ...(found?.LambdaFunctionConfigurations ?? []).map((one) => targetOf("function", one.LambdaFunctionArn, one)),
    ];
    return { targets, sendsToEventBridge: found?.EventBridgeConfiguration !== undefined };
  });
}

interface Announcement {
  readonly Events?: readonly string[] | undefined;
  readonly Filter?:
    | { readonly Key?: { readonly FilterRules?: readonly { Name?: string; Value?: string }[] | undefined } | undefined }
    | undefined;
}

function targetOf(kind: NotificationFacts["kind"], arn = "", { Events = [], Filter }: Announcement): NotificationFacts {
  const rule = Filter?.Key?.FilterRules?.find(({ Name = "" }) => Name.toLowerCase() === "prefix");
  return { kind, arn, events: Events, prefix: rule?.Value };
}

function queueFacts(arn: string, asker: Asker): Promise<NonNullable<BucketFacts["queue"]>> {
  const [, , , region = "", QueueOwnerAWSAccountId = "", QueueName = ""] = arn.split(":");
  return look(async (ask) => {
    const { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } =
      require("@aws-sdk/client-sqs") as typeof import("@aws-sdk/client-sqs");
    const client = new SQSClient({ ...asker.options(region), useQueueUrlAsEndpoint: false });
    const found = await ask("sqs:GetQueueUrl", () =>
      unlessMissing(["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"], () =>
        client.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId })),
      ),
    );
    if (found === undefined) return undefined;
    const { Attributes } = await ask("sqs:GetQueueAttributes", () =>
      client.send(new GetQueueAttributesCommand({ QueueUrl: found.QueueUrl, AttributeNames: ["VisibilityTimeout"] })),
    );
    return { visibilityTimeoutSeconds: Number(Attributes?.VisibilityTimeout ?? 0) };
  });
}

function topicIsThere(TopicArn: string, asker: Asker): Promise<Seen<boolean>> {
  return look(async (ask) => {
    const { GetTopicAttributesCommand, SNSClient } =
      require("@aws-sdk/client-sns") as typeof import("@aws-sdk/client-sns");
    const client = new SNSClient(asker.options(TopicArn.split(":")[3]));
    const answer = await ask("sns:GetTopicAttributes", () =>
      unlessMissing(["NotFoundException", "NotFound"], () => client.send(new GetTopicAttributesCommand({ TopicArn }))),
    );
    return answer !== undefined;
  });
}

function s3() {
  return require("@aws-sdk/client-s3") as typeof import("@aws-sdk/client-s3");
}
