import { eventIdOf } from "../../core/cloudtrail/event-id";
import { bundledDay } from "../../local/bundled-day/bundled-day";
import { isBucketUrl } from "../../local/input/bucket-url";
import type { InputItem } from "../../local/input/items";
import { readInputs } from "../../local/input/read-inputs";
import { idsOfEvent } from "../../local/play/event-ids";

/** Whether this is the event of an id, by which functions know it: that of CloudTrail, of the finding, or the log event's own. */
export function isEvent(item: InputItem, id: string): boolean {
  if (item.kind === "eventbridge") return idsOfEvent(item.event).includes(id);
  return (eventIdOf(item.record) ?? item.logEventId ?? item.origin) === id;
}

/** The first event of this id in what a run read, read again; undefined where it is not there, or not there any more. */
export async function findEvent(id: string, paths: readonly string[]): Promise<InputItem | undefined> {
  if (paths.length === 0) return [...bundledDay()].find((item) => isEvent(item, id));
  const files = paths.filter((path) => path !== "-" && !isBucketUrl(path));
  if (files.length === 0) return undefined;
  const holding = /^[\x20-\x7e]+$/.test(id) ? id : undefined;
  let found: InputItem | undefined;
  await readInputs(
    files,
    {
      item: (item) => {
        if (found === undefined && isEvent(item, id)) found = item;
      },
      unreadable: () => {},
    },
    { stdin: process.stdin, ...(holding === undefined ? {} : { holding }) },
  );
  return found;
}
