import * as pulumi from "@pulumi/pulumi";

import { formatProblems } from "./core/configuration/problem";
import { namespaceValues, parseConfiguration } from "./core/configuration/parse";
import { accountLookUp } from "./stacks/account-look-up";
import { actionsTable, declareActions } from "./stacks/actions";
import { declareApprovals } from "./stacks/approvals";
import { declareBenchmarkAlarms } from "./stacks/benchmark-alarms";
import { declareCheckMembers } from "./stacks/check-members";
import { commandTargets as targetsOfCommands } from "./stacks/command-targets";
import { declareComplianceAlarms } from "./stacks/compliance-alarm";
import { countrySource } from "./stacks/country-source";
import { declareDashboard } from "./stacks/dashboard";
import { declareDisableKey } from "./stacks/disable-key";
import { encryptionKey } from "./stacks/encryption-key";
import { declareExposedKeys } from "./stacks/exposed-keys";
import { declareForwardEvents, declareForwardQueue } from "./stacks/forward-events";
import { declareForwarding } from "./stacks/forwarding";
import { declareGuardDuty } from "./stacks/guard-duty";
import { declareHubBus } from "./stacks/hub-bus";
import { declareIncidents } from "./stacks/incidents";
import { declaredLinks } from "./stacks/links";
import { declareLogFiles } from "./stacks/log-files";
import { declareOpenIngress } from "./stacks/open-ingress";
import { completeOwnRoles } from "./stacks/own-roles";
import { declareProbe } from "./stacks/probe";
import { declarePublicBuckets } from "./stacks/public-buckets";
import { declareRespondToFinding } from "./stacks/respond-to-finding";
import { declareSelfWatch } from "./stacks/self-watch";
import { slackAccess } from "./stacks/slack-access";
import { declareSuspiciousKeys } from "./stacks/suspicious-keys";
import { declareTicketCallback } from "./stacks/ticket-callback";
import { declareTickets } from "./stacks/tickets";
import { WardenTopic } from "./stacks/topic";
import { trailLogGroup } from "./stacks/trail";
import { declareTamperingQueue, declareTrailTampering } from "./stacks/trail-tampering";
import { wardenContext } from "./stacks/warden-context";
import { declareTrailWatch } from "./stacks/watch-trail";

const parsed = parseConfiguration(namespaceValues(pulumi.runtime.allConfig()));
if ("problems" in parsed) throw new pulumi.RunError(formatProblems(parsed.problems));

const { configuration } = parsed;
const place = wardenContext(pulumi.getProject(), pulumi.getStack(), configuration);
const context = {
  ...place,
  forwardQueue: declareForwardQueue(place),
  accountLookUp: accountLookUp(place, actionsTable),
};
const kmsKeyArn = encryptionKey(context);

const alertTopic = new WardenTopic(
  "alerts",
  {
    displayName: `API Warden ${pulumi.getStack()}`,
    kmsKeyArn,
    publishingServices: ["cloudwatch.amazonaws.com"],
    emails: configuration.emails,
  },
  context,
);
const complianceTopic = new WardenTopic(
  "compliance",
  {
    displayName: `API Warden ${pulumi.getStack()} compliance`,
    kmsKeyArn,
    publishingServices: ["cloudwatch.amazonaws.com"],
    emails: configuration.complianceEmails,
  },
  context,
);

const logGroup = trailLogGroup(context, kmsKeyArn);
const complianceAlarms = declareComplianceAlarms(context, logGroup, complianceTopic.arn);
const logFiles = declareLogFiles(context, { logGroup, kmsKeyArn, alertTopicArn: alertTopic.arn });
const shared = { logGroup, alertTopicArn: alertTopic.arn, kmsKeyArn, slack: slackAccess(context) };
const country = countrySource(configuration);
const describeAlarm = declareBenchmarkAlarms(context, { ...shared, country });

