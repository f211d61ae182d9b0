import type { PlayedEffect } from "../effects";
import type { SlackRequest } from "../http/slack-stand-in";

interface AuditLine {
  readonly warden: string;
  readonly eventIds?: readonly string[];
  readonly rule?: string;
  readonly count?: number;
  readonly parts?: number;
}

/** Reads what functions state in their own logs, as CloudWatch Logs would hold it, and adds nothing of its own. */
export class AuditTrail {
  /** Events that each mute rule took. */
  readonly muted = new Map<string, number>();
  private readonly accounted = new Map<string, Set<string>>();

  /** The effects of one invocation: each message that Slack took, with the ids that the function says it accounts for. */
  effectsOf(
    functionName: string,
    requests: readonly SlackRequest[],
    lines: readonly string[],
    at: string,
  ): PlayedEffect[] {
    const statements = this.statementsOf(functionName, lines);
    const effects: PlayedEffect[] = [];
    for (const { kind, message, status, url, accepted } of requests) {
      if (!accepted) {
        effects.push({ effect: "http", at, function: functionName, method: "POST", url, status, body: message });
        continue;
      }
      const eventIds = statements.shift() ?? [];
      const update = kind === "update" ? { update: true as const } : {};
      effects.push({ effect: "slack", at, function: functionName, eventIds, message, ...update });
    }
    return effects;
  }

  /** Of these, the events that neither a message nor a mute accounts for, and that no later message will carry. */
  untold(functionName: string, eventIds: readonly string[]): string[] {
    const told = this.accounted.get(functionName);
    return told === undefined ? [...eventIds] : eventIds.filter((id) => !told.has(id));
  }

  /** One list of ids per message; a message with many ids has several lines. */
  private statementsOf(functionName: string, lines: readonly string[]): string[][] {
    const statements: string[][] = [];
    let partsLeft = 0;
    for (const line of lines.map(auditLine)) {
      if (line === undefined) continue;
      const eventIds = line.eventIds ?? [];
      if (line.warden === "muted" && line.rule !== undefined) {
        this.muted.set(line.rule, (this.muted.get(line.rule) ?? 0) + (line.count ?? 0));
        this.account(functionName, eventIds);
      }
      if (line.warden === "gathered") this.account(functionName, eventIds);
      if (line.warden !== "posted") continue;
      this.account(functionName, eventIds);
      if (partsLeft === 0) {
        statements.push([...eventIds]);
        partsLeft = line.parts ?? 1;
      } else {
        statements.at(-1)?.push(...eventIds);
      }
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

function auditLine(text: string): AuditLine | undefined {
  if (!text.startsWith('{"warden":')) return undefined;
  try {
    return JSON.parse(text) as AuditLine;
  } catch {
    return undefined;
  }
}
