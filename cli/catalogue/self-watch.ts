import type { OwnAlarmKind } from "../../core/self-watch/alarms";
import { ownAlarms } from "../../core/self-watch/alarms";
import type { Detection } from "./detection";

/** An alarm of the watch on Warden itself; its runbook stands in full on its page. */
function own(
  kind: OwnAlarmKind,
  details: Pick<Detection, "what" | "why" | "condition" | "runbook" | "mute">,
): Detection {
  return {
    ...details,
    chapter: "The trail and Warden itself",
    title: ownAlarms[kind].title,
    by: `alarm \`${kind}\``,
    severity: "as the alert topic is read",
    page: "self-watch.md",
  };
}

/** What is told of Warden's own functions, messages and records. */
export const selfWatchDetections: readonly Detection[] = Object.freeze([
  own("function-errors", {
    what: "Functions have failed in each of three periods of five minutes.",
    why: "What fails is tried again and again, and nobody is told of anything meanwhile.",
    condition: "Lambda's own count of errors, over ten functions at most",
    runbook: [
      "See on the dashboard which function it is, and read its log from the first error on.",
      "Mend what it says: a permission, a secret, a time-out, a table.",
      "Play what was given up again: `warden redrive FUNCTION --stack NAME`.",
    ],
    mute: "`selfWatch.errors`",
  }),
  own("function-throttles", {
    what: "Lambda has held functions back in each of three periods of five minutes.",
    why: "What comes late is told late, and no action follows it.",
    condition: "Lambda's own count of throttles, over ten functions at most",
    runbook: [
      "See on the dashboard which function it is, and whether its runs have become longer.",
      "A storm goes by; if it lasts, find in the causes who makes it.",
      "Where it is the account's limit, have it raised.",
    ],
    mute: "`selfWatch.throttles`",
  }),
  own("failed-deliveries", {
    what: "Slack, or a topic that mails people, has not taken a message.",
    why: "A message that nobody gets is none.",
    condition: "lines of the functions' own logs, and SNS's count of failed notifications",
    runbook: [
      "Read in the function's log what Slack answered; put a new webhook or token into the secret where it is gone.",
      "See on the dashboard whether a topic fails, and compare its key's policy with the preview.",
      "Play what waits again: `warden redrive post-denials --stack NAME`.",
    ],
    mute: "`selfWatch.deliveries`",
  }),
  own("silence", {
    what: "No CloudTrail record has come for hours.",
    why: "Without records nothing is detected, whatever happens.",
    condition: "no event in the trail's log group, or no announcement of a file, for `selfWatch.silentAfter`",
    runbook: [
      "Ask CloudTrail whether the trail logs, and what its last errors were.",
      "See whether it still writes where the stack file says.",
      "Search the event history for `StopLogging`, `UpdateTrail`, `PutEventSelectors` and `DeleteLogGroup`.",
      "Look at the time without records by other means: GuardDuty, flow logs, the event history.",
    ],
    mute: "`selfWatch.silentAfter`",
  }),
]);
