import { cisAlarm, securityHubUnauthorizedPattern } from "../../core/cis-alarms";
import { failedSignInCode, subscriptionPattern } from "../../core/cloudtrail/error-code";
import { enumerationCauses, spreadAccounts } from "../../core/denials/ledger";
import type { Detection } from "./detection";

const common = Object.freeze({ chapter: "Denied calls", by: "post-denials", page: "denied-calls.md" } as const);

const mute =
  "`denials.mute` with source, event, principal, account, address or error, an owner, a reason and an expiry; " +
  "muted events are counted in the daily digest. What can't be muted is on the page";

/** What `post-denials` tells of, and the alarm beside it. */
export const deniedCallDetections: readonly Detection[] = Object.freeze([
  {
    ...common,
    title: "A denied call",
    severity: "info (guard-rails, AWS's own services), low, high (privileges or secrets without the permission)",
    what: "A caller was refused an action. Equal refusals are one message with a count for as long as a window is open.",
    why: "Somebody lacks a permission, or somebody is finding out what a credential can do.",
    pattern: subscriptionPattern,
    condition: "what the text lets through beyond denials (dry runs, throttling) is sorted out by the function",
    runbook: [
      "Read who, what and which policy in the message; its links lead to the events and to the policy.",
      "A deployment or a tool that is known: grant the permission, or stop it from asking.",
      "An agent, an address or an hour that does not fit the caller: go on as for a stolen key.",
    ],
    mute,
  },
  {
    ...common,
    title: "The root user was refused",
    severity: "critical",
    what: "A call of the root user was denied, unless a service made it.",
    why: "Daily work never needs root, and hardly any policy can refuse it anything.",
    runbook: [
      "Ask the few people who have root's password and second factor whether it was one of them.",
      "It was not: change root's password, delete its access keys, check its e-mail address and its MFA device.",
      "Look at every call of root in the last days, the successful ones first.",
    ],
    mute: "it can't be muted",
  },
  {
    ...common,
    title: "An attempt on logging or detection was refused",
    severity: "critical",
    what: "A call was denied that would have stopped or thinned out CloudTrail, Config, flow logs, GuardDuty or Security Hub.",
    why: "Whoever tries to blind an account means to do something next.",
    runbook: [
      "Find out whose credential it was, and disable it where its owner did not make the call.",
      "See whether the same caller has succeeded at another call since.",
      "An administrator's own attempt: the guard-rail did its work; note why it was made.",
    ],
    mute: "it can't be muted",
  },
  {
    ...common,
    title: "Enumeration",
    severity: "high",
    what: "One principal is denied many different things within a window; all of it is one message.",
    why: "That is what a stolen credential looks like while somebody tries out what it can do.",
    condition: `at least ${enumerationCauses} distinct causes of one principal`,
    runbook: [
      "Look at the addresses and agents in the message: are they those of the credential's owner?",
      "Disable the key or end the sessions where they are not: `warden approve` answers the question that Warden asks.",
      "Look at what was allowed in the same minutes: the calls that were not denied are the harm.",
    ],
    mute: `${mute}. An inventory tool is muted by its principal`,
  },
  {
    ...common,
    title: "One denial in many accounts",
    severity: "that of the denial",
    what: "The same call is refused in the same way in many accounts, or one guard-rail refuses in many accounts: one message.",
    why: "A policy of the organization has changed, or one caller goes from account to account.",
    condition: `at least ${spreadAccounts} accounts`,
    runbook: [
      "One guard-rail is named: ask who changed it, and whether what it refuses is meant.",
      "One caller in many accounts: go on as for enumeration, in the account that the caller comes from.",
    ],
    mute,
  },
  {
    ...common,
    title: "A storm",
    severity: "that of the worst in it",
    what: "More incidents than the hour has messages for: the rest comes in roll-ups, and nothing is dropped.",
    why: "A channel that is flooded is not read.",
    condition: "more than `slack.maxPostsPerHour` messages in an hour",
    runbook: [
      "Begin with what is critical or high: it stands first in the roll-up.",
      "Look for the one change (a policy, a role, a deployment) that made so many refusals at once.",
      "Mute what turns out to be known, with an expiry.",
    ],
    mute,
  },
  {
    ...common,
    title: "Failed sign-ins and credentials that AWS does not accept",
    severity: "low",
    what: `A console sign-in failed (shown as \`${failedSignInCode}\`), or a request came with a signature, a key or a token that is not valid.`,
    why: "One failure is a typing error or a token that ran out. Many are guesses, or a key that was deleted and is still in use.",
    condition: "told with the denied calls, and counted as a failed authentication",
    runbook: [
      "One user from a known address: nothing to do.",
      "Many failures: see whether a success follows from the same address, and have the password changed.",
      "A key that is gone: find the program that still uses it.",
    ],
    mute,
  },
  {
    ...common,
    title: "The compliance alarm",
    by: "alarm `denied-calls`",
    severity: "as the alarm's topic is read",
    what: "The alarm that auditors look for, on the exact text that Security Hub's control compares (`compliance: cis6`: that of CIS 5.1).",
    why: cisAlarm("5.1").why,
    pattern: securityHubUnauthorizedPattern,
    condition: "`denials.alarm`: threshold and period",
    runbook: cisAlarm("5.1").runbook,
    mute: "`compliance: none` takes the alarm away; a mute never changes what it counts",
  },
] satisfies Detection[]);