const actions = declareActions(context, shared);
const incidents = declareIncidents(context, kmsKeyArn);
const suspiciousKeys = declareSuspiciousKeys(context, kmsKeyArn);
const disableKey = declareDisableKey(context, { actions, suspiciousKeys, incidents, country });
const respondToExposedKey = declareExposedKeys(context, { actions, suspiciousKeys });
const respondToFinding = declareRespondToFinding(context, { actions, suspiciousKeys });
declareGuardDuty(context, { respondToFinding });
const openIngress = declareOpenIngress(context, { actions, incidents });
const publicBuckets = declarePublicBuckets(context, actions);
const tamperingQueue = declareTamperingQueue(context);
const handOnTo = {
  "revoke-open-ingress": openIngress.wakeQueue,
  "block-public-bucket": publicBuckets.wakeQueue,
  "restart-trail": tamperingQueue,
};
const trailWatch = declareTrailWatch(context, { ...shared, actions, suspiciousKeys, handOnTo, country });
const probe = declareProbe(context, {
  ...shared,
  complianceTopicArn: complianceTopic.arn,
  denials: trailWatch.denials,
  alarms: complianceAlarms,
});
const tickets = declareTickets(context, { incidents, alertTopicArn: alertTopic.arn });
const ticketCallback = declareTicketCallback(context, { actions, suspiciousKeys, tickets });
const forwardEvents = declareForwardEvents(context, alertTopic.arn);
declareForwarding(context);
const trailTampering = declareTrailTampering(context, { actions, incidents, wakeQueue: tamperingQueue });
const hubBus = declareHubBus(context, {
  "respond-to-exposed-key": respondToExposedKey,
  "respond-to-finding": respondToFinding,
  "revoke-open-ingress": openIngress.target,
  "block-public-bucket": publicBuckets.target,
  "restart-trail": trailTampering.target,
});
const checkMembers = hubBus && declareCheckMembers(context, actions, hubBus);
const reaching = [disableKey, openIngress, publicBuckets, trailTampering];
const wakeQueues = {
  "disable-key": disableKey.wakeQueue,
  "revoke-sessions": disableKey.wakeQueue,
  "revoke-ingress": openIngress.wakeQueue,
  "restart-trail": trailTampering.wakeQueue,
  "block-public-access": publicBuckets.wakeQueue,
};
const approvals = declareApprovals(context, actions, wakeQueues);
const commandParts = { actions, wakeQueues, profiles: trailWatch.profiles };
const functions = {
  ...trailWatch.functions,
  "disable-key": disableKey.target,
  "respond-to-exposed-key": respondToExposedKey,
  "respond-to-finding": respondToFinding,
  "restart-trail": trailTampering.target,
  "block-public-bucket": publicBuckets.target,
  "revoke-open-ingress": openIngress.target,
  probe,
  ...(checkMembers === undefined ? {} : { "check-members": checkMembers }),
  ...(describeAlarm === undefined ? {} : { "describe-alarm": describeAlarm }),
  ...(approvals === undefined ? {} : { "approve-action": approvals.target }),
  ...(forwardEvents === undefined ? {} : { "forward-events": forwardEvents }),
  ...(tickets === undefined ? {} : { "open-ticket": tickets.target }),
  ...(ticketCallback === undefined ? {} : { "ticket-callback": ticketCallback.target }),
};
const watched = {
  functions: Object.values(functions),
  ...{ alertTopic, complianceTopic, logGroup, filesQueueArn: trailWatch.filesQueueArn },
};
completeOwnRoles(context);
declareSelfWatch(context, watched);

export const trailLogGroupName = logGroup?.name;
export const alertTopicArn = alertTopic.arn;
export const complianceTopicArn = complianceTopic.arn;
export const postDenialsName = trailWatch.functions["post-denials"]?.function.name;
export const suspiciousKeysTopicArn = suspiciousKeys.arn;
export const incidentsTopicArn = incidents.arn;
export const logFilesQueueUrl = logFiles?.queue.url;
export const logFilesDeadLetterQueueUrl = logFiles?.deadLetterQueue.url;
export const hubBusArn = hubBus?.arn;
export const hubRoleArns =
  checkMembers && [...reaching.map(({ target }) => target), checkMembers].map(({ role }) => role.arn);
export const approvalsUrl = approvals?.url;
export const ticketCallbackUrl = ticketCallback?.url;
export const dashboardUrl = declareDashboard(context, watched);
export const commandTargets = targetsOfCommands(context, commandParts, functions);
export const links = declaredLinks(context);
