/**
 * What the provider's functions take that the program calls. GetCallerIdentity needs no permission; region and partition are
 * known without a call. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const lookUpActions: Readonly<Record<string, readonly string[]>> = Object.freeze({
  "aws:index/getCallerIdentity:getCallerIdentity": [],
  "aws:index/getPartition:getPartition": [],
  "aws:index/getRegion:getRegion": [],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
  "aws:guardduty/getDetector:getDetector": ["guardduty:ListDetectors", "guardduty:GetDetector"],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
  "aws:organizations/getOrganization:getOrganization": [
    "organizations:DescribeOrganization",
    "organizations:ListAccounts",
    "organizations:ListAWSServiceAccessForOrganization",
    "organizations:ListDelegatedAdministrators",
    "organizations:ListRoots",
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_servicequotas.html
  "aws:servicequotas/getServiceQuota:getServiceQuota": [
    "servicequotas:GetServiceQuota",
    "servicequotas:GetAWSDefaultServiceQuota",
    "servicequotas:ListServiceQuotas",
  ],
});
