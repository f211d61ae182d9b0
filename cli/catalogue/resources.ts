import { exemptTag, exemptUntilTag } from "../../core/ingress/exemption";
import {
  exposingPattern,
  openedGroupsPattern,
  ownPartsPattern,
  tamperingPattern,
} from "../../core/members/event-patterns";
import type { Detection } from "./detection";

const ownTrail = Object.freeze({ chapter: "The trail and Warden itself", page: "trail-tampering.md" } as const);

/** What is told of groups, buckets, trails and Warden's own parts. */
export const resourceDetections: readonly Detection[] = Object.freeze([
  {
    chapter: "Resources",
    title: "A security group open to the world",
    by: "revoke-open-ingress",
    severity: "that of the verdict",
    what: "A rule lets the whole world in on a port that `ingress` does not allow; all groups are looked at by the clock, too.",
    why: "Whatever listens behind such a rule is found within minutes by those who look for it all day.",
    pattern: openedGroupsPattern,
    condition: "ports other than `ingress.tcp`, `ingress.udp` and `ingress.icmp`, from anywhere",
    runbook: [
      "Ask who opened it whether it is meant, and for how long.",
      "It is not: answer Warden's question with yes, or revoke the rule; the message has its id.",
      "See what listens behind the group, and who has connected meanwhile (flow logs).",
      "It is: exempt it with a ticket and a date, or let it in from known addresses alone.",
    ],
    mute: `\`ingress.exempt\`, the tags \`${exemptTag}\` and \`${exemptUntilTag}\`, \`protected\``,
    page: "open-ingress.md",
  },
  {
    chapter: "Resources",
    title: "A public bucket",
    by: "block-public-bucket",
    severity: "that of the verdict",
    what: "A change of a bucket's policy, ACL or block has made it public, by S3's own reading.",
    why: "What is public is copied, and a copy can't be taken back.",
    pattern: exposingPattern,
    condition: "what S3 answers of policy, ACL and blocks after the change",
    runbook: [
      "Ask who changed it whether the bucket is to be public, and look at what it holds.",
      "It is not: answer Warden's question with yes; all four settings of the bucket's block are put in place.",
      "Look in the server access log or the data events at who has read it meanwhile.",
      "It is: exempt it with a ticket and a date, and keep nothing else in it.",
    ],
    mute: `the tag \`${exemptTag}\` on the bucket, \`protected\``,
    page: "public-buckets.md",
  },
  {
    ...ownTrail,
    title: "A trail that records less",
    by: "restart-trail",
    severity:
      "red where the trail is gone or records something else, else that of the verdict; blue for Warden's own deployment",
    what: "Logging was stopped, the trail deleted, or its selectors changed. Whether it logs is looked at by the clock, too.",
    why: "Without a trail nobody sees what comes next, Warden included.",
    pattern: tamperingPattern,
    runbook: [
      "Start logging where Warden has not done it: the message has the command.",
      "Find out who made the call, and disable that credential where nobody knows of it.",
      "A deleted trail is for people to make anew: on a bucket and with a key that you have looked at first.",
      "Look at the time without records by other means: GuardDuty, flow logs, billing.",
    ],
    mute: "changes by the principal that deploys the stack, through Pulumi, are told of in blue; `protected` keeps a trail as it is",
  },
  {
    ...ownTrail,
    title: "A part of Warden was changed",
    by: "restart-trail",
    severity: "red, and by mail",
    what: "A rule, filter, alarm, log group, function or detector of the stack was taken away or changed.",
    why: "A watchman is switched off before the break-in.",
    pattern: ownPartsPattern,
    condition: "the call names a part of this stack",
    runbook: [
      "Ask whoever deploys the stack whether it was them, by hand.",
      "It was not: disable the credential that made the call, then put the part back with `npm run deploy`.",
      "Look at what happened between the change and now: nothing told you of it.",
    ],
    mute: "deployments are only written to the function's log",
  },
  {
    ...ownTrail,
    title: "A dead letter",
    by: "an alarm on the dead-letter queue of each function",
    severity: "as the alert topic is read",
    what: "A function has failed three times on an event, or could not tell people of it: the event waits in its queue.",
    why: "What waits there nobody was told of.",
    condition: "a message in the queue",
    runbook: [
      "Read the reason in the function's log; the alarm's name says whose queue it is.",
      "Mend it (a token, a permission, a quota), then `warden redrive FUNCTION --stack NAME`.",
      "Late events lead to no action: look at what they say yourself.",
    ],
    mute: "none",
    page: "denied-calls.md",
  },
  {
    ...ownTrail,
    title: "A denied call that did not come through",
    by: "probe",
    severity: "as the channel is read that still works: Slack, the alert topic, or both",
    what: "The harmless denied call of 07:17 UTC did not come out at the other end, Slack would take no message, a topic has no reader, or the alarm on denied calls did not go off.",
    why: "A broken link is silent: nothing is told, as on a quiet day.",
    condition: "the call of the day, 35 minutes later",
    runbook: [
      "Run `warden verify --stack NAME`: it names the broken link.",
      "Mend it: mostly `npm run deploy` puts back what is missing; a webhook or token is made anew in Slack.",
      "Look at what was denied meanwhile: the trail's log group has it.",
    ],
    mute: "none",
    page: "verify.md",
  },
] satisfies Detection[]);
