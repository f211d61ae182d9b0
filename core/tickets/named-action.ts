import { actionNames } from "../configuration/names";
import type { TicketEvent } from "../incidents/ticket-event";
import type { JiraDocument } from "./document";
import { jiraDocument } from "./document";

/** What may be asked for on what: a report of a key is decided on for the key and for its sessions alike. */
const askable: Readonly<Partial<Record<TicketEvent["subject"]["kind"], readonly string[]>>> = Object.freeze({
  key: Object.freeze(["disable-key", "revoke-sessions"]),
});

/** What a label that names an action comes to. */
export type NamedAction = "asked" | "not-for-this" | "unknown";

export function namedAction(name: string, subject: TicketEvent["subject"]): NamedAction {
  if (!(actionNames as readonly string[]).includes(name)) return "unknown";
  return askable[subject.kind]?.includes(name) === true ? "asked" : "not-for-this";
}

/** What people read below the issue. A name that is not known is not repeated. */
export function namedActionDocument(name: string, came: NamedAction): JiraDocument {
  const said: Readonly<Record<NamedAction, string>> = {
    asked: `A label asks for \`${name}\`. It is looked at again and every check is made as always: mode, signals, limits, protection, pause. A label is no approval. What comes of it is told here and in the channel.`,
    "not-for-this": `A label asks for \`${name}\`, which can't be asked for here. Nothing was done.`,
    unknown: "A label asks for an action that is not known. Nothing was done.",
  };
  return jiraDocument([{ lines: [said[came]] }]);
}
