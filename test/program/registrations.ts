import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** A resource as the program asks the engine for it, as text for another process: each part is what goes over the wire. */
export interface Registration {
  readonly urn: string;
  /** A `RegisterResourceRequest` in base64: inputs as they are sent, options, and what each property depends on. */
  readonly request: string;
  /** A `RegisterResourceResponse` in base64: the outputs. */
  readonly response: string;
}

type Answer = (error: unknown, response?: RegisterResourceResponse) => void;

const register = MockMonitor.prototype.registerResource;

/**
 * Records every resource that is registered under Pulumi's mocks from now on: mocks tell of types and inputs only, and a
 * policy pack is asked about options and dependencies too. A later call takes the place of an earlier one.
 */
export function recordRegistrations(): Registration[] {
  const registrations: Registration[] = [];
  MockMonitor.prototype.registerResource = function (request: RegisterResourceRequest, answer: Answer) {
    return register.call(this, request, (error: unknown, response?: RegisterResourceResponse) => {
      if (response !== undefined && request.getType() !== "pulumi:pulumi:Stack") {
        registrations.push({
          urn: response.getUrn(),
          request: base64(request.serializeBinary()),
          response: base64(response.serializeBinary()),
        });
      }
      answer(error, response);
    });
  };
  return registrations;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
