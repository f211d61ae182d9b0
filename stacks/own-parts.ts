import * as pulumi from "@pulumi/pulumi";

import { partMark } from "../core/trail-tampering/own-parts";
import type { WardenContext } from "./warden-context";

type Names = readonly pulumi.Output<string>[];

/** By the configuration, which all that belongs to one program shares. */
const byProgram = new WeakMap<WardenContext["configuration"], Names>();

/** Remembers the names of what Warden is blind or mute without, so that its loss is told of. */
export function noteOwnPart({ configuration }: WardenContext, ...made: Names): void {
  byProgram.set(configuration, [...(byProgram.get(configuration) ?? []), ...made]);
}

/** The marks of all that the program has noted so far, joined, as `isMarked` reads them. */
export function ownPartMarks({ configuration }: WardenContext): pulumi.Output<string> {
  const names = [...(byProgram.get(configuration) ?? [])];
  return pulumi.all(names).apply((known) => [...new Set(known.map(partMark))].sort().join(""));
}
