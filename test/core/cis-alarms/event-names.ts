function named(list: string): string[] {
  return list.split(" ");
}

/**
 * For each alarm on event names: its event source where the pattern has one, the names it has, and some that one would
 * expect and it lacks.
 */
export const eventNames: Record<string, { source?: string; has: string[]; misses: string[] }> = {
  "5.4": {
    has: [
      ...named("DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy"),
      ...named("CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy"),
      ...named("AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy"),
    ],
    misses: [
      ...named("UpdateAssumeRolePolicy SetDefaultPolicyVersion CreateAccessKey CreateLoginProfile UpdateLoginProfile"),
      ...named("PutUserPermissionsBoundary DeleteRolePermissionsBoundary"),
    ],
  },
  "5.5": {
    has: named("CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging"),
    misses: named("PutEventSelectors PutInsightSelectors PutBucketLifecycle"),
  },
  "5.7": { source: "kms.amazonaws.com", has: named("DisableKey ScheduleKeyDeletion"), misses: named("EnableKey") },
  "5.8": {
    source: "s3.amazonaws.com",
    has: [
      ...named("PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication"),
      ...named("DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication"),
    ],
    misses: named("PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock"),
  },
  "5.9": {
    source: "config.amazonaws.com",
    has: named("StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder"),
    misses: named("DeleteConfigurationRecorder"),
  },
  "5.10": {
    has: [
      ...named("AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress"),
      ...named("RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup ModifySecurityGroupRules"),
    ],
    misses: named("UpdateSecurityGroupRuleDescriptionsIngress"),
  },
  "5.11": {
    has: [
      ...named("CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry"),
      ...named("ReplaceNetworkAclEntry ReplaceNetworkAclAssociation"),
    ],
    misses: named("DescribeNetworkAcls"),
  },
  "5.12": {
    has: [
      ...named("CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway"),
      ...named("DeleteInternetGateway DetachInternetGateway"),
    ],
    misses: named("CreateNatGateway"),
  },
  "5.13": {
    has: [
      ...named("CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute"),
      ...named("DisassociateRouteTable"),
    ],
    misses: named("AssociateRouteTable"),
  },
  "5.14": {
    has: [
      ...named("CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection"),
      ...named("DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc"),
      ...named("DisableVpcClassicLink EnableVpcClassicLink"),
    ],
    misses: named("CreateVpcEndpoint"),
  },
  "5.15": {
    source: "organizations.amazonaws.com",
    has: [
      ...named("AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake"),
      ...named("DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType"),
      ...named("EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount"),
      ...named("RemoveAccountFromOrganization UpdatePolicy UpdateOrganizationalUnit"),
    ],
    misses: named("CloseAccount"),
  },
};
