/** What a local run shows, one object per line with `--json`. The names are a contract with other programs. */
export type Effect =
  SlackEffect | EmailEffect | AlarmEffect | DecisionEffect | ApiEffect | HttpEffect | ErrorEffect | SummaryEffect;

/** What happens while events are played: all but the summary, which has no time of its own. */
export type PlayedEffect = Exclude<Effect, SummaryEffect>;

interface Timed {
  /** Event time, ISO 8601 in UTC. */
  readonly at: string;
}

export interface SlackEffect extends Timed {
  readonly effect: "slack";
  readonly function: string;
  readonly eventIds: readonly string[];
  readonly message: unknown;
  readonly update?: true;
}

export interface EmailEffect extends Timed {
  readonly effect: "email";
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
}

export interface AlarmEffect extends Timed {
  readonly effect: "alarm";
  readonly alarm: string;
  readonly state: "ALARM" | "OK" | "INSUFFICIENT_DATA";
  readonly metric: string;
  readonly value: number;
}

export interface DecisionEffect extends Timed {
  readonly effect: "decision";
  readonly function: string;
  readonly action: string;
  readonly subject: string;
  readonly verdict: "done" | "notify" | "ask" | "skip" | "refused" | "failed";
  readonly reason: string;
  /** What `enforce` would have come to, where the decision is another. */
  readonly ifEnforced?: { readonly verdict: DecisionEffect["verdict"]; readonly reason: string };
  readonly eventIds: readonly string[];
}

export interface ApiEffect extends Timed {
  readonly effect: "api";
  readonly function: string;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly allowed: boolean;
  /** ARN of the role that the function had assumed in another account; absent where it called under its own. */
  readonly role?: string;
  readonly error?: string;
}

export interface HttpEffect extends Timed {
  readonly effect: "http";
  readonly function: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly body: unknown;
}

export interface ErrorEffect extends Timed {
  readonly effect: "error";
  readonly function: string;
  readonly message: string;
  readonly eventIds: readonly string[];
}

export interface SummaryEffect {
  readonly effect: "summary";
  readonly records: number;
  readonly events: number;
  readonly denied: number;
  readonly denials: number;
  readonly muted: Readonly<Record<string, number>>;
  readonly unreadable: number;
  readonly startupMs: number;
  readonly durationMs: number;
  readonly ticks: { readonly run: number; readonly skipped: number };
  readonly effects: Readonly<Record<string, number>>;
}
