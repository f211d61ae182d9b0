import { ticketStore } from "../../../clients/ticket-store";
import type { TicketEvent } from "../../../core/incidents/ticket-event";
import { causeLabel } from "../../../core/tickets/label";
import type { TicketRecord } from "../../../core/tickets/ticket-record";
import { keepIssue } from "../../../handlers/open-ticket/keep-issue";
import { memoryTable } from "../../support/memory-table";
import { knownJira } from "./known-jira";

export const startMs = Date.parse("2026-10-01T12:00:00Z");
export const minute = (minutes: number): number => startMs + minutes * 60_000;

/** An incident's message; what is not said is that of a rule that comes back. */
export function incident(atMs: number, changes: Partial<TicketEvent> = {}): TicketEvent {
  return {
    version: 1,
    kind: "rule-returned",
    subject: { kind: "rule", id: "sgr-0123456789abcdef0" },
    account: "111122223333",
    region: "eu-central-1",
    cause: "a rule that comes back",
    text: "A rule of `sg-1` is there again.",
    eventIds: [`event at ${atMs}`],
    at: new Date(atMs).toISOString(),
    ...changes,
  };
}

/** `open-ticket` without the cloud around it: a table and a Jira in memory, and its own queue by the test's clock. */
export function ticketStage({ indexLagMs = 5_000 } = {}) {
  const clock = { nowMs: startMs };
  const table = memoryTable();
  const jira = knownJira(() => clock.nowMs, indexLagMs);
  const woken: { readonly atMs: number; readonly label: string }[] = [];
  const wake = {
    async send(message: object, delaySeconds: number) {
      const { record } = message as { record: string };
      woken.push({ atMs: clock.nowMs + Math.ceil(delaySeconds) * 1000, label: record });
    },
  };
  const parts = { jira, store: ticketStore(table), wake, project: "SEC" };
  let messages = 0;
  let invocations = 0;

  const invoke = (label: string, message?: { readonly id: string; readonly event: TicketEvent }) =>
    keepIssue({ label, message }, parts, `invocation ${(invocations += 1)}`, clock.nowMs);

  async function deliver(event: TicketEvent, { id = `message ${(messages += 1)}`, atMs = Date.parse(event.at) } = {}) {
    clock.nowMs = Math.max(clock.nowMs, atMs);
    await invoke(causeLabel(event.cause), { id, event });
  }

  /** Lets the function wake itself until this time. */
  async function runUntil(untilMs: number): Promise<void> {
    for (;;) {
      woken.sort((one, other) => one.atMs - other.atMs);
      const [next] = woken;
      if (next === undefined || next.atMs > untilMs) break;
      woken.shift();
      clock.nowMs = Math.max(clock.nowMs, next.atMs);
      await invoke(next.label);
    }
    clock.nowMs = untilMs;
  }

  const ticket = (cause = "a rule that comes back") =>
    table.value(`TICKET#${causeLabel(cause)}`, "STATE") as TicketRecord | undefined;
  return { clock, jira, table, woken, deliver, runUntil, ticket };
}
