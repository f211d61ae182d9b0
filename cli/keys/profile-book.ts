import type { KeyProfile } from "../../core/profiles/profile";
import type { KeptProfile } from "../../local/profiles/stored-profiles";

/** Where profiles are kept: a file, or the deployed table. Each method throws, in one line, what goes wrong. */
export interface ProfileBook {
  /** In words, for messages. */
  readonly place: string;
  /** What is kept of these keys, to work with. */
  load(keys: readonly string[]): Promise<Map<string, KeptProfile>>;
  /**
   * Writes the profiles that were loaded and have changed, or are new. Gives the keys whose profiles somebody else has written
   * since, which are not written.
   */
  save(changed: ReadonlyMap<string, KeptProfile>): Promise<ReadonlySet<string>>;
  /** Every key that there is a profile of, in the order of their ids. */
  keys(): Promise<readonly string[]>;
  /** False where there is none. */
  remove(key: string): Promise<boolean>;
}

/** All profiles, by the id of their key. */
export async function wholeBook(book: ProfileBook): Promise<ReadonlyMap<string, KeptProfile>> {
  return book.load(await book.keys());
}

/** The one profile of an exact key. Throws where there is none. */
export async function profileOf(book: ProfileBook, key: string): Promise<KeyProfile> {
  const kept = (await book.load([key])).get(key);
  if (kept === undefined) throw new Error(`there is no profile of ${key} in ${book.place}`);
  return kept.profile;
}
