import type { AddressList } from "../core/configuration/configuration";
import { mostThreats, mostTrusted } from "../core/configuration/guard-duty";
import type { CheckedList } from "../core/threat-list/list";
import { formatFaults, listOf, readList } from "../core/threat-list/list";
import { lateStop } from "./late-stop";
import { downloadList, shownUrl } from "./threat-list-download";

/** Settings that hold a list, with the most entries that GuardDuty takes of each. */
const mostEntries = Object.freeze({ threatList: mostThreats, trustedList: mostTrusted });

export type ListSetting = keyof typeof mostEntries;

/**
 * The list of a setting as it is to be uploaded. A list with an address is fetched at every preview and deployment; one that
 * can't be had, or has lines of the wrong form, stops them with a message that names the list and each line.
 */
export async function checkedList(setting: ListSetting, list: AddressList): Promise<CheckedList> {
  if (list.kind === "entries") return listOf(list.entries);
  const name = `api-warden:guardDuty.${setting} (${shownUrl(list.url)})`;
  const text = await downloadList(list.url).catch((error: unknown) => {
    throw lateStop(`${name} could not be fetched: ${(error as Error).message}`);
  });
  const reading = readList(text, mostEntries[setting]);
  if ("faults" in reading) throw lateStop(formatFaults(name, reading.faults));
  return reading.list;
}
