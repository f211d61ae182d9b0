/** One alarm of the benchmark: its number, a short name, and the filter pattern as the benchmark prints it. */
export interface CisAlarm {
  readonly id: string;
  readonly title: string;
  readonly pattern: string;
}

function alarm(id: string, title: string, pattern: string): CisAlarm {
  return Object.freeze({ id, title, pattern });
}

/**
 * The metric filters of the CIS AWS Foundations Benchmark v6.0.0, sections 5.1 to 5.15. Scanners compare the texts
 * character by character, so none is tidied up; what each one misses is in its test.
 */
export const cisAlarms: readonly CisAlarm[] = Object.freeze([
  alarm(
    "5.1",
    "Unauthorised API calls",
    '{ ($.errorCode="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket") }',
  ),
  alarm(
    "5.2",
    "Console sign-in without MFA",
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
  ),
  alarm(
    "5.3",
    "Use of the root user",
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  ),
  alarm(
    "5.4",
    "Changes to IAM policies",
    "{($.eventName=DeleteGroupPolicy)||($.eventName=DeleteRolePolicy)||($.eventName=DeleteUserPolicy)||($.eventName=PutGroupPolicy)||($.eventName=PutRolePolicy)||($.eventName=PutUserPolicy)||($.eventName=CreatePolicy)||($.eventName=DeletePolicy)||($.eventName=CreatePolicyVersion)||($.eventName=DeletePolicyVersion)||($.eventName=AttachRolePolicy)||($.eventName=DetachRolePolicy)||($.eventName=AttachUserPolicy)||($.eventName=DetachUserPolicy)||($.eventName=AttachGroupPolicy)||($.eventName=DetachGroupPolicy)}",
  ),
  alarm(
    "5.5",
    "Changes to CloudTrail",
    "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
  ),
  alarm(
    "5.6",
    "Failed console sign-ins",
    '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
  ),
  alarm(
    "5.7",
    "KMS keys disabled or scheduled for deletion",
    "{($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }",
  ),
  alarm(
    "5.8",
    "Changes to S3 bucket policies",
    "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || ($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || ($.eventName = DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }",
  ),
  alarm(
    "5.9",
    "Changes to AWS Config",
    "{ ($.eventSource = config.amazonaws.com) && (($.eventName=StopConfigurationRecorder)||($.eventName=DeleteDeliveryChannel)||($.eventName=PutDeliveryChannel)||($.eventName=PutConfigurationRecorder)) }",
  ),
  alarm(
    "5.10",
    "Changes to security groups",
    "{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress) || ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) || ($.eventName = ModifySecurityGroupRules) }",
  ),
  alarm(
    "5.11",
    "Changes to network ACLs",
    "{ ($.eventName = CreateNetworkAcl) || ($.eventName = CreateNetworkAclEntry) || ($.eventName = DeleteNetworkAcl) || ($.eventName = DeleteNetworkAclEntry) || ($.eventName = ReplaceNetworkAclEntry) || ($.eventName = ReplaceNetworkAclAssociation) }",
  ),
  alarm(
    "5.12",
    "Changes to network gateways",
    "{ ($.eventName = CreateCustomerGateway) || ($.eventName = DeleteCustomerGateway) || ($.eventName = AttachInternetGateway) || ($.eventName = CreateInternetGateway) || ($.eventName = DeleteInternetGateway) || ($.eventName = DetachInternetGateway) }",
  ),
  alarm(
    "5.13",
    "Changes to route tables",
    "{ ($.eventName = CreateRoute) || ($.eventName = CreateRouteTable) || ($.eventName = ReplaceRoute) || ($.eventName = ReplaceRouteTableAssociation) || ($.eventName = DeleteRouteTable) || ($.eventName = DeleteRoute) || ($.eventName = DisassociateRouteTable) }",
  ),
  alarm(
    "5.14",
    "Changes to VPCs",
    "{ ($.eventName = CreateVpc) || ($.eventName = DeleteVpc) || ($.eventName = ModifyVpcAttribute) || ($.eventName = AcceptVpcPeeringConnection) || ($.eventName = CreateVpcPeeringConnection) || ($.eventName = DeleteVpcPeeringConnection) || ($.eventName = RejectVpcPeeringConnection) || ($.eventName = AttachClassicLinkVpc) || ($.eventName = DetachClassicLinkVpc) || ($.eventName = DisableVpcClassicLink) || ($.eventName = EnableVpcClassicLink) }",
  ),
  alarm(
    "5.15",
    "Changes to AWS Organizations",
    '{ ($.eventSource = organizations.amazonaws.com) && (($.eventName = "AcceptHandshake") || ($.eventName = "AttachPolicy") || ($.eventName = "CreateAccount") || ($.eventName = "CreateOrganizationalUnit") || ($.eventName = "CreatePolicy") || ($.eventName = "DeclineHandshake") || ($.eventName = "DeleteOrganization") || ($.eventName = "DeleteOrganizationalUnit") || ($.eventName = "DeletePolicy") || ($.eventName = "DetachPolicy") || ($.eventName = "DisablePolicyType") || ($.eventName = "EnablePolicyType") || ($.eventName = "InviteAccountToOrganization") || ($.eventName = "LeaveOrganization") || ($.eventName = "MoveAccount") || ($.eventName = "RemoveAccountFromOrganization") || ($.eventName = "UpdatePolicy") || ($.eventName = "UpdateOrganizationalUnit")) }',
  ),
]);

/** The alarm of a section; throws an Error for a number that the table does not have. */
export function cisAlarm(id: string): CisAlarm {
  const found = cisAlarms.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no CIS alarm ${JSON.stringify(id)}: there are 5.1 to 5.15`);
  return found;
}

/**
 * The denied-calls pattern that Security Hub's control CloudWatch.2 (and CIS v1.2 and v1.4) accepts, and no other:
 * https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export const securityHubUnauthorizedPattern =
  '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}';
