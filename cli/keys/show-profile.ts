import { counted, numberText, utcText } from "../../core/slack/wording";
import type { AttributeKind, KeyProfile, ProfileSettings } from "../../core/profiles/profile";
import { attributeKinds, mostValues } from "../../core/profiles/profile";
import { stateOf } from "../../core/profiles/states";
import { storedProfile } from "../../core/profiles/stored-form";
import { output } from "../output";
import type { Scale } from "./day-plot";
import { dayText, plotDays, plotSpan, scaleOf } from "./day-plot";
import type { ProfileBook } from "./profile-book";
import { profileOf, wholeBook } from "./profile-book";
import { cell, textTable } from "./text-table";

const plotColumns = 60;
const mostShown = 25;
const kindWords: Readonly<Record<AttributeKind, readonly [one: string, more: string]>> = Object.freeze({
  ip: ["address", "addresses"],
  agent: ["agent", "agents"],
  region: ["region", "regions"],
  event: ["event", "events"],
});

/** Shows all profiles, or one key's with all that is known of it. Returns the exit status. */
export async function showProfiles(
  book: ProfileBook,
  { key, json }: { readonly key: string | undefined; readonly json: boolean },
  settings: ProfileSettings,
  nowMs: number,
): Promise<number> {
  const profiles =
    key === undefined
      ? [...(await wholeBook(book)).values()].map((kept) => kept.profile)
      : [await profileOf(book, key)];
  const out = output(process.stdout);
  if (json) out.write(profiles.map((each) => `${JSON.stringify(storedProfile(each))}\n`).join(""));
  else if (profiles.length === 0) out.write(`There are no key profiles in ${book.place}.\n`);
  else if (key !== undefined) for (const each of profiles) out.write(drawProfile(each, settings, nowMs));
  else out.write(listProfiles(profiles, settings, nowMs));
  await out.end();
  return 0;
}

/** A row for each. */
export function listProfiles(profiles: readonly KeyProfile[], settings: ProfileSettings, nowMs: number): string {
  const heading = [
    "key",
    "user",
    "account",
    "state",
    "first seen",
    "last seen",
    ...Object.values(kindWords).map(([, more]) => more),
  ];
  const rows = profiles.map((profile) => [
    profile.accessKeyId,
    cell(profile.userName ?? "", 32),
    cell(profile.account ?? "", 12),
    stateOf(profile, nowMs, settings),
    timeText(profile.firstSeenMs),
    timeText(profile.lastSeenMs),
    ...attributeKinds.map((kind) => numberText(profile.values[kind].size)),
  ]);
  return textTable([heading, ...rows]);
}

/** One profile: when it was seen, and each value that is known, with the days from the first to the last time. */
export function drawProfile(profile: KeyProfile, settings: ProfileSettings, nowMs: number): string {
  const { accessKeyId, userName, account, firstSeenMs, lastSeenMs, days, values } = profile;
  const spans = attributeKinds.flatMap((kind) => [...values[kind].values()]);
  const scale = scaleOf([...days, ...spans.flatMap(({ first, last }) => [first, last])], plotColumns);
  const lines = [
    `${accessKeyId}  user ${cell(userName ?? "unknown", 64)}, account ${cell(account ?? "unknown", 12)}`,
    `${stateOf(profile, nowMs, settings)}; first seen ${timeText(firstSeenMs)}, last seen ${timeText(lastSeenMs)}, on ${counted(days.size, "day")}`,
    "",
    `${dayText(scale.firstDay)} to ${dayText(scale.lastDay)}`,
    plotDays(days, scale),
  ];
  return `${lines.join("\n")}\n${attributeKinds.map((kind) => drawKind(kind, values[kind], scale)).join("")}`;
}

function drawKind(kind: AttributeKind, values: KeyProfile["values"][AttributeKind], scale: Scale): string {
  const newestFirst = [...values].sort(
    ([left, { last: leftLast }], [right, { last: rightLast }]) => rightLast - leftLast || (left < right ? -1 : 1),
  );
  const rows = newestFirst
    .slice(0, mostShown)
    .map(([value, { first, last }]) => [
      plotSpan(first, last, scale).padEnd(scale.columns),
      dayText(first),
      dayText(last),
      value === "" ? "(none)" : cell(value, 90),
    ]);
  const left = newestFirst.length - rows.length;
  const full = values.size >= mostValues[kind] ? ": full, nothing new is taken in" : "";
  const heading = `\n${counted(values.size, ...kindWords[kind])}${full}\n`;
  return `${heading}${textTable([["".padEnd(scale.columns), "first", "last", "value"], ...rows])}${left > 0 ? `… and ${numberText(left)} more\n` : ""}`;
}

function timeText(atMs: number): string {
  return utcText(new Date(atMs).toISOString());
}
