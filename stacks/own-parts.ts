import * as pulumi from "@pulumi/pulumi";

import { partMark } from "../core/trail-tampering/own-parts";

const names: pulumi.Output<string>[] = [];

/** Remembers the names of what Warden is blind or mute without, so that its loss is told of. */
export function noteOwnPart(...made: readonly pulumi.Output<string>[]): void {
  names.push(...made);
}

/** The marks of all that was noted so far, joined, as `isMarked` reads them. */
export function ownPartMarks(): pulumi.Output<string> {
  return pulumi.all(names).apply((known) => [...new Set(known.map(partMark))].sort().join(""));
}
