import type { CloudTrailRecord } from "../../core/cloudtrail/record";
import type { InputItem } from "../../local/input/items";
import { cloudTrailItem } from "./played-program";

export const ACCOUNT = "111122223333";
export const GROUP = "sg-0a1b2c3d4e5f60718";

export const startMs = Date.parse("2026-10-01T12:00:00Z");
export const minute = (minutes: number): number => startMs + minutes * 60_000;

/** What a call opens: a rule's source and ports as CloudTrail writes them in EC2's answer. */
export type Opened = Readonly<Record<string, unknown>>;

export const ssh: Opened = Object.freeze({ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" });

/** Somebody opens a group: a record of `AuthorizeSecurityGroupIngress` with the rule's id in its answer. */
export function opened(ruleId: string, atMs: number, rule: Opened = ssh, changes: CloudTrailRecord = {}): InputItem {
  const item = { groupOwnerId: ACCOUNT, groupId: GROUP, securityGroupRuleId: ruleId, isEgress: false, ...rule };
  return recorded("AuthorizeSecurityGroupIngress", `open ${ruleId}`, atMs, {
    requestParameters: { groupId: GROUP, ipPermissions: {} },
    responseElements: { _return: true, securityGroupRuleSet: { items: [item] } },
    ...changes,
  });
}

/** Somebody takes a rule away by all that it says. */
export function closed(atMs: number, { ipProtocol, fromPort, toPort, cidrIpv4 }: Opened = ssh): InputItem {
  return recorded("RevokeSecurityGroupIngress", `close ${atMs}`, atMs, {
    requestParameters: { groupId: GROUP, ipPermissions: {}, ipProtocol, fromPort, toPort, cidrIp: cidrIpv4 },
    responseElements: { _return: true },
  });
}

function recorded(eventName: string, eventID: string, atMs: number, changes: CloudTrailRecord): InputItem {
  return cloudTrailItem({
    eventVersion: "1.11",
    eventID,
    eventName,
    eventSource: "ec2.amazonaws.com",
    eventTime: new Date(atMs).toISOString().replace(/\.\d+Z/, "Z"),
    eventType: "AwsApiCall",
    eventCategory: "Management",
    readOnly: false,
    awsRegion: "us-east-1",
    recipientAccountId: ACCOUNT,
    sourceIPAddress: "88.198.0.1",
    userAgent: "aws-cli/2.15.0",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE:ana",
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/developer/ana`,
      accountId: ACCOUNT,
      sessionContext: {
        sessionIssuer: { type: "Role", arn: `arn:aws:iam::${ACCOUNT}:role/developer`, userName: "developer" },
      },
    },
    ...changes,
  });
}

/** A prefix list that holds the world, and a rule that lets it in. */
export const worldList = Object.freeze({ id: "pl-0123456789abcdef0", region: "us-east-1", cidrs: ["0.0.0.0/0"] });
export const fromWorldList: Opened = Object.freeze({
  ...{ ipProtocol: "tcp", fromPort: 22, toPort: 22 },
  prefixListId: worldList.id,
});
