import type { Trail } from "@aws-sdk/client-cloudtrail";
import { callLimits } from "./call-limits";
import { perRegion } from "./per-region";
import type { Signers } from "./reach";
import type { Signer } from "./role-sessions";

/** A trail as far as it matters for its logging. */
export interface TrailState {
  readonly arn: string;
  readonly homeRegion: string | undefined;
  /** ARN of the log group that it writes into. */
  readonly logGroupArn: string | undefined;
}

export interface TrailStatus {
  readonly isLogging: boolean;
  /** When logging was last stopped. */
  readonly stoppedAtMs: number | undefined;
  /** Why the newest log file could not be delivered, in S3's words. */
  readonly deliveryError: string | undefined;
}

/** Trails as CloudTrail knows them, each asked about in the region of its ARN. Methods throw what AWS says, but for what is named. */
export interface TrailAccess {
  /** Undefined where there is no such trail. */
  trail(arn: string): Promise<TrailState | undefined>;
  /** Undefined where there is no such trail. */
  status(arn: string): Promise<TrailStatus | undefined>;
  tagsOf(arn: string): Promise<Readonly<Record<string, string>>>;
  /** Trails of this region, and those of others that reach into it, which write into the log group, or into the bucket. */
  trailsInto(place: {
    readonly logGroup?: string | undefined;
    readonly bucket?: string | undefined;
  }): Promise<readonly TrailState[]>;
  /** False where the trail is gone. Starting what is started is no error, nor is stopping what is stopped. */
  start(arn: string): Promise<boolean>;
  stop(arn: string): Promise<boolean>;
}

/** Loads the client with the first question. */
export function trailAccess({ read = {}, act = {} }: Signers = {}): TrailAccess {
  const cloudTrail = () => require("@aws-sdk/client-cloudtrail") as typeof import("@aws-sdk/client-cloudtrail");
  const made = (signer: Signer) =>
    perRegion((region) => new (cloudTrail().CloudTrailClient)({ ...callLimits, ...signer, region }));
  const regionOf = (arn: string) => arn.split(":")[3] || (process.env.AWS_REGION ?? "");
  const clientIn = made(read);
  const changingIn = made(act);
  const clientOf = (arn: string) => clientIn(regionOf(arn));
  const changing = (arn: string) => changingIn(regionOf(arn));

  return {
    async trail(arn) {
      const { GetTrailCommand } = cloudTrail();
      const answer = await unlessGone(() => clientOf(arn).send(new GetTrailCommand({ Name: arn })));
      return answer?.Trail === undefined ? undefined : stateOf({ TrailARN: arn, ...answer.Trail });
    },
    async status(arn) {
      const { GetTrailStatusCommand } = cloudTrail();
      const answer = await unlessGone(() => clientOf(arn).send(new GetTrailStatusCommand({ Name: arn })));
      if (answer === undefined) return undefined;
      return {
        isLogging: answer.IsLogging === true,
        stoppedAtMs: answer.StopLoggingTime?.getTime(),
        deliveryError: answer.LatestDeliveryError === "" ? undefined : answer.LatestDeliveryError,
      };
    },
    async tagsOf(arn) {
      const { ListTagsCommand } = cloudTrail();
      const { ResourceTagList } = await clientOf(arn).send(new ListTagsCommand({ ResourceIdList: [arn] }));
      const tags = ResourceTagList?.[0]?.TagsList ?? [];
      return Object.fromEntries(tags.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])));
    },
    async trailsInto({ logGroup, bucket }) {
      const { DescribeTrailsCommand } = cloudTrail();
      const here = clientIn(process.env.AWS_REGION ?? "");
      const { trailList } = await here.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
      const writes = ({ CloudWatchLogsLogGroupArn, S3BucketName }: Trail) =>
        logGroup === undefined
          ? S3BucketName !== undefined && S3BucketName === bucket
          : CloudWatchLogsLogGroupArn?.replace(/:\*$/, "").endsWith(`:log-group:${logGroup}`) === true;
      return (trailList ?? []).filter(writes).map(stateOf);
    },
    async start(arn) {
      const { StartLoggingCommand } = cloudTrail();
      return (await unlessGone(() => changing(arn).send(new StartLoggingCommand({ Name: arn })))) !== undefined;
    },
    async stop(arn) {
      const { StopLoggingCommand } = cloudTrail();
      return (await unlessGone(() => changing(arn).send(new StopLoggingCommand({ Name: arn })))) !== undefined;
    },
  };
}

function stateOf(trail: {
  readonly TrailARN?: string | undefined;
  readonly HomeRegion?: string | undefined;
  readonly CloudWatchLogsLogGroupArn?: string | undefined;
}): TrailState {
  return { arn: trail.TrailARN ?? "", homeRegion: trail.HomeRegion, logGroupArn: trail.CloudWatchLogsLogGroupArn };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrail.html */
async function unlessGone<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if ((error as { name?: unknown } | null)?.name === "TrailNotFoundException") return undefined;
    throw error;
  }
}
