/** The parts of a trail's ARN. */
export interface TrailArn {
  readonly partition: string;
  /** The trail's home region: the only one in which it is changed. */
  readonly region: string;
  /** The account that owns the trail; of an organization's trail the one that made it. */
  readonly account: string;
}

/** Names of trails. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html */
const trailName = /^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/;

const trailArn = /^arn:(aws[a-z-]*):cloudtrail:([a-z0-9-]{1,40}):(\d{12}):trail\/([A-Za-z0-9._-]{3,128})$/;

/** Undefined for any other text, so that what comes through can stand in a command. */
export function partsOfTrailArn(arn: string): TrailArn | undefined {
  const [, partition, region, account, name = ""] = trailArn.exec(arn) ?? [];
  if (partition === undefined || region === undefined || account === undefined || !trailName.test(name))
    return undefined;
  return { partition, region, account };
}

/** The ARN of a trail that a call names by its name or its ARN, in the region and account of the call. */
export function trailArnOf(nameOrArn: string, { partition, region, account }: TrailArn): string | undefined {
  const arn = nameOrArn.startsWith("arn:")
    ? nameOrArn
    : `arn:${partition}:cloudtrail:${region}:${account}:trail/${nameOrArn}`;
  return partsOfTrailArn(arn) === undefined ? undefined : arn;
}

/** What a person runs to have a stopped trail log again: CloudTrail takes it in the home region alone. */
export function startCommand(arn: string): string {
  const region = partsOfTrailArn(arn)?.region;
  return region === undefined ? "" : `aws cloudtrail start-logging --name ${arn} --region ${region}`;
}
