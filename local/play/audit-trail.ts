import type { DecisionEffect, ErrorEffect, PlayedEffect } from "../effects";
import type { SlackRequest } from "../http/slack-stand-in";

interface AuditLine {
  readonly warden: string;
  /** Whose work it was, where that is another's than the function's that did it. */
  readonly function?: string;
  readonly eventIds?: readonly string[];
  readonly rule?: string;
  readonly count?: number;
  readonly parts?: number;
  readonly action?: unknown;
  readonly subject?: unknown;
  readonly verdict?: unknown;
  readonly reason?: unknown;
  readonly ifEnforced?: DecisionEffect["ifEnforced"];
}

/** What a function states of events that come of nothing, or of nothing yet: no effect says so. */
export interface AuditNote {
  readonly at: string;
  readonly function: string;
  readonly what: "gathered" | "muted";
  /** Of a mute. */
  readonly rule?: string;
  readonly eventIds: readonly string[];
}

const verdicts: readonly DecisionEffect["verdict"][] = ["done", "notify", "ask", "skip", "refused", "failed"];

type Statement = { readonly posted: readonly string[]; readonly speaker: string } | { readonly decided: AuditLine };

/** Reads what functions state in their own logs, as CloudWatch Logs would hold it, and adds nothing of its own. */
export class AuditTrail {
  /** Events that each mute rule took. */
  readonly muted = new Map<string, number>();
  private readonly accounted = new Map<string, Set<string>>();

  constructor(private readonly noted: (note: AuditNote) => void = () => {}) {}

  /**
   * The effects of one invocation in the order of its log: each message that Slack took, with the ids that the function says
   * it accounts for, and each decision.
   */
  effectsOf(
    functionName: string,
    requests: readonly SlackRequest[],
    lines: readonly string[],
    at: string,
  ): PlayedEffect[] {
    const left = [...requests];
    const effects: PlayedEffect[] = [];
    const show = (
      { kind, message, status, url, accepted }: SlackRequest,
      eventIds: readonly string[],
      speaker = functionName,
    ) => {
      const update = kind === "update" ? { update: true as const } : {};
      if (accepted) effects.push({ effect: "slack", at, function: speaker, eventIds, message, ...update });
      else effects.push({ effect: "http", at, function: functionName, method: "POST", url, status, body: message });
    };
    for (const statement of this.statementsOf(functionName, lines, at)) {
      if ("decided" in statement) {
        effects.push(decisionOf(functionName, statement.decided, at));
        continue;
      }
      // What Slack refused comes before the message that it took instead.
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        show(next, statement.posted, statement.speaker);
        if (next.accepted) break;
      }
    }
    for (const request of left) show(request, []);
    return effects;
  }

  /** Of these, the events that neither a message nor a mute accounts for, and that no later message will carry. */
  untold(functionName: string, eventIds: readonly string[]): string[] {
    const told = this.accounted.get(functionName);
    return told === undefined ? [...eventIds] : eventIds.filter((id) => !told.has(id));
  }

  /** What the function states, in order; a message with many ids has several lines. */
  private statementsOf(functionName: string, lines: readonly string[], at: string): Statement[] {
    const statements: Statement[] = [];
    let open: string[] = [];
    let partsLeft = 0;
    for (const line of lines.map(auditLine)) {
      if (line === undefined) continue;
      const eventIds = line.eventIds ?? [];
      if (line.warden === "decided") statements.push({ decided: line });
      if (line.warden === "muted" && line.rule !== undefined) {
        this.muted.set(line.rule, (this.muted.get(line.rule) ?? 0) + (line.count ?? 0));
      }
      if (["muted", "gathered", "posted"].includes(line.warden)) this.account(functionName, eventIds);
      if (line.warden === "gathered" || line.warden === "muted") {
        const rule = line.rule === undefined ? {} : { rule: line.rule };
        this.noted({ at, function: line.function ?? functionName, what: line.warden, ...rule, eventIds });
      }
      if (line.warden !== "posted") continue;
      if (partsLeft === 0) {
        statements.push({ posted: (open = []), speaker: line.function ?? functionName });
        partsLeft = line.parts ?? 1;
      }
      open.push(...eventIds);
      partsLeft -= 1;
    }
    return statements;
  }

  private account(functionName: string, eventIds: readonly string[]): void {
    let told = this.accounted.get(functionName);
    if (told === undefined) this.accounted.set(functionName, (told = new Set()));
    for (const id of eventIds) told.add(id);
  }
}

/** The decision that a function states, or the complaint that the line is none. */
function decisionOf(functionName: string, line: AuditLine, at: string): DecisionEffect | ErrorEffect {
  const { action, subject, reason, ifEnforced, eventIds = [] } = line;
  const verdict = verdicts.find((known) => known === line.verdict);
  if (
    verdict === undefined ||
    typeof action !== "string" ||
    typeof subject !== "string" ||
    typeof reason !== "string"
  ) {
    const message = `a decision without action, subject, verdict or reason: ${JSON.stringify(line).slice(0, 300)}`;
    return { effect: "error", at, function: functionName, message, eventIds };
  }
  const decision = { effect: "decision", at, function: functionName, action, subject, verdict, reason } as const;
  return { ...decision, ...(ifEnforced === undefined ? {} : { ifEnforced }), eventIds };
}

function auditLine(text: string): AuditLine | undefined {
  if (!text.startsWith('{"warden":')) return undefined;
  try {
    return JSON.parse(text) as AuditLine;
  } catch {
    return undefined;
  }
}
