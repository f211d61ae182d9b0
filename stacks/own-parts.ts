import * as pulumi from "@pulumi/pulumi";

import { partMark } from "../core/trail-tampering/own-parts";
import { perProgram } from "./per-program";
import type { WardenContext } from "./warden-context";

const names = perProgram((): pulumi.Output<string>[] => []);
const ids = perProgram((): pulumi.Output<string>[] => []);

/** Remembers the names of what Warden is blind or mute without, so that its loss is told of. */
export function noteOwnPart(context: WardenContext, ...made: readonly pulumi.Output<string>[]): void {
  names(context).push(...made);
}

/** The marks of all that the program has noted so far, joined, as `isMarked` reads them. */
export function ownPartMarks(context: WardenContext): pulumi.Output<string> {
  return pulumi.all([...names(context)]).apply((known) => [...new Set(known.map(partMark))].sort().join(""));
}

/** Remembers ids that AWS makes up for parts which no function has a hand in. */
export function noteOwnId(context: WardenContext, ...made: readonly pulumi.Output<string>[]): void {
  ids(context).push(...made);
}

/** Enough of an id to be found by, where an environment is to hold one for each region. */
const idLength = 13;

/** How the ids begin that the program has noted so far. */
export function ownIds(context: WardenContext): pulumi.Output<string>[] {
  return ids(context).map((id) => id.apply((known) => known.slice(0, idLength)));
}
