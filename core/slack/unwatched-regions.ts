import { code } from "./denial-lines";
import type { SlackMessage } from "./message";
import { context, SLACK_LIMITS } from "./message";

/** A region as messages write it: alone, as code. */
const regionAsCode =
  /`([a-z]{2}(?:-[a-z]{2,5})?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d)`/g;

/** Regions that a note has room for. */
const mostNamed = 5;

/**
 * The message with a note on those of its regions that the stack does not watch, so that nobody takes silence about them for
 * rest. As it was where all are watched, where it is not known which are, and where Slack has no room for more.
 */
export function withUnwatchedRegions(message: SlackMessage, watched: readonly string[] | undefined): SlackMessage {
  if (watched === undefined) return message;
  const named = [...textOf(message).matchAll(regionAsCode)].flatMap(([, region]) => region ?? []);
  const unwatched = [...new Set(named)].filter((region) => !watched.includes(region)).slice(0, mostNamed);
  if (unwatched.length === 0) return message;
  const noted = { ...message, blocks: [...message.blocks, context(noteOn(unwatched))] };
  const fits = noted.blocks.length <= SLACK_LIMITS.blocks && JSON.stringify(noted).length <= SLACK_LIMITS.jsonLength;
  return fits ? noted : message;
}

function textOf({ blocks }: SlackMessage): string {
  return JSON.stringify(blocks);
}

function noteOn(regions: readonly string[]): string {
  const names = regions.map((region) => code(region, 34)).join(", ");
  const are = regions.length === 1 ? "is" : "are";
  return `Not watched: ${names} ${are} not in ${code("api-warden:regions", 30)}; what is changed there is seen in the trail alone, and not acted on.`;
}
