import { faultRefusal, Faults } from "./faults";
import { Directory } from "./identities/directory";
import type { LogSource } from "./log-source";
import { createRequestReader, type Progress } from "./request-reader";
import { isCbor, refuse } from "./refusal";
import { ServiceError } from "./service-error";
import type {
  AccountSetup,
  AccountView,
  CallReport,
  EmittedEvent,
  Failure,
  HttpAnswer,
  HttpRequest,
  ResourceEvent,
} from "./types";

export interface AccountObserver {
  onCall(report: CallReport): void;
  onEvent(event: ResourceEvent): void;
}

/** The account without its socket: one request in, one answer out, with a report (and then its events) in between. */
export interface Account {
  handle(request: HttpRequest): HttpAnswer;
  /** Adds or replaces callers and resources. */
  put(resources: Partial<AccountSetup>): void;
  setClock(nowMs: number): void;
  /** Successful state-changing calls of a function so far. */
  writes(functionName: string): number;
  /** What `put` takes to come to the present state again: rows, users, roles, keys. Never a secret's value. */
  save(): Partial<AccountSetup>;
}

export function createAccount(setup: AccountSetup, observer: AccountObserver, logs?: LogSource): Account {
  const { accountId, region } = setup;
  const view: AccountView = {
    accountId,
    region,
    callers: new Map(),
    identities: new Directory(accountId, region),
    logs,
  };
  const faults = new Faults();
  const reader = createRequestReader(view);
  const writes = new Map<string, number>();
  let nowMs = 0;
  let requests = 0;

  const perform = (request: HttpRequest, progress: Progress, requestId: string): HttpAnswer => {
    const { caller, plan, protocol, operation } = reader.read(request, progress, nowMs);
    const fault = faults.next(progress);
    if (fault === "no-answer") {
      observer.onCall({ ...reportOf(progress), wrote: false, error: "no answer" });
      return { status: 504, headers: {}, body: "", delivery: "never" };
    }
    const refusal = fault === undefined ? undefined : faultRefusal(fault, protocol);
    if (refusal !== undefined) {
      progress.allowed = fault !== "access-denied";
      throw refusal;
    }
    const events: EmittedEvent[] = [];
    const output = plan.run({ caller, nowMs, emit: (event) => void events.push(event) });
    const answer = protocol.answer(progress.operation, output, requestId);
    if (operation.writes) {
      writes.set(caller.function, (writes.get(caller.function) ?? 0) + 1);
    }
    const isLost = fault === "lost-response";
    observer.onCall({
      ...reportOf(progress),
      wrote: operation.writes,
      ...(isLost ? { error: "the answer was lost" } : {}),
    });
    events.forEach((event) => observer.onEvent({ ...event, function: caller.function }));
    return isLost ? { ...answer, delivery: "cut" } : answer;
  };

  const handle = (request: HttpRequest): HttpAnswer => {
    requests += 1;
    const requestId = `00000000-0000-4000-8000-${String(requests).padStart(12, "0")}`;
    const progress = reader.begin(request);
    try {
      return perform(request, progress, requestId);
    } catch (thrown) {
      const failure = failureOf(thrown);
      observer.onCall({ ...reportOf(progress), wrote: false, error: `${failure.code}: ${failure.message}` });
      return progress.protocol === undefined || isCbor(request)
        ? refuse(request, progress.service, failure, requestId)
        : progress.protocol.fail(failure, requestId);
    }
  };

  const put = (resources: Partial<AccountSetup>) => {
    for (const [accessKeyId, caller] of Object.entries(resources.callers ?? {})) {
      view.callers.set(accessKeyId, caller);
    }
    if (resources.faults !== undefined) faults.put(resources.faults);
    reader.put(resources);
  };
  put(setup);
  return {
    handle,
    put,
    setClock: (ms) => void (nowMs = ms),
    writes: (name) => writes.get(name) ?? 0,
    save: () => reader.save(nowMs),
  };
}

function reportOf(progress: Progress): Omit<CallReport, "wrote" | "error"> {
  const { service, operation, input, allowed, statements, assumedRoleArn } = progress;
  const assumed = assumedRoleArn === undefined ? {} : { assumedRoleArn };
  return { function: progress.caller, service, operation, input, allowed, statements, ...assumed };
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ServiceError) {
    return thrown;
  }
  // A fault of the local account itself; 501 keeps an SDK from trying the same call again.
  const message = `the local account failed: ${thrown instanceof Error ? thrown.message : "unknown fault"}`;
  return { code: "InternalFailure", message, status: 501, members: {} };
}
