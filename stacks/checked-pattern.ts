import * as pulumi from "@pulumi/pulumi";

import { parseFilterPattern } from "../core/filter-pattern/parse";

/** The pattern unchanged, or a stop of the preview that names the filter and the column of the fault. */
export function checkedPattern(filterName: string, pattern: string): string {
  try {
    parseFilterPattern(pattern);
  } catch (error) {
    throw new pulumi.RunError(`filter pattern of ${filterName}: ${(error as Error).message}`);
  }
  return pattern;
}
