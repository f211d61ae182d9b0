import { createRequire } from "node:module";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";

/** Looks at what a sieve passes over, on the sieve's thread, for somebody who wants to know a little of every record. */
export interface Onlooker {
  /** Whether the record itself is wanted, however little anything declared cares for it. */
  wants(record: CloudTrailRecord, atMs: number): boolean;
  /** A record that is passed over. */
  passOver(record: CloudTrailRecord, atMs: number): void;
  /** Notes begun since the last call: plain data, which may go on being added to until the file ends. */
  takeNotes(): readonly unknown[];
}

/** Where a thread finds its onlooker. */
export interface OnlookerModule {
  /** Path of a module that exports `newOnlooker`, which is called for each file. */
  readonly path: string;
  /** Plain data that it is called with. */
  readonly settings: unknown;
}

/** Loads the module. Throws where there is none. */
export function onlookersOf({ path, settings }: OnlookerModule): () => Onlooker {
  const load = createRequire(__filename);
  const { newOnlooker }: { newOnlooker(settings: unknown): Onlooker } = load(path);
  return () => newOnlooker(settings);
}
