import type { TicketRecord } from "../core/tickets/ticket-record";
import type { Kept, StateTable } from "./state-table";

/** The tickets that were made of incidents. Methods throw what AWS says. */
export interface TicketStore {
  ticket(label: string): Promise<Kept<TicketRecord> | undefined>;
  /**
   * Writes what `change` makes of the newest record, which is read again where others write at the same time. Nothing is
   * written where it returns undefined. Returns what stands then.
   */
  changeTicket(
    label: string,
    change: (known: TicketRecord | undefined) => TicketRecord | undefined,
    nowMs: number,
  ): Promise<TicketRecord | undefined>;
}

const item = "STATE";
const keptMs = 400 * 86_400_000;

/** Tries to write what others write, too; each has read the newest state. */
const mostConflicts = 20;

/** Kept in a table whose hash key is `key` and whose range key is `item`. */
export function ticketStore(table: Pick<StateTable, "read" | "write">): TicketStore {
  const read = async (label: string) => (await table.read(`TICKET#${label}`, item)) as Kept<TicketRecord> | undefined;
  return {
    ticket: read,
    async changeTicket(label, change, nowMs) {
      for (let round = 0; round < mostConflicts; round += 1) {
        const kept = await read(label);
        const changed = change(kept?.value);
        if (changed === undefined) return kept?.value;
        if (await table.write(`TICKET#${label}`, item, changed, kept?.version ?? 0, nowMs + keptMs)) return changed;
      }
      throw new Error(`the ticket ${label} was written by others ${mostConflicts} times`);
    },
  };
}
