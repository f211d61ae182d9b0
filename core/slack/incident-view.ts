import type { Denial } from "../denials/denial";
import type { Severity } from "../denials/severity";
import type { ConsolePortal } from "./console-portal";

/** One incident as a message tells it. Plain JSON, so that it can be kept between invocations. Texts may be hostile. */
export interface IncidentView {
  /** `self`: Warden's own calls were denied. `spread`: the same denial in many accounts. `unreadable`: not a CloudTrail record. */
  readonly kind: "cause" | "enumeration" | "spread" | "self" | "unreadable";
  readonly severity: Severity;
  /** Latest or first denial of the incident. */
  readonly sample: Denial;
  /** Events in all. */
  readonly count: number;
  /** Of them, new in this message. */
  readonly newCount: number;
  /** ISO 8601 in UTC. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** Up to 10, as "ec2:RunInstances", for `enumeration` and `self`. */
  readonly actions: readonly { readonly name: string; readonly count: number }[];
  readonly actionCount: number;
  readonly serviceCount: number;
  readonly accountCount: number;
  readonly addressCount: number;
  readonly sessionCount: number;
  /** Up to 10. */
  readonly accounts: readonly string[];
  /** Up to 5; `country` as ISO 3166-1 alpha-2, absent when unknown. */
  readonly addresses: readonly { readonly address: string; readonly count: number; readonly country?: string }[];
  /** Up to 3. */
  readonly sessions: readonly string[];
  /** Own sentences; names in them stand in backticks. */
  readonly notes: readonly string[];
  /** The trail's log group and the region that it is in; without both there is no link to Logs Insights. */
  readonly logGroup?: string;
  readonly homeRegion?: string;
  /** What console links lead through; they lead to the console itself without it. */
  readonly portal?: ConsolePortal;
  /** Own sentence on the country data, for example its age. */
  readonly countryNote?: string;
  /** In a digest: an earlier message spoke of this incident. */
  readonly openedBefore?: boolean;
}
