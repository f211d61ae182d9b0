import type { Decided } from "./gathering/decisions";
import type { Actors } from "./gathering/actors";

/** What was decided on one subject, and what the deployed Warden would make of its account. */
export interface WouldBeAction extends Decided {
  /** Account of the subject; undefined where nothing tells it. */
  readonly account: string | undefined;
  /** Position of who is behind the first event of it. */
  readonly actor: number | undefined;
  /** Whether the deployed Warden would refuse, because the account is not among those that it may act in. */
  readonly isRefusedWhenDeployed: boolean;
}

/** The account in an ARN: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const arnAccount = /^arn:[a-z-]+:[^:]*:[^:]*:(\d{12}):/;

/** `accounts`: where the deployed Warden may act. */
export function wouldBeActions(
  decided: readonly Decided[],
  actors: Actors,
  accounts: readonly string[],
): readonly WouldBeAction[] {
  const withAccount = decided.map((one) => {
    const unit = one.eventIds.map((id) => actors.ofEvent(id)).find((position) => position !== undefined);
    const position = actors.ofKey(one.subject) ?? unit;
    const account = arnAccount.exec(one.subject)?.[1] ?? accountAt(actors, position);
    const isElsewhere = account !== undefined && !accounts.includes(account);
    return {
      ...one,
      account,
      actor: position === undefined ? undefined : actors.behind(position),
      isRefusedWhenDeployed: isElsewhere || one.asRun.reason === "account-not-listed",
    };
  });
  return withAccount.sort((one, other) => weightOf(other) - weightOf(one) || one.firstMs - other.firstMs);
}

/** What was changed, or would have been, comes first. */
function weightOf({ asRun, ifEnforced }: Decided): number {
  return asRun.verdict === "done" ? 3 : ifEnforced.verdict === "done" ? 2 : asRun.verdict === "skip" ? 0 : 1;
}

function accountAt(actors: Actors, position: number | undefined): string | undefined {
  const account = position === undefined ? undefined : actors.units[position]?.account;
  return account === "unknown" ? undefined : account;
}
