import { homeRegion, midnightMs } from "./company";

/** Who calls: everything in a record that depends on the caller alone. */
export interface Caller {
  readonly userIdentity: Readonly<Record<string, unknown>>;
  /** ARN as IAM's error messages name it. */
  readonly arn: string;
  readonly address: string;
  readonly agent: string;
}

/** One call as the story tells it; what every record has besides is filled in by `buildRecord`. */
export interface Call {
  readonly atMs: number;
  readonly caller: Caller;
  /** `service.amazonaws.com` without the ending. */
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly readOnly: boolean;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
  /** Fields that only this kind of record has, or has otherwise. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

const readingVerb =
  /^(?:Get|List|Describe|Head|Lookup|Search|Query|Scan|BatchGet|Simulate|Filter|Check|Assume|Decrypt|Verify)/;

export function isReading(action: string): boolean {
  return readingVerb.test(action);
}

/** The time of the day at which something happens: 9:30 is `clock(9, 30)`. */
export function clock(hour: number, minute: number, second = 0): number {
  return midnightMs + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** A call in the home region that succeeds. */
export function allowed(atMs: number, caller: Caller, service: string, action: string, request?: unknown): Call {
  return { atMs, caller, service, action, region: homeRegion, readOnly: isReading(action), request };
}
