import { counted, numberText } from "../../core/slack/wording";
import { countOnce } from "../../local/profiles/counted";
import type { Counted } from "../../local/profiles/counted";
import { output } from "../output";
import type { KeysOptions } from "./options";
import type { ProfileBook } from "./profile-book";
import type { ReadRequests } from "./request-source";
import { RequestTable } from "./request-table";
import type { ScoredRequest } from "./scored-request";
import { scoredRequest } from "./scored-request";
import type { KeysSettings } from "./settings";

/** Holds what was read against the profiles, each distinct request once; nothing is learnt. Returns the exit status. */
export async function scoreRequests(
  read: ReadRequests,
  book: ProfileBook,
  { json, periodMs }: KeysOptions,
  { profiles: settings }: KeysSettings,
): Promise<number> {
  const profiles = await book.load([...read.requests.keys]);
  const out = output(process.stdout);
  const table = new RequestTable();
  const states: Record<ScoredRequest["state"], number> = { active: 0, new: 0, learning: 0, stale: 0 };
  const unjudgedKeys = { new: new Set<string>(), stale: new Set<string>() };
  const distinct = new Map<string, Counted>();
  for (const gathered of read.requests.inTimeOrder(periodMs)) {
    if (!isFirst(distinct, gathered.request.accessKeyId, gathered.id, gathered.request.atMs)) continue;
    const scored = scoredRequest(gathered, profiles.get(gathered.request.accessKeyId)?.profile, settings);
    states[scored.state] += 1;
    if (scored.state === "new" || scored.state === "stale") unjudgedKeys[scored.state].add(scored.key);
    if (scored.suspicious) table.add(gathered.request, scored);
    if (json) out.write(`${JSON.stringify(scored)}\n`);
  }
  if (!json) out.write(words(read, book, states, unjudgedKeys) + suspiciousWords(table, settings.threshold));
  await out.end();
  return table.count > 0 ? 3 : read.unreadable > 0 ? 1 : 0;
}

function isFirst(distinct: Map<string, Counted>, key: string, id: string, atMs: number): boolean {
  const counted = distinct.get(key) ?? new Map();
  distinct.set(key, counted);
  return countOnce(counted, "", id, atMs) === "first";
}

function words(
  { records }: ReadRequests,
  { place }: ProfileBook,
  states: Readonly<Record<ScoredRequest["state"], number>>,
  keys: Readonly<Record<"new" | "stale", ReadonlySet<string>>>,
): string {
  const requests = Object.values(states).reduce((sum, each) => sum + each, 0);
  const notice = (count: number, text: string) => (count === 0 ? [] : [text]);
  return [
    `${counted(records, "record")} read, ${counted(requests, "request")} made with long-term keys; ${numberText(states.active)} scored.`,
    ...notice(
      states.learning,
      `${counted(states.learning, "request")} of keys that are still being learnt: no verdict.`,
    ),
    ...notice(
      states.new,
      `${counted(states.new, "request")} of keys without a profile in ${place}: ${listed(keys.new)}.`,
    ),
    ...notice(states.stale, `${counted(states.stale, "request")} of keys not seen for long: ${listed(keys.stale)}.`),
    "",
  ].join("\n");
}

const mostListed = 10;

function listed(keys: ReadonlySet<string>): string {
  const some = [...keys].slice(0, mostListed).join(", ");
  return keys.size > mostListed ? `${some} and ${numberText(keys.size - mostListed)} more` : some;
}

function suspiciousWords(table: RequestTable, threshold: number): string {
  if (table.count === 0) return "No suspicious requests.\n";
  return `\n${counted(table.count, "request")} suspicious, with a score below ${threshold}:\n\n${table.draw()}`;
}
