import type { Failure } from "./types";

/**
 * A refusal in the service's own terms.
 *
 * `status` defaults to what the protocol uses for a client's fault; `members` are further members of the error's shape,
 * such as `CancellationReasons`.
 */
export class ServiceError extends Error implements Failure {
  readonly code: string;
  readonly status: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, more: { status?: number; members?: Record<string, unknown> } = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = more.status;
    this.members = more.members ?? {};
  }
}

export function validationError(message: string): ServiceError {
  return new ServiceError("ValidationException", message);
}
