import { frozenAlarm } from "./alarm";
import type { CisAlarm } from "./alarm";

/** Alarms on what keeps records and data. */
export const recordAlarms: readonly CisAlarm[] = Object.freeze([
  frozenAlarm({
    id: "5.5",
    title: "Changes to CloudTrail",
    severity: "critical",
    pattern:
      "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
    why: "Without the trail nobody sees what comes next. Whoever wants to stay unseen begins here. Event selectors can blind a trail as well, and this alarm misses them.",
    runbook: [
      "See that the trail exists, logs, covers all regions and writes to the right bucket: aws cloudtrail get-trail-status --name TRAIL.",
      "It does not: start it again (aws cloudtrail start-logging --name TRAIL), and treat the caller's credentials as stolen.",
      "Read what happened while it was off from the event history, which nobody can switch off.",
    ],
    technique: { id: "T1562.008", name: "Impair Defenses: Disable or Modify Cloud Logs" },
  }),
  frozenAlarm({
    id: "5.7",
    title: "KMS keys disabled or scheduled for deletion",
    severity: "high",
    pattern: "{($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }",
    why: "What a disabled key has encrypted can't be read, and after its deletion never again.",
    runbook: [
      "Nobody planned it: aws kms cancel-key-deletion --key-id KEY within the waiting period of 7 to 30 days, then aws kms enable-key --key-id KEY.",
      "See which services failed to decrypt in the meantime.",
      "Look at the caller's other calls: destroyed backups beside it point to extortion.",
    ],
    technique: { id: "T1485", name: "Data Destruction" },
  }),
  frozenAlarm({
    id: "5.8",
    title: "Changes to S3 bucket policies",
    severity: "high",
    pattern:
      "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || ($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || ($.eventName = DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }",
    why: "A bucket's policy, ACL or replication decides who reads its objects, and where copies of them go.",
    runbook: [
      "Look at the bucket as it is now: aws s3api get-bucket-policy-status --bucket BUCKET, and where it replicates to.",
      "Open, or copied to an account that is not yours: put the earlier policy back, and block public access.",
      "Find out from the bucket's access logs or data events what was read in the meantime.",
    ],
    technique: { id: "T1530", name: "Data from Cloud Storage" },
  }),
  frozenAlarm({
    id: "5.9",
    title: "Changes to AWS Config",
    severity: "high",
    pattern:
      "{ ($.eventSource = config.amazonaws.com) && (($.eventName=StopConfigurationRecorder)||($.eventName=DeleteDeliveryChannel)||($.eventName=PutDeliveryChannel)||($.eventName=PutConfigurationRecorder)) }",
    why: "Where AWS Config does not record, changes leave no history and its rules judge what is no longer true. Deleting the recorder itself is a call that this alarm misses.",
    runbook: [
      "See whether it records: aws configservice describe-configuration-recorder-status.",
      "It does not, and nobody planned that: aws configservice start-configuration-recorder --configuration-recorder-name NAME, and have its delivery channel put back.",
      "Look at what the caller changed while nothing was recorded.",
    ],
    technique: { id: "T1562.001", name: "Impair Defenses: Disable or Modify Tools" },
  }),
]);
