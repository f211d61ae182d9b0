/** What AWS asks for one unit. */
export interface Price {
  readonly dollars: number;
  /** As a bill shows it. */
  readonly unit: string;
  /** AWS's page with the price. */
  readonly page: string;
}

/** The prices are those of this region; others differ, mostly upwards. */
export const priceRegion = "us-east-1";

/** Year and month in which the list was drawn up. */
export const pricesAsOf = "2026-06";

const million = 1_000_000;

/**
 * AWS's list prices, first tier, without free tiers, free trials and discounts: an account may have used them up elsewhere.
 * The one exception is in the model: a trail's first copy of management events is free for everybody.
 */
export const prices = Object.freeze({
  trailCopy: price(2 / 100_000, "event", "https://aws.amazon.com/cloudtrail/pricing/"),
  logIngestion: price(0.5, "GB", "https://aws.amazon.com/cloudwatch/pricing/"),
  logStorage: price(0.03, "GB-month", "https://aws.amazon.com/cloudwatch/pricing/"),
  metric: price(0.3, "metric", "https://aws.amazon.com/cloudwatch/pricing/"),
  alarm: price(0.1, "alarm metric", "https://aws.amazon.com/cloudwatch/pricing/"),
  dashboard: price(3, "dashboard", "https://aws.amazon.com/cloudwatch/pricing/"),
  invocation: price(0.2 / million, "request", "https://aws.amazon.com/lambda/pricing/"),
  compute: price(0.0000133334, "GB-second (arm64)", "https://aws.amazon.com/lambda/pricing/"),
  mail: price(2 / 100_000, "e-mail", "https://aws.amazon.com/sns/pricing/"),
  queueRequest: price(0.4 / million, "request", "https://aws.amazon.com/sqs/pricing/"),
  tableWrite: price(0.625 / million, "write unit", "https://aws.amazon.com/dynamodb/pricing/on-demand/"),
  tableRead: price(0.125 / million, "read unit", "https://aws.amazon.com/dynamodb/pricing/on-demand/"),
  key: price(1, "key version", "https://aws.amazon.com/kms/pricing/"),
  keyRequest: price(0.03 / 10_000, "request", "https://aws.amazon.com/kms/pricing/"),
  secret: price(0.4, "secret", "https://aws.amazon.com/secrets-manager/pricing/"),
  objectStorage: price(0.023, "GB-month", "https://aws.amazon.com/s3/pricing/"),
  objectWrite: price(0.005 / 1_000, "PUT request", "https://aws.amazon.com/s3/pricing/"),
  managementEventAnalysis: price(4 / million, "event", "https://aws.amazon.com/guardduty/pricing/"),
  dataEventAnalysis: price(0.8 / million, "event", "https://aws.amazon.com/guardduty/pricing/"),
  networkLogAnalysis: price(1, "GB", "https://aws.amazon.com/guardduty/pricing/"),
  sentEvent: price(1 / million, "event", "https://aws.amazon.com/eventbridge/pricing/"),
});

export type PriceName = keyof typeof prices;

function price(dollars: number, unit: string, page: string): Price {
  return Object.freeze({ dollars, unit, page });
}
