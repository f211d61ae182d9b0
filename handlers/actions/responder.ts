import type {
  ActionName,
  AskReason,
  Mode,
  NotifyReason,
  RefusalReason,
  Signal,
  SkipReason,
  Subject,
} from "../../core/actions/action";
import type { Budget } from "../../core/actions/caps";
import type { ActionRecord } from "../../core/actions/record";
import type { Report } from "../../core/actions/report";
import type { Sight } from "../../core/actions/sight";
import type { IncidentOf } from "./incident";

/** What a request is about, told from the request alone: no look-up, no I/O, never a throw. */
export interface Sighting {
  /** As the request names it; `account` may be unknown here. */
  readonly subject: Subject;
  /**
   * Names the record together with action and subject, so that the same event delivered again finds it: the id of the first
   * event, finding or Health event.
   */
  readonly occasion: string;
  /** All events that led here; at most 200 are kept. */
  readonly eventIds: readonly string[];
  /** By the event's own time; undefined where it can't be told, which counts as stale. */
  readonly seenAtMs: number | undefined;
  readonly budget: Budget;
  /** By the request alone, where nothing more is seen; absent where nothing in it tells it from others. */
  readonly sight?: Sight | undefined;
  /** The more cautious of it and the action's own mode holds; absent where there is none but the action's. */
  readonly modeAtMost?: Mode | undefined;
  /**
   * Whether people were told of what led here, and that the mode or the number of signals may keep it as it is: then a verdict
   * that says only that needs no message of its own.
   */
  readonly isTold?: boolean | undefined;
}

/** What was found out about the subject as it is now. What could not be found out is a `doubt`. */
export interface Facts {
  /** As AWS has it. */
  readonly subject: Subject;
  readonly refusal?: RefusalReason | undefined;
  readonly nothingToDo?: SkipReason | undefined;
  readonly doubt?: NotifyReason | undefined;
  /** Why this may be asked about but never done unasked. */
  readonly askAtMost?: AskReason | undefined;
  /** All that is known against the subject, old ones too; absent for actions that act on what they see. */
  readonly signals?: readonly Signal[] | undefined;
  /** Plain data from which `undo` restores the subject; kept in the record. */
  readonly before?: unknown;
  /** What tells this from others that come to the same verdict; absent where that is the sighting's. */
  readonly sight?: Sight | undefined;
  readonly report: Report;
}

/** What came of a change. "not-read-back": AWS took it, and the subject still looks as before. */
export type Performed =
  | { readonly outcome: "done"; readonly after: unknown }
  | { readonly outcome: "gone" }
  | { readonly outcome: "not-read-back"; readonly after: unknown };

/** What the second look found: all is well, or a request of its own that people are asked about. */
export type SecondLook<Request> =
  | { readonly contained: true; readonly lines: readonly string[] }
  | { readonly contained: false; readonly next: Request };

export type Undone = "restored" | "already-so" | "gone";

/**
 * What one action knows about its kind of subject; everything else (modes, caps, pause, records, messages, retries, approval)
 * is `respond`'s. Errors of AWS are thrown as the SDK throws them: `respond` tells them apart.
 * `Request` is plain data that survives JSON: it is kept in the record and taken up again after an approval.
 */
export interface Responder<Request> {
  readonly action: ActionName;
  sighting(request: Request): Sighting;
  /** Looks at the subject as it is now: for each event, each retry, and again when an approval comes. Changes nothing. */
  lookAt(request: Request, nowMs: number): Promise<Facts>;
  /** Makes the change and reads it back. Doing it twice is no error. */
  perform(request: Request, facts: Facts, nowMs: number): Promise<Performed>;
  /** Whether the change that a record began is there, and what the subject looks like with it: after a lost response. */
  isAlreadyDone(record: ActionRecord): Promise<false | { readonly after: unknown }>;
  /** Puts back what the record's `before` says. Doing it twice is no error. */
  undo(record: ActionRecord): Promise<Undone>;
  /** What a record is an incident of; absent for an action that no tickets are kept of. */
  incidentOf?(record: ActionRecord): IncidentOf | undefined;
  /** A look at the subject's surroundings some time after the change. */
  readonly secondLook?:
    | { readonly afterSeconds: number; look(record: ActionRecord, nowMs: number): Promise<SecondLook<Request>> }
    | undefined;
}
