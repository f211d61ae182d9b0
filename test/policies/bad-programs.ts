import type { PolicyPackConfig } from "@pulumi/policy";

import { badData } from "./bad-programs-data";
import { badFunctions } from "./bad-programs-functions";
import { badMessaging } from "./bad-programs-messaging";
import { badRoles } from "./bad-programs-roles";
import type { Changes } from "./small-program";

/** A program with one fault, and the one policy whose report it is. */
export interface BadProgram {
  readonly policy: string;
  /** What it does wrong. */
  readonly fault: string;
  readonly changes: Changes;
  /** Name of the resource that the report names; empty where it is about the stack. */
  readonly resource: string;
  readonly stack?: string;
  readonly configuration?: PolicyPackConfig;
  /** The fault is in what a first preview can't know: it is told at the deployment, before the resource is made. */
  readonly toldLater?: true;
}

export const badPrograms: readonly BadProgram[] = [...badData, ...badRoles, ...badFunctions, ...badMessaging];
