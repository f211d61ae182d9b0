import type { Report } from "../../core/actions/report";
import { quoted } from "../../core/keys/impact";
import type { Identified } from "./identify";
import type { RecentUse } from "./recent-use";
import type { KeyRequest } from "./request";

/** Tags by which companies name who answers for a user. */
const ownerTags = /owner|team|contact|service|application|environment/i;

const mostTags = 5;

/** What people are told of a key beside the decision. */
export function describe(request: KeyRequest, identified: Identified, use: RecentUse | undefined): Report {
  const { eventIds, region } = request.key;
  const { userName } = identified;
  const [eventId] = eventIds;
  return {
    seen: seenLines(request),
    ...(userName === undefined ? {} : { owner: `user ${quoted(userName)}` }),
    impact: [...tagLines(identified.tags ?? {}), ...(use?.lines ?? [])],
    ...(eventId === undefined || region === undefined ? {} : { event: { id: eventId, region } }),
  };
}

function seenLines({ key, askedBecause }: KeyRequest): string[] {
  const { event, address, country, userAgent, awsOwned, search, resultsLink, principalType, userName } = key;
  const place = [
    ...(address === undefined ? [] : [quoted(address)]),
    ...(country === undefined ? [] : [address === undefined ? quoted(country) : `(${quoted(country)})`]),
    ...(awsOwned === true ? ["(an address of AWS's own)"] : []),
  ];
  const caller = principalType === undefined || principalType === "IAMUser" ? [] : [`by ${quoted(principalType)}`];
  const call = [
    ...(event === undefined ? [] : [quoted(event)]),
    ...(place.length === 0 ? [] : [`from ${place.join(" ")}`]),
    ...caller,
    ...(userAgent === undefined ? [] : [`with ${quoted(userAgent)}`]),
  ];
  return [
    ...(askedBecause === undefined ? [] : [askedBecause]),
    ...(call.length === 0 ? [] : [call.join(" ")]),
    ...(search === undefined ? [] : [`Found by the search ${quoted(search)}`]),
    ...(resultsLink === undefined ? [] : [`Its results: ${quoted(resultsLink)}`]),
    ...(userName === undefined ? [] : [`Reported as a key of ${quoted(userName)}`]),
  ];
}

function tagLines(tags: Readonly<Record<string, string>>): string[] {
  const telling = Object.entries(tags).filter(([name]) => ownerTags.test(name));
  const texts = telling.slice(0, mostTags).map(([name, value]) => `${quoted(name)} is ${quoted(value)}`);
  return texts.length === 0 ? [] : [`Tags of the user: ${texts.join(", ")}`];
}
