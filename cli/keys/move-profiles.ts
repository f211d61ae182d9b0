import * as fs from "node:fs";

import { counted, numberText } from "../../core/slack/wording";
import { readProfilesFile } from "../../local/profiles/store-file";
import { parseProfiles, profilesText } from "../../local/profiles/stored-profiles";
import type { KeptProfile } from "../../local/profiles/stored-profiles";
import { output } from "../output";
import { UsageError } from "../usage-error";
import type { ProfileBook } from "./profile-book";
import { profileOf, wholeBook } from "./profile-book";

const standardInput = 0;

/** Writes the profiles, or that of one key, into a file, or to standard output where none is named. Returns the exit status. */
export async function exportProfiles(book: ProfileBook, file: string, key: string | undefined): Promise<number> {
  if (key !== undefined) await profileOf(book, key);
  const profiles = key === undefined ? await wholeBook(book) : await book.load([key]);
  const text = profilesText(profiles);
  if (file === "-") {
    const out = output(process.stdout);
    out.write(text);
    await out.end();
    return 0;
  }
  try {
    fs.writeFileSync(file, text, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" ? "is there already, and is not overwritten" : `can't be written: ${code}`;
    throw new Error(`${file} ${why}`, { cause: error });
  }
  process.stderr.write(`${counted(profiles.size, "profile")} written to ${file}\n`);
  return 0;
}

/**
 * Takes over the profiles of a file that `export-profile` wrote, each in place of what is known of its key; other profiles
 * stay. A file that is not wholly in order changes nothing. Returns the exit status.
 */
export async function importProfiles(book: ProfileBook, file: string | undefined): Promise<number> {
  if (file === undefined) throw new UsageError("keys import-profile needs the FILE that export-profile has written");
  const imported = file === "-" ? profilesOfStandardInput() : readProfilesFile(file);
  const before = await book.load([...imported.keys()]);
  const unwritten = await book.save(imported);
  if (unwritten.size > 0) {
    throw new Error(
      `${[...unwritten].join(", ")} changed meanwhile and ${unwritten.size === 1 ? "was" : "were"} not imported`,
    );
  }
  process.stdout.write(
    `${counted(imported.size, "profile")} imported into ${book.place}, ${numberText(before.size)} of them in place of another of the same key.\n`,
  );
  return 0;
}

function profilesOfStandardInput(): Map<string, KeptProfile> {
  try {
    return parseProfiles(fs.readFileSync(standardInput, "utf8"));
  } catch (error) {
    throw new Error(`standard input ${(error as Error).message}; nothing of it is used`, { cause: error });
  }
}

/** Removes the profile of an exact key. Returns the exit status. */
export async function deleteProfile(book: ProfileBook, key: string | undefined): Promise<number> {
  if (key === undefined) throw new UsageError("keys delete-profile needs the id of one key, as a whole");
  if (!(await book.remove(key))) throw new Error(`there is no profile of ${key} in ${book.place}`);
  process.stdout.write(`The profile of ${key} is gone from ${book.place}. What the key does next is learnt anew.\n`);
  return 0;
}
