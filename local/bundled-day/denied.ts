import { isReading } from "./call";
import type { Call, Caller } from "./call";
import type { Random } from "./random";

/** Services of the query and REST-XML protocols say `AccessDenied`, those of the JSON protocols `AccessDeniedException`. */
const shortCode = [
  "iam",
  "sts",
  "s3",
  "sns",
  "sqs",
  "cloudformation",
  "rds",
  "elasticloadbalancing",
  "autoscaling",
  "monitoring",
  "elasticache",
  "redshift",
  "cloudfront",
  "route53",
  "elasticbeanstalk",
];

/** Namespace of IAM actions where it is not the service's host name. */
const actionPrefix: Readonly<Record<string, string>> = { monitoring: "cloudwatch", "api.ecr": "ecr" };

export interface Refused {
  readonly atMs: number;
  readonly caller: Caller;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly request?: unknown;
  /** Permission missed, where it is not the call's own: `iam:PassRole` of a call that hands on a role. */
  readonly permission?: string;
  readonly resource?: string;
  /** End of IAM's sentence; by default that no identity-based policy allows the action. */
  readonly reason?: string;
}

/**
 * A refused call, with the sentence that IAM's documentation gives
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
 */
export function refused(call: Refused, random: Random): Call {
  const permission = call.permission ?? `${actionPrefix[call.service] ?? call.service}:${call.action}`;
  const resource = call.resource === undefined ? "" : ` on resource: ${call.resource}`;
  const reason = call.reason ?? `because no identity-based policy allows the ${permission} action`;
  const sentence = `User: ${call.caller.arn} is not authorized to perform: ${permission}${resource} ${reason}`;
  return {
    atMs: call.atMs,
    caller: call.caller,
    service: call.service,
    action: call.action,
    region: call.region,
    readOnly: isReading(call.action),
    request: call.request,
    error: errorOf(call.service, sentence, random),
  };
}

function errorOf(service: string, sentence: string, random: Random): { code: string; message: string } {
  if (service === "ec2") {
    const message = `You are not authorized to perform this operation. ${sentence}. Encoded authorization failure message: ${random.hex(400)}`;
    return { code: "Client.UnauthorizedOperation", message };
  }
  return { code: shortCode.includes(service) ? "AccessDenied" : "AccessDeniedException", message: sentence };
}
