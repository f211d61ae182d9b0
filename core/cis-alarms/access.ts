import { frozenAlarm } from "./alarm";
import type { CisAlarm } from "./alarm";

/** Alarms on who gets in and what they may do. */
export const accessAlarms: readonly CisAlarm[] = Object.freeze([
  frozenAlarm({
    id: "5.1",
    title: "Unauthorised API calls",
    severity: "low",
    pattern:
      '{ ($.errorCode="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket") }',
    why: "Whoever tries what they have no permission for either lacks one, or is finding out what a stolen credential can do.",
    runbook: [
      "Read the summary of denied calls for the same time: it names caller, call and policy.",
      "Many different actions of one caller within minutes: treat its credentials as stolen.",
      "One action again and again: grant the permission, or stop whatever calls.",
    ],
    technique: { id: "T1580", name: "Cloud Infrastructure Discovery" },
  }),
  frozenAlarm({
    id: "5.2",
    title: "Console sign-in without MFA",
    severity: "high",
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
    why: "A password alone opened the console, or tried to. Sign-ins through an identity provider show up too, because CloudTrail does not see the second factor that the provider asked for.",
    runbook: [
      "An IAM user: ask its owner whether it was them, and have MFA set up today.",
      "A role by way of the identity provider: check that the provider asks for a second factor.",
      "Nobody knows of it: disable the user's password, and look at what the session did next.",
    ],
    technique: { id: "T1078.004", name: "Valid Accounts: Cloud Accounts" },
  }),
  frozenAlarm({
    id: "5.3",
    title: "Use of the root user",
    severity: "critical",
    pattern:
      '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
    why: "Nothing limits the root user, and daily work never needs it.",
    runbook: [
      "Ask the few people who have root's password and second factor whether it was one of them.",
      "It was: note why, and do the same with a role next time.",
      "It was not: change root's password, delete its access keys, check its e-mail address and MFA device, and call AWS Support.",
    ],
    technique: { id: "T1078.004", name: "Valid Accounts: Cloud Accounts" },
  }),
  frozenAlarm({
    id: "5.4",
    title: "Changes to IAM policies",
    severity: "high",
    pattern:
      "{($.eventName=DeleteGroupPolicy)||($.eventName=DeleteRolePolicy)||($.eventName=DeleteUserPolicy)||($.eventName=PutGroupPolicy)||($.eventName=PutRolePolicy)||($.eventName=PutUserPolicy)||($.eventName=CreatePolicy)||($.eventName=DeletePolicy)||($.eventName=CreatePolicyVersion)||($.eventName=DeletePolicyVersion)||($.eventName=AttachRolePolicy)||($.eventName=DetachRolePolicy)||($.eventName=AttachUserPolicy)||($.eventName=DetachUserPolicy)||($.eventName=AttachGroupPolicy)||($.eventName=DetachGroupPolicy)}",
    why: "A change of one policy can make an ordinary user an administrator, or lock everybody out.",
    runbook: [
      "Find the change in the deployment that was to make it.",
      "There is none: look at what the policy allows now, and put back what it allowed before.",
      "Look at what the caller did before and after; disable its key or end its sessions where it was not its owner.",
    ],
    technique: { id: "T1098.003", name: "Account Manipulation: Additional Cloud Roles" },
  }),
  frozenAlarm({
    id: "5.6",
    title: "Failed console sign-ins",
    severity: "low",
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
    why: "One failure is a typing error. Many, or one for each of many users, are somebody's guesses.",
    runbook: [
      "One user from a known address: nothing to do.",
      "Many failures: see whether a success follows from the same address, and have the password changed.",
      "Users without MFA among those tried: have it set up first.",
    ],
    technique: { id: "T1110", name: "Brute Force" },
  }),
  frozenAlarm({
    id: "5.15",
    title: "Changes to AWS Organizations",
    severity: "high",
    pattern:
      '{ ($.eventSource = organizations.amazonaws.com) && (($.eventName = "AcceptHandshake") || ($.eventName = "AttachPolicy") || ($.eventName = "CreateAccount") || ($.eventName = "CreateOrganizationalUnit") || ($.eventName = "CreatePolicy") || ($.eventName = "DeclineHandshake") || ($.eventName = "DeleteOrganization") || ($.eventName = "DeleteOrganizationalUnit") || ($.eventName = "DeletePolicy") || ($.eventName = "DetachPolicy") || ($.eventName = "DisablePolicyType") || ($.eventName = "EnablePolicyType") || ($.eventName = "InviteAccountToOrganization") || ($.eventName = "LeaveOrganization") || ($.eventName = "MoveAccount") || ($.eventName = "RemoveAccountFromOrganization") || ($.eventName = "UpdatePolicy") || ($.eventName = "UpdateOrganizationalUnit")) }',
    why: "The organisation's policies are the guard-rails of every account in it; an account that leaves it leaves them behind.",
    runbook: [
      "Ask whoever runs the organisation; such changes are planned.",
      "Nobody knows: put the policy or the account back, and look at the caller in the management account.",
    ],
    technique: { id: "T1666", name: "Modify Cloud Resource Hierarchy" },
  }),
]);
