import { textAt, valueAt } from "../cloudtrail/record";

/** A leak that AWS announces: one notice names one or more keys. */
export interface ExposedKeys {
  /** ARN of the AWS Health event; the same notice may come several times, under several envelope ids. */
  readonly eventArn: string;
  /** Id of the EventBridge envelope; undefined where it has none. */
  readonly envelopeId: string | undefined;
  /** For example `AWS_RISK_CREDENTIALS_EXPOSED`. */
  readonly code: string;
  /** Account that the notice is for. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** When AWS sent the notice; undefined where that can't be told. */
  readonly atMs: number | undefined;
  /** Access key ids, each once. */
  readonly accessKeyIds: readonly string[];
  /** Other things that the notice names, for people. */
  readonly others: readonly string[];
}

const accessKeyId = /^[A-Z]{4}[A-Z0-9]{12,124}$/;

/** Health names at most one hundred entities in one event. https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html */
const mostEntities = 100;

/**
 * Reads an EventBridge event of AWS Health's risk service. Undefined for an event of another kind; throws an Error where it
 * is one and can't be read, so that it is kept.
 * https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
 */
export function exposedKeysOf(event: unknown): ExposedKeys | undefined {
  const code = textAt(event, "detail", "eventTypeCode");
  if (textAt(event, "source") !== "aws.health" || code?.startsWith("AWS_RISK_CREDENTIALS_") !== true) return undefined;
  const eventArn = textAt(event, "detail", "eventArn");
  if (eventArn === undefined) throw new Error("malformed AWS Health event: it has no eventArn");
  const listed = valueAt(event, "detail", "affectedEntities");
  const entities = (Array.isArray(listed) ? listed : [])
    .slice(0, mostEntities)
    .flatMap((entity: unknown) => textAt(entity, "entityValue")?.trim() ?? []);
  const distinct = [...new Set(entities)];
  const sentAtMs = Date.parse(textAt(event, "time") ?? "");
  return {
    eventArn,
    envelopeId: textAt(event, "id"),
    code,
    account: textAt(event, "detail", "affectedAccount") ?? textAt(event, "account"),
    region: textAt(event, "detail", "eventRegion") ?? textAt(event, "region"),
    atMs: Number.isFinite(sentAtMs) ? sentAtMs : undefined,
    accessKeyIds: distinct.filter((entity) => accessKeyId.test(entity)),
    others: distinct.filter((entity) => !accessKeyId.test(entity)),
  };
}
