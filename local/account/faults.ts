import { ServiceError } from "./service-error";
import type { Protocol } from "./types";

/**
 * What goes wrong with a call that would have been allowed: the service refuses it (`throttle`, `server-error`,
 * `access-denied`), does not answer it and does nothing (`no-answer`), or does it and the answer is lost
 * (`lost-response`).
 */
export type FaultKind = "throttle" | "server-error" | "access-denied" | "no-answer" | "lost-response";

/** Calls that are to go wrong. What is not said holds for all. */
export interface FaultSetup {
  readonly kind: FaultKind;
  readonly function?: string;
  /** As reports name it, such as `iam`. */
  readonly service?: string;
  readonly operation?: string;
  /** Only this one of the calls that are meant, counted from 1 since the fault was put; all of them when not said. */
  readonly nth?: number;
}

declare module "./types" {
  interface AccountSetup {
    /** Replaces the faults before, and counts anew; an empty list ends them. */
    readonly faults?: readonly FaultSetup[];
  }
}

interface Called {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
}

/** The faults that tests ask for. */
export class Faults {
  private faults: { readonly setup: FaultSetup; calls: number }[] = [];

  put(setups: readonly FaultSetup[]): void {
    this.faults = setups.map((setup) => ({ setup, calls: 0 }));
  }

  /** What goes wrong with this call, by the first fault that means it. Every fault counts every call that it means. */
  next(called: Called): FaultKind | undefined {
    let kind: FaultKind | undefined;
    for (const fault of this.faults) {
      if (!isMeant(fault.setup, called)) continue;
      fault.calls += 1;
      if (fault.setup.nth === undefined || fault.setup.nth === fault.calls) kind ??= fault.setup.kind;
    }
    return kind;
  }
}

/** The refusal that a fault is heard as, in the words of the protocol; undefined where nothing is heard at all. */
export function faultRefusal(kind: FaultKind, protocol: Protocol): ServiceError | undefined {
  switch (kind) {
    case "throttle":
      return new ServiceError(protocol.throttled.code, "Rate exceeded", { status: protocol.throttled.status });
    case "server-error": {
      const message = "The request processing has failed because of an unknown error, exception or failure.";
      return new ServiceError(protocol.broken.code, message, { status: protocol.broken.status });
    }
    case "access-denied": {
      const message = "User is not authorized to perform the call with an explicit deny in a service control policy";
      return new ServiceError(protocol.denied.code, message, { status: protocol.denied.status });
    }
    default:
      return undefined;
  }
}

function isMeant(setup: FaultSetup, called: Called): boolean {
  return (
    (setup.function ?? called.caller) === called.caller &&
    (setup.service ?? called.service) === called.service &&
    (setup.operation ?? called.operation) === called.operation
  );
}
