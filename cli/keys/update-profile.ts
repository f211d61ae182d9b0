import { counted, numberText } from "../../core/slack/wording";
import type { ProfiledRequest } from "../../core/profiles/request";
import { output } from "../output";
import type { KeptProfile } from "../../local/profiles/stored-profiles";
import { Learner } from "./learner";
import type { Seen } from "./learner";
import type { KeysOptions } from "./options";
import type { ProfileBook } from "./profile-book";
import { RequestTable } from "./request-table";
import type { ReadRequests } from "./request-source";
import type { KeysSettings } from "./settings";
import { cell, textTable } from "./text-table";

/** What a run did with the requests of one key. */
interface KeyTally {
  user: string | null;
  account: string | null;
  readonly isNew: boolean;
  /** Requests counted for the first time. */
  requests: number;
  /** Requests that brought something that was not known. */
  learnt: number;
  suspicious: number;
  /** Counted before, in this run or an earlier one. */
  again: number;
  tooOld: number;
}

/** How often profiles that somebody else has written meanwhile are learnt anew. */
const mostRounds = 3;

/** Learns from what was read, writes the profiles, and says what came of it. Returns the exit status. */
export async function updateProfiles(
  read: ReadRequests,
  book: ProfileBook,
  { json, periodMs }: KeysOptions,
  { profiles: settings }: KeysSettings,
): Promise<number> {
  const tallies = new Map<string, KeyTally>();
  const table = new RequestTable();
  let open: ReadonlySet<string> = read.requests.keys;
  for (let round = 0; open.size > 0; round += 1) {
    if (round === mostRounds) throw new Error(`${book.place}: ${[...open].join(", ")} kept being changed by others`);
    for (const key of open) tallies.delete(key);
    table.drop(open);
    const profiles = await book.load([...open]);
    const learner = new Learner(profiles, settings);
    for (const gathered of read.requests.inTimeOrder(periodMs)) {
      const { request } = gathered;
      if (!open.has(request.accessKeyId)) continue;
      const tally = tallies.get(request.accessKeyId) ?? newTally(profiles.get(request.accessKeyId));
      tallies.set(request.accessKeyId, tally);
      note(request, learner.see(gathered), tally, table);
    }
    learner.finish();
    open = await book.save(learner.changed);
  }
  const out = output(process.stdout);
  out.write(json ? jsonLines(tallies) : words(read, tallies, table));
  await out.end();
  return table.count > 0 ? 3 : read.unreadable > 0 ? 1 : 0;
}

function note(request: ProfiledRequest, seen: Seen, tally: KeyTally, table: RequestTable): void {
  tally.user = request.userName ?? tally.user;
  tally.account = request.account ?? tally.account;
  if (seen === "again") tally.again += 1;
  else if (seen === "too-old") tally.tooOld += 1;
  else {
    tally.requests += 1;
    if (seen.learnt === "values") tally.learnt += 1;
    if (seen.state !== "active" || seen.score?.suspicious !== true) return;
    tally.suspicious += 1;
    table.add(request, seen.score);
  }
}

function newTally(before: KeptProfile | undefined): KeyTally {
  return {
    user: null,
    account: null,
    isNew: before === undefined,
    requests: 0,
    learnt: 0,
    suspicious: 0,
    again: 0,
    tooOld: 0,
  };
}

function jsonLines(tallies: ReadonlyMap<string, KeyTally>): string {
  return sorted(tallies)
    .map(([key, tally]) => `${JSON.stringify({ key, ...tally })}\n`)
    .join("");
}

function sorted(tallies: ReadonlyMap<string, KeyTally>): [string, KeyTally][] {
  return [...tallies].sort(([left], [right]) => (left < right ? -1 : 1));
}

function words({ records }: ReadRequests, tallies: ReadonlyMap<string, KeyTally>, table: RequestTable): string {
  const sum = (of: (tally: KeyTally) => number) => [...tallies.values()].reduce((total, one) => total + of(one), 0);
  const [requests, again, tooOld] = [sum((one) => one.requests), sum((one) => one.again), sum((one) => one.tooOld)];
  const found = requests + again + tooOld;
  const lines = [
    `${counted(records, "record")} read, ${numberText(found)} of them requests with ${counted(tallies.size, "long-term key")}.`,
    `${counted(requests, "request")} counted, ${numberText(again)} counted before.`,
    ...(tooOld === 0
      ? []
      : [
          `${counted(tooOld, "request")} left out: requests of the same key and region that are more than an hour newer have been counted before. To learn from all of them, delete the profile and read everything in one run.`,
        ]),
  ];
  return `${lines.join("\n")}\n${keyTable(tallies)}${suspicious(table)}`;
}

function keyTable(tallies: ReadonlyMap<string, KeyTally>): string {
  if (tallies.size === 0) return "";
  const rows = sorted(tallies).map(([key, { user, account, isNew, requests, learnt, suspicious: flagged }]) => [
    key,
    cell(user ?? "", 32),
    cell(account ?? "", 12),
    isNew ? "new" : "known",
    ...[requests, learnt, flagged].map(numberText),
  ]);
  return `\n${textTable([["key", "user", "account", "profile", "requests", "taught", "suspicious"], ...rows])}`;
}

function suspicious(table: RequestTable): string {
  if (table.count === 0) return "";
  return `\n${counted(table.count, "request")} suspicious, and not learnt from:\n\n${table.draw()}`;
}
