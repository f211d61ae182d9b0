import type { Configuration } from "../configuration/configuration";

/** The name in a log group's name or ARN. */
export function logGroupName(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn.split(":").slice(6).join(":").replace(/:\*$/, "") : nameOrArn;
}

/** A secret that a setting names, and what reads it. */
export interface NamedSecret {
  readonly setting: string;
  /** Name or ARN. */
  readonly id: string;
}

/** Every secret that functions read by a name in the settings. */
export function namedSecrets(configuration: Configuration): NamedSecret[] {
  const { slack, memberRole, accountLookUp, jira, splunk } = configuration;
  const { destination } = slack;
  const named: readonly (readonly [string, string | undefined])[] = [
    ["slack.webhookSecret", destination.kind === "webhook" ? destination.webhookSecret : undefined],
    ["slack.tokenSecret", destination.kind === "app" ? destination.tokenSecret : undefined],
    ["slack.signingSecret", slack.interactive ? slack.signingSecret : undefined],
    ["memberRole.externalIdSecret", memberRole?.externalIdSecret],
    ["organization.externalIdSecret", accountLookUp?.role?.externalIdSecret],
    ["jira.tokenSecret", jira?.tokenSecret],
    ["jira.callbackSecret", jira?.callbackSecret],
    ["splunk.tokenSecret", splunk?.tokenSecret],
  ];
  return named.flatMap(([setting, id]) => (id === undefined ? [] : [{ setting, id }]));
}
