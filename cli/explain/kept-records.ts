import { recordIdForm } from "../../core/actions/record-id";
import { textAt, valueAt } from "../../core/cloudtrail/record";
import { visibleText } from "../../core/slack/escape";
import type { AccountSetup } from "../../local/account/types";

/** An action's record as it stands at the end of a run. */
export interface RecordPart {
  /** As messages print it. */
  readonly id: string;
  readonly action: string;
  readonly subject: string;
  /** For example "asked" or "restored". */
  readonly state: string;
  /** ISO 8601 in UTC. */
  readonly since?: string;
  /** The first ones of many. */
  readonly eventIds: readonly string[];
}

/** The records of actions in the tables of an account; what is none is left out. */
export function keptRecords({ tables = [] }: Pick<AccountSetup, "tables">): RecordPart[] {
  return tables.flatMap(({ items = [] }) => items).flatMap((item) => recordIn(item));
}

/** Ids of the events that an id stands for: the first event of the record, where it is one of a record. */
export function eventNamed(id: string, records: readonly RecordPart[]): string {
  if (!recordIdForm.test(id)) return id;
  return records.find((record) => record.id === id)?.eventIds[0] ?? id;
}

function recordIn(item: unknown): RecordPart[] {
  if (textAt(item, "key", "S")?.startsWith("RECORD#") !== true) return [];
  const record = parsed(textAt(item, "value", "S"));
  const [id, action, subject, state] = [
    textAt(record, "id"),
    textAt(record, "action"),
    textAt(record, "subject", "id"),
    textAt(record, "state"),
  ];
  if (id === undefined || action === undefined || subject === undefined || state === undefined) return [];
  const listed = valueAt(record, "eventIds");
  const eventIds = Array.isArray(listed) ? listed.filter((one): one is string => typeof one === "string") : [];
  const changedAtMs = valueAt(record, "changedAtMs");
  const since = typeof changedAtMs === "number" ? { since: new Date(changedAtMs).toISOString() } : {};
  return [{ id, action: visibleText(action), subject: visibleText(subject), state, ...since, eventIds }];
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null") as unknown;
  } catch {
    return undefined;
  }
}
