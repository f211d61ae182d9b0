/** When the probe makes its call each day, in UTC: a fixed minute, so that people know the alarm of that hour. */
export const probeTime = "07:17";

/** At that time, and 35 minutes later, when CloudTrail has delivered. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export const probeSchedule = "cron(17,52 7 * * ? *)";
