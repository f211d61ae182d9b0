import type { PolicyDocument, StatementReference } from "./authorise";
import type { Directory } from "./identities/directory";
import type { LogSource } from "./log-source";
import type { MessageAttributes } from "./message-attributes";

/** An attribute-by-attribute request, as the protocol carried it. */
export type Input = Readonly<Record<string, unknown>>;

/** Who signs with an invented access key: a function under its declared role. */
export interface Caller {
  /** Name of the function, as declared; reports carry it. */
  readonly function: string;
  readonly roleArn: string;
  /** Every identity policy attached to the role, in the order in which unused statements are to be named. */
  readonly policies: readonly PolicyDocument[];
  /** Set for a session that the function opened with `AssumeRole`: `roleArn` and `policies` are then that role's. */
  readonly session?: { readonly name: string; readonly expiresAtMs: number };
}

/**
 * What the account holds before the first call: plain JSON, so that it can be sent to another thread. A service adds
 * its own kind of resource by declaring it in its own file (`declare module "../types"`).
 */
export interface AccountSetup {
  readonly accountId: string;
  readonly region: string;
  /** Access key id to caller. */
  readonly callers: Readonly<Record<string, Caller>>;
}

/** One API call that reached the account, reported in the order of arrival. */
export interface CallReport {
  /** `unknown` when the access key belongs to nobody. */
  readonly function: string;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly allowed: boolean;
  /** `Code: message`, when the call failed. */
  readonly error?: string;
  /** The call succeeded and changed state. */
  readonly wrote: boolean;
  /** The Allow statements that let the call through; what is never named here is not needed by what was played. */
  readonly statements: readonly StatementReference[];
  /** The role that the function had assumed; `statements` are then that role's. Absent for the function's own role. */
  readonly assumedRoleArn?: string;
}

/** What leaves the account for someone else, by type. A service with further events declares them in its own file. */
export interface ResourceEvents {
  "sns-publish": {
    readonly topicArn: string;
    readonly subject: string | undefined;
    readonly message: string;
    /** Other texts for some protocols, such as `email`; absent where all get the same. */
    readonly byProtocol?: Readonly<Record<string, string>>;
    readonly attributes?: MessageAttributes;
  };
  "sqs-send": {
    readonly queueArn: string;
    readonly body: string;
    readonly delaySeconds: number;
    readonly attributes?: MessageAttributes;
  };
}

export type ResourceEvent = {
  [Type in keyof ResourceEvents]: { readonly type: Type; readonly function: string } & ResourceEvents[Type];
}[keyof ResourceEvents];

export type EmittedEvent = {
  [Type in keyof ResourceEvents]: { readonly type: Type } & ResourceEvents[Type];
}[keyof ResourceEvents];

/** Values in a request by condition key, such as `dynamodb:LeadingKeys`. */
export type Context = Readonly<Record<string, readonly string[]>>;

/** One permission that a call needs. */
export interface Need {
  /** As policies write it, such as `dynamodb:PutItem`. */
  readonly action: string;
  readonly resourceArn: string;
  /** How a refusal names the resource, where that is not its ARN. */
  readonly resourceName?: string;
  /** Condition keys that the service supplies; a condition over any other key does not hold. */
  readonly context?: Context;
  /** Beginnings of keys of which `context` has all: one that is not there has no value, as the tag of an untagged user. */
  readonly completePrefixes?: readonly string[];
}

/** A call that was read but not yet allowed: what it needs, and what it then does. */
export interface Plan {
  readonly needs: readonly Need[];
  /** Runs once the role allows every need. Throws a `ServiceError` to refuse. */
  run(call: Call): object;
}

export interface Call {
  readonly caller: Caller;
  /** Milliseconds since 1970 by the clock that the local run has set. */
  readonly nowMs: number;
  emit(event: EmittedEvent): void;
}

export interface Operation {
  /** Whether success changes state. */
  readonly writes: boolean;
  /** Throws a `ServiceError` for an input that is wrong whatever the account holds. `region`: where the caller calls. */
  plan(input: Input, nowMs: number, caller: Caller, region: string): Plan;
}

/** What services share: where the account is, and the callers that they may add to (temporary credentials). */
export interface AccountView {
  readonly accountId: string;
  readonly region: string;
  readonly callers: Map<string, Caller>;
  readonly identities: Directory;
  /** Where the records of the trail's log group are read; undefined where nobody keeps them. */
  readonly logs: LogSource | undefined;
}

export interface Service {
  readonly operations: Readonly<Record<string, Operation>>;
  /** Adds or replaces resources of the kinds that the service owns; ignores the others. */
  put(resources: Partial<AccountSetup>): void;
  /** What `put` takes to come to the same state again. Never a secret's value. Absent where nothing changes by calls. */
  save?(nowMs: number): Partial<AccountSetup>;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** `never`: the connection stays open without an answer; `cut`: it is closed without one. */
  readonly delivery?: "never" | "cut";
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  /** Further members of the error's shape. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** How a refusal of one kind is named on the wire. */
export interface RefusalForm {
  readonly code: string;
  readonly status: number;
}

/** How a service writes requests and answers on the wire. */
export interface Protocol {
  /** What a caller hears whose role does not allow the call. */
  readonly denied: RefusalForm;
  /** What a caller hears whose access key belongs to nobody. */
  readonly unknownKey: RefusalForm;
  /** What a caller hears whose session is over. */
  readonly expired: RefusalForm;
  /** What a caller hears that calls too often. */
  readonly throttled: RefusalForm;
  /** What a caller hears when the service has a fault of its own. */
  readonly broken: RefusalForm;
  /** Throws a `ServiceError` for what can't be read. */
  operationOf(request: HttpRequest): string;
  inputOf(request: HttpRequest): Input;
  answer(operation: string, output: object, requestId: string): HttpAnswer;
  fail(failure: Failure, requestId: string): HttpAnswer;
}

/** What each file in `services/` exports under the name `service`. */
export interface ServiceDefinition {
  /** The prefix of the service's actions in policies. */
  readonly name: string;
  /** The service's name in the scope of a signature, where it differs from `name`. */
  readonly signingName?: string;
  readonly protocol: Protocol;
  create(account: AccountView): Service;
}
