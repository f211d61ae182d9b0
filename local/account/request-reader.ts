import { authorise, type StatementReference } from "./authorise";
import { readScope } from "./credentials";
import { guessOperation, isCbor } from "./refusal";
import { ServiceError } from "./service-error";
import { loadServices } from "./services-folder";
import { arnOfCaller } from "./identities/caller-arn";
import type {
  AccountSetup,
  AccountView,
  Caller,
  HttpRequest,
  Operation,
  Plan,
  Protocol,
  RefusalForm,
  Service,
} from "./types";

interface KnownService {
  readonly name: string;
  readonly protocol: Protocol;
  readonly service: Service;
}

/** How far a request was understood, for the report, whatever stops it. */
export interface Progress {
  caller: string;
  service: string;
  operation: string;
  input: unknown;
  allowed: boolean;
  assumedRoleArn: string | undefined;
  readonly protocol: Protocol | undefined;
  readonly statements: StatementReference[];
}

/** A request that was understood and that the caller's role allows. */
export interface AllowedRequest {
  readonly caller: Caller;
  readonly operation: Operation;
  readonly plan: Plan;
  readonly protocol: Protocol;
}

export interface RequestReader {
  begin(request: HttpRequest): Progress;
  /** Fills in `progress` step by step; throws a `ServiceError` for what is unknown, malformed or not allowed. */
  read(request: HttpRequest, progress: Progress, nowMs: number): AllowedRequest;
  put(resources: Partial<AccountSetup>): void;
  /** What every service saves, together. */
  save(nowMs: number): Partial<AccountSetup>;
}

/** What a caller hears when its request reaches no service that could say it in its own words. */
const UNKNOWN_KEY: RefusalForm = { code: "UnrecognizedClientException", status: 403 };
const EXPIRED: RefusalForm = { code: "ExpiredTokenException", status: 403 };

export function createRequestReader(view: AccountView): RequestReader {
  const services = new Map(
    loadServices().map(({ name, signingName, protocol, create }): [string, KnownService] => [
      signingName ?? name,
      { name, protocol, service: create(view) },
    ]),
  );
  const serviceOf = (request: HttpRequest) => readScope(request.headers["authorization"])?.service ?? "unknown";

  return {
    put: (resources) => services.forEach((known) => known.service.put(resources)),
    save: (nowMs) => Object.assign({}, ...[...services.values()].map(({ service }) => service.save?.(nowMs) ?? {})),
    begin: (request) => {
      const service = serviceOf(request);
      const known = services.get(service);
      return {
        caller: "unknown",
        service: known?.name ?? service,
        operation: guessOperation(request),
        input: {},
        allowed: false,
        assumedRoleArn: undefined,
        protocol: known?.protocol,
        statements: [],
      };
    },
    read: (request, progress, nowMs) => {
      const known = services.get(serviceOf(request));
      const caller = findCaller(request, view, known?.protocol.unknownKey ?? UNKNOWN_KEY);
      progress.caller = caller.function;
      progress.assumedRoleArn = caller.session === undefined ? undefined : caller.roleArn;
      if (caller.session !== undefined && caller.session.expiresAtMs <= nowMs) {
        const { code, status } = known?.protocol.expired ?? EXPIRED;
        throw new ServiceError(code, "The security token included in the request is expired", { status });
      }
      if (isCbor(request)) {
        throw unknownOperation(progress, "in RPC v2 CBOR");
      }
      if (known === undefined) {
        throw unknownOperation(progress);
      }
      const { protocol, service } = known;
      progress.operation = protocol.operationOf(request);
      const operation = Object.hasOwn(service.operations, progress.operation)
        ? service.operations[progress.operation]
        : undefined;
      const input = protocol.inputOf(request);
      progress.input = input;
      if (operation === undefined) {
        throw unknownOperation(progress);
      }
      const plan = operation.plan(input, nowMs, caller, regionOf(request, view));
      demand(plan, caller, progress, protocol.denied);
      return { caller, operation, plan, protocol };
    },
  };
}

function regionOf(request: HttpRequest, { region }: AccountView): string {
  return readScope(request.headers["authorization"])?.region ?? region;
}

function unknownOperation(progress: Progress, form = ""): ServiceError {
  const name = `${progress.service}:${progress.operation}`;
  return new ServiceError("UnknownOperationException", `the local account does not know ${name} ${form}`.trim());
}

function findCaller(request: HttpRequest, view: AccountView, unknownKey: RefusalForm): Caller {
  const scope = readScope(request.headers["authorization"]);
  if (scope === undefined) {
    throw new ServiceError("MissingAuthenticationToken", "The request carries no credential", { status: 403 });
  }
  const caller = view.callers.get(scope.accessKeyId);
  if (caller === undefined) {
    const message = "The security token included in the request is invalid.";
    throw new ServiceError(unknownKey.code, message, { status: unknownKey.status });
  }
  return caller;
}

/** Every need must be allowed; the first that is not is refused in AWS's words. */
function demand(plan: Plan, caller: Caller, progress: Progress, denied: RefusalForm): void {
  for (const need of plan.needs) {
    const decision = authorise(caller.policies, need);
    if (!decision.allowed) {
      const what = `is not authorized to perform: ${need.action} on resource: ${need.resourceName ?? need.resourceArn}`;
      const message = `User: ${arnOfCaller(caller)} ${what} ${decision.reason}`;
      throw new ServiceError(denied.code, message, { status: denied.status });
    }
    if (decision.statement !== undefined) {
      progress.statements.push(decision.statement);
    }
  }
  progress.allowed = true;
}
