import type { ActionRecord } from "../../core/actions/record";
import { useLines, useOf } from "../../core/keys/impact";
import { quoted } from "../../core/keys/impact";
import { decisionLine } from "../../core/tickets/action-text";
import type { Enrichment } from "../../core/tickets/enrichment";
import type { TicketRecord } from "../../core/tickets/ticket-record";
import { log } from "../post-denials/audit";
import type { CallbackParts } from "./parts";

const lookedAtHours = 24;
const hourMs = 3_600_000;

/** Finds out what people who get the issue will ask first. Never throws: what can't be looked up is said to be so. */
export async function enrich(ticket: TicketRecord, parts: CallbackParts, nowMs: number): Promise<Enrichment> {
  const action = await attempt(() => recordOf(ticket, parts), undefined);
  const accountId = action?.subject.account ?? ticket.account;
  const isOwn = accountId !== undefined && accountId === parts.ownAccount;
  const nobody: Whose = {};
  const [alias, organization, whose, investigation] = await Promise.all([
    isOwn ? attempt(() => parts.accountAlias(), undefined) : undefined,
    accountId === undefined ? undefined : attempt(async () => parts.known?.([accountId]), undefined),
    isOwn ? attempt(() => ownerOf(ticket, parts), nobody) : nobody,
    investigate(ticket, action, isOwn, parts, nowMs),
  ]);
  const owner = whose.userName === undefined ? action?.report.owner : `user ${quoted(whose.userName)}`;
  return {
    account: accountId === undefined ? undefined : { id: accountId, alias },
    organization,
    owner,
    tags: whose.tags ?? {},
    done: doneLines(action),
    investigation,
  };
}

async function recordOf({ action }: TicketRecord, { actions }: CallbackParts): Promise<ActionRecord | undefined> {
  return action === undefined ? undefined : (await actions.record(action))?.value;
}

function doneLines(action: ActionRecord | undefined): string[] {
  if (action === undefined) return ["Warden has only told of it, and changed nothing."];
  return [decisionLine(action), `Record \`${action.id}\``];
}

interface Whose {
  readonly userName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Whose key it is, by AWS's own word. */
async function ownerOf({ subject }: TicketRecord, { keys }: CallbackParts): Promise<Whose> {
  if (subject.kind !== "key") return {};
  const owner = await keys.ownerOf(subject.id);
  if (owner.kind !== "user") return {};
  const { userName } = owner;
  const tags = await attempt(() => keys.tagsOf(userName), undefined);
  return tags === undefined ? { userName } : { userName, tags };
}

/** What the key did in the last day, as the trail has it now; of anything else what was found when it was decided on. */
async function investigate(
  { subject }: TicketRecord,
  action: ActionRecord | undefined,
  isOwn: boolean,
  { history, check }: CallbackParts,
  nowMs: number,
): Promise<readonly string[]> {
  if (subject.kind !== "key") return [...(action?.report.seen ?? []), ...(action?.impact ?? [])];
  try {
    const { records, truncated } = await history.read(subject.id, nowMs - lookedAtHours * hourMs, nowMs);
    // The trail may not record another account: that it is silent about a key of it says nothing.
    const lines =
      isOwn || records.length > 0
        ? useLines({ use: useOf(records, check), truncated, hours: lookedAtHours })
        : ["What the key did in its own account could not be looked up: no call with it is found in the trail"];
    return [...(action?.report.seen ?? []), ...lines];
  } catch (error) {
    log("not-investigated", { why: (error as Error).name });
    return ["What the key did lately could not be looked up."];
  }
}

async function attempt<Value>(look: () => Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await look();
  } catch (error) {
    log("not-looked-up", { why: (error as Error).name });
    return otherwise;
  }
}
