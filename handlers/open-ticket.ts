import { valueAt } from "../core/cloudtrail/record";
import type { InvocationContext } from "../stacks/warden-function";
import { keepIssue } from "./open-ticket/keep-issue";
import { ticketWork } from "./open-ticket/message";
import type { TicketParts } from "./open-ticket/parts";
import { ticketParts } from "./open-ticket/parts";
import type { OpenTicketSettings, TicketEnvironment } from "./open-ticket/settings";

/**
 * Makes the handler of `open-ticket`, once per container: messages of the topic `incidents`, by way of its queue, and those
 * by which it wakes itself.
 */
export function openTicket(
  settings: OpenTicketSettings,
): (event: unknown, context: InvocationContext) => Promise<void> {
  const kept: { parts?: TicketParts } = {};
  return async (event, { awsRequestId }) => {
    const nowMs = Date.now();
    const parts = (kept.parts ??= ticketParts(settings, process.env as unknown as TicketEnvironment));
    const records = valueAt(event, "Records");
    const failures: unknown[] = [];
    for (const [index, record] of (Array.isArray(records) ? records : [event]).entries()) {
      try {
        await keepIssue(ticketWork(record), parts, `${awsRequestId}/${index}`, nowMs);
      } catch (error) {
        // Another incident is not to wait for this one.
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
}
