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
}

export function createAccount(setup: AccountSetup, observer: AccountObserver): Account {
  const view: AccountView = { accountId: setup.accountId, region: setup.region, callers: new Map() };
  const reader = createRequestReader(view);
  const writes = new Map<string, number>();
  let nowMs = 0;
  let requests = 0;

  const perform = (request: HttpRequest, progress: Progress, requestId: string): HttpAnswer => {
    const { caller, plan, protocol, operation } = reader.read(request, progress, nowMs);
    const events: EmittedEvent[] = [];
    const output = plan.run({ caller, nowMs, emit: (event) => void events.push(event) });
    const answer = protocol.answer(progress.operation, output, requestId);
    if (operation.writes) {
      writes.set(caller.function, (writes.get(caller.function) ?? 0) + 1);
    }
    observer.onCall({ ...reportOf(progress), wrote: operation.writes });
    events.forEach((event) => observer.onEvent({ ...event, function: caller.function }));
    return answer;
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
    reader.put(resources);
  };
  put(setup);
  return { handle, put, setClock: (ms) => void (nowMs = ms), writes: (name) => writes.get(name) ?? 0 };
}

function reportOf(progress: Progress): Omit<CallReport, "wrote" | "error"> {
  const { service, operation, input, allowed, statements } = progress;
  return { function: progress.caller, service, operation, input, allowed, statements };
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ServiceError) {
    return thrown;
  }
  // A fault of the local account itself; 501 keeps an SDK from trying the same call again.
  const message = `the local account failed: ${thrown instanceof Error ? thrown.message : "unknown fault"}`;
  return { code: "InternalFailure", message, status: 501, members: {} };
}
