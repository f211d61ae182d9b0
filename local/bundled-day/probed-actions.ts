/** What the thief's tool tries, service by service, in the order in which it goes through them. */
export const probedActions: readonly (readonly [service: string, actions: string])[] = [
  [
    "iam",
    "ListUsers ListRoles ListGroups ListPolicies ListInstanceProfiles GetAccountAuthorizationDetails GetAccountSummary GetAccountPasswordPolicy ListAccountAliases ListVirtualMFADevices ListServerCertificates ListSAMLProviders ListOpenIDConnectProviders GetCredentialReport ListAttachedUserPolicies ListUserPolicies ListGroupsForUser ListMFADevices ListSigningCertificates ListSSHPublicKeys",
  ],
  [
    "ec2",
    "DescribeInstances DescribeSecurityGroups DescribeVpcs DescribeSubnets DescribeImages DescribeSnapshots DescribeVolumes DescribeKeyPairs DescribeAddresses DescribeNetworkInterfaces DescribeRouteTables DescribeInternetGateways DescribeNatGateways DescribeVpnConnections DescribeVpcPeeringConnections DescribeLaunchTemplates DescribeSpotInstanceRequests DescribeReservedInstances DescribeFlowLogs DescribeNetworkAcls",
  ],
  [
    "s3",
    "GetBucketPolicy GetBucketAcl GetBucketLocation GetBucketVersioning GetBucketLogging GetBucketEncryption GetBucketTagging GetBucketWebsite GetBucketReplication GetBucketLifecycle GetBucketCors GetBucketPublicAccessBlock",
  ],
  ["secretsmanager", "ListSecrets GetSecretValue DescribeSecret GetResourcePolicy ListSecretVersionIds"],
  [
    "ssm",
    "DescribeParameters GetParametersByPath GetParameter DescribeInstanceInformation ListDocuments ListCommands DescribeSessions ListAssociations GetInventory DescribePatchBaselines",
  ],
  ["kms", "ListKeys ListAliases DescribeKey GetKeyPolicy ListGrants ListResourceTags"],
  [
    "lambda",
    "ListFunctions20150331 GetFunction20150331v2 GetPolicy20150331v2 ListLayers20181031 ListEventSourceMappings20150331 GetAccountSettings20160819 ListAliases20150331 ListVersionsByFunction20150331",
  ],
  [
    "rds",
    "DescribeDBInstances DescribeDBClusters DescribeDBSnapshots DescribeDBClusterSnapshots DescribeDBSubnetGroups DescribeDBParameterGroups DescribeEvents DescribeOptionGroups DescribeReservedDBInstances DescribeExportTasks",
  ],
  [
    "dynamodb",
    "ListTables DescribeTable ListBackups ListGlobalTables DescribeLimits ListExports ListImports DescribeContinuousBackups",
  ],
  [
    "ecs",
    "ListClusters ListServices ListTaskDefinitions ListTasks DescribeClusters DescribeTaskDefinition ListContainerInstances ListAccountSettings",
  ],
  ["eks", "ListClusters DescribeCluster ListNodegroups ListFargateProfiles ListAddons ListAccessEntries"],
  [
    "ecr",
    "DescribeRepositories GetAuthorizationToken ListImages GetRepositoryPolicy DescribeRegistry DescribeImages GetRegistryPolicy",
  ],
  [
    "cloudtrail",
    "DescribeTrails ListTrails GetTrailStatus GetEventSelectors LookupEvents ListChannels ListEventDataStores GetInsightSelectors",
  ],
  [
    "guardduty",
    "ListDetectors GetDetector ListFindings ListMembers ListIPSets ListThreatIntelSets ListFilters GetAdministratorAccount",
  ],
  ["securityhub", "DescribeHub GetFindings ListMembers GetEnabledStandards GetInsights ListEnabledProductsForImport"],
  [
    "config",
    "DescribeConfigurationRecorders DescribeConfigRules DescribeDeliveryChannels ListDiscoveredResources DescribeConfigurationRecorderStatus DescribeConformancePacks",
  ],
  [
    "organizations",
    "DescribeOrganization ListAccounts ListRoots ListPolicies ListDelegatedAdministrators ListHandshakesForAccount",
  ],
  [
    "cloudformation",
    "ListStacks DescribeStacks GetTemplate ListExports ListStackSets DescribeStackResources ListImports",
  ],
  ["sns", "ListTopics ListSubscriptions GetTopicAttributes ListPlatformApplications GetSMSAttributes"],
  ["sqs", "ListQueues GetQueueAttributes ListQueueTags ListDeadLetterSourceQueues"],
  [
    "ses",
    "ListIdentities GetSendQuota GetAccount ListEmailIdentities ListConfigurationSets ListTemplates GetSendStatistics",
  ],
  ["route53", "ListHostedZones ListResourceRecordSets ListHealthChecks ListTrafficPolicies GetHostedZoneCount"],
  ["cloudfront", "ListDistributions ListOriginAccessControls ListFunctions ListKeyGroups ListCachePolicies"],
  [
    "logs",
    "DescribeLogGroups DescribeLogStreams DescribeMetricFilters DescribeSubscriptionFilters DescribeDestinations DescribeResourcePolicies",
  ],
  ["monitoring", "DescribeAlarms ListMetrics ListDashboards DescribeAnomalyDetectors ListMetricStreams"],
  [
    "elasticloadbalancing",
    "DescribeLoadBalancers DescribeTargetGroups DescribeListeners DescribeSSLPolicies DescribeRules",
  ],
  ["autoscaling", "DescribeAutoScalingGroups DescribeLaunchConfigurations DescribePolicies DescribeScheduledActions"],
  ["elasticache", "DescribeCacheClusters DescribeReplicationGroups DescribeSnapshots DescribeUsers"],
  ["redshift", "DescribeClusters DescribeClusterSnapshots DescribeClusterSubnetGroups DescribeEventSubscriptions"],
  ["athena", "ListWorkGroups ListDataCatalogs ListQueryExecutions ListNamedQueries GetWorkGroup"],
  [
    "glue",
    "GetDatabases GetTables GetConnections GetJobs GetCrawlers GetDataCatalogEncryptionSettings GetDevEndpoints",
  ],
  ["states", "ListStateMachines ListActivities DescribeStateMachine ListExecutions"],
  ["events", "ListRules ListEventBuses ListTargetsByRule ListArchives ListConnections"],
  ["sagemaker", "ListNotebookInstances ListEndpoints ListModels ListTrainingJobs ListDomains"],
  [
    "bedrock",
    "ListFoundationModels ListCustomModels GetModelInvocationLoggingConfiguration ListProvisionedModelThroughputs",
  ],
  ["codebuild", "ListProjects ListBuilds ListSourceCredentials ListReportGroups"],
  ["backup", "ListBackupVaults ListBackupPlans ListRecoveryPointsByBackupVault ListProtectedResources"],
  ["account", "GetContactInformation GetAlternateContact ListRegions"],
  ["support", "DescribeCases DescribeTrustedAdvisorChecks DescribeSeverityLevels"],
];
