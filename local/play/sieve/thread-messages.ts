import type { Layout } from "../../program/layout";
import type { SiftedFile } from "../../input/passed-over";
import type { OnlookerModule } from "./onlooker";
import type { PlayedTime } from "./sieve";

/** What the thread of a sieve is started with. */
export interface SieveThreadData {
  readonly layout: Layout;
  readonly played: PlayedTime;
  /** Absent where nobody wants to know of what is passed over. */
  readonly onlooker?: OnlookerModule;
}

/** The path of a file to sift. */
export type ToSieve = string;

export type FromSieve =
  | { readonly kind: "ready" }
  | { readonly kind: "sifted"; readonly file: SiftedFile | undefined }
  /** The sieve itself failed: the file is then read otherwise. */
  | { readonly kind: "fault"; readonly message: string };
