/** What happens in the watched accounts. */
export interface Volume {
  readonly eventsPerDay: number;
  /** Of a record's JSON. */
  readonly bytesPerEvent: number;
  /** Share of calls with long-term keys, 0 to 1. */
  readonly longTermKeyShare: number;
  /** Share of calls that were denied, 0 to 1. */
  readonly deniedShare: number;
}

/** An account of medium size, where nothing is said of the user's own. */
export const typicalVolume: Volume = Object.freeze({
  eventsPerDay: 100_000,
  bytesPerEvent: 1_450,
  longTermKeyShare: 0.05,
  deniedShare: 0.02,
});

/** 365 days in twelve months, as AWS's own calculator has it. */
export const daysPerMonth = 365 / 12;

/** What neither the program nor a trail says. Each is said in docs/cost.md, and a little too high rather than too low. */
export const assumptions = Object.freeze({
  /** How long a function runs for one event or tick, cold starts among them. */
  secondsPerInvocation: 0.3,
  /** What it writes into its log each time, Lambda's own three lines among it. */
  logBytesPerInvocation: 600,
  /** One event in so many is what an EventBridge rule waits for. */
  eventsPerRuleMatch: 2_000,
  /** Reads and writes of tables for an event, and reads for a tick of a clock. */
  tableWritesPerEvent: 4,
  tableReadsPerEvent: 6,
  tableReadsPerTick: 2,
  /** Mails that each address gets. */
  mailsPerDay: 10,
  /** Lambda polls a queue with five readers, each of which waits 20 s. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
  pollsPerMinute: 15,
  /** Regions that are on in an account unless it is changed; each has files of its own. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
  regions: 17,
  /** CloudTrail writes a file about every five minutes. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html */
  filesPerHour: 12,
  /** How small records become, in files and in a log group. */
  compression: 0.15,
  /** Months that files are there when the bucket's bill is looked at: nothing deletes them. */
  monthsOfFiles: 12,
  /** GuardDuty's upper end: calls on objects for each management event, and bytes of its network logs for it. */
  dataEventsPerEvent: 10,
  networkLogBytesPerEvent: 1_000,
});
