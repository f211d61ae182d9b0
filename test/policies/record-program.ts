import * as pulumi from "@pulumi/pulumi";

import { recordingMocks } from "../../local/program/mocks";
import type { Registration } from "../program/registrations";
import { recordRegistrations } from "../program/registrations";

export interface RecordOptions {
  readonly stack?: string;
  /** As at a preview: nothing that a resource would give is known. */
  readonly preview?: boolean;
}

/** Runs a small Pulumi program in this process under mocks, one at a time, and gives what it registers. */
export async function recordProgram(
  program: () => void,
  { stack = "test", preview = false }: RecordOptions = {},
): Promise<readonly Registration[]> {
  const { stackTraceLimit } = Error;
  // Pulumi takes a stack trace for every promise, which takes most of such a run's time.
  Error.stackTraceLimit = 0;
  try {
    return await record(program, stack, preview);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function record(program: () => void, stack: string, preview: boolean): Promise<readonly Registration[]> {
  const registrations = recordRegistrations();
  const { mocks } = recordingMocks({ accountId: "111122223333", region: "eu-west-1" }, preview);
  await pulumi.runtime.setMocks(mocks, "api-warden", stack, preview);
  program();
  await pulumi.runtime.disconnect();
  return registrations;
}
