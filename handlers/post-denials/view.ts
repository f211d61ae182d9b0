import type { CountryLookup } from "../../clients/country";
import type { Group } from "../../core/denials/group";
import { countedInPart } from "../../core/denials/group";
import { topOf } from "../../core/denials/tally";
import type { ConsolePortal } from "../../core/slack/console-portal";
import type { IncidentView } from "../../core/slack/incident-view";
import type { PostDenialsSettings } from "./settings";

const dayMs = 86_400_000;

/** Where the trail's records are, for links. */
export interface TrailPlace {
  /** Undefined where the trail has none. */
  readonly logGroup: string | undefined;
  readonly homeRegion: string | undefined;
  readonly portal?: ConsolePortal;
}

/** What a message says of a group. */
export function viewOf(
  group: Group,
  newCount: number,
  place: TrailPlace,
  country: CountryLookup,
  countryNote: string | undefined,
): IncidentView {
  const names = Object.keys(group.actions.counts);
  const services = new Set(names.map((name) => name.slice(0, name.indexOf(":"))));
  return {
    kind: group.kind,
    severity: group.severity,
    sample: group.sample,
    count: group.count,
    newCount,
    firstAt: group.firstAt,
    lastAt: group.lastAt,
    actions: topOf(group.actions, 10),
    actionCount: group.actions.distinct,
    serviceCount: services.size,
    accountCount: group.accounts.distinct,
    addressCount: group.addresses.distinct,
    sessionCount: group.sessions.distinct,
    accounts: topOf(group.accounts, 10).map(({ name }) => name),
    addresses: topOf(group.addresses, 5).map(({ name, count }) => {
      const code = countryNote === undefined ? country(name) : undefined;
      return code === undefined ? { address: name, count } : { address: name, count, country: code };
    }),
    sessions: topOf(group.sessions, 3).map(({ name }) => name),
    notes: [...group.notes, ...partNotes(group)],
    ...(place.logGroup === undefined ? {} : { logGroup: place.logGroup }),
    ...(place.homeRegion === undefined ? {} : { homeRegion: place.homeRegion }),
    ...(place.portal === undefined ? {} : { portal: place.portal }),
    ...(countryNote === undefined ? {} : { countryNote }),
    ...(group.told ? { openedBefore: true } : {}),
  };
}

function partNotes(group: Group): string[] {
  const kinds = countedInPart(group);
  return kinds.length === 0 ? [] : [`There may be more ${kinds.join(" and ")} than are counted here.`];
}

/** Why no country is shown, where the country data is older than the stack allows at the time of the event. */
export function countryNoteAt(settings: PostDenialsSettings["country"], eventMs: number): string | undefined {
  const ageDays = Math.floor((eventMs - Date.parse(settings.dataDate)) / dayMs);
  if (ageDays <= settings.maxAgeDays) return undefined;
  return `Country unknown: the country data of ${settings.dataDate} is ${ageDays} days old (at most ${settings.maxAgeDays}).`;
}
