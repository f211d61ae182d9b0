import type { Pause, PauseScope } from "../clients/action-store";
import type { ActionName } from "../core/configuration/names";
import { actionNames } from "../core/configuration/names";
import { UsageError } from "./usage-error";

/** What `--action` and `--account` name; everything without them. Throws a UsageError. */
export function pauseScope(action: string | undefined, account: string | undefined): PauseScope {
  if (action !== undefined && account !== undefined) throw new UsageError("--action and --account: give one of them");
  if (action !== undefined) {
    if (!isAction(action)) {
      throw new UsageError(
        `--action ${JSON.stringify(action)}: no action is called that; allowed: ${actionNames.join(", ")}`,
      );
    }
    return { kind: "action", action };
  }
  if (account === undefined) return { kind: "all" };
  if (!/^\d{12}$/.test(account))
    throw new UsageError(`--account ${JSON.stringify(account)} is not an account id (12 digits)`);
  return { kind: "account", account };
}

function isAction(name: string): name is ActionName {
  return (actionNames as readonly string[]).includes(name);
}

export function scopeWords(scope: PauseScope): string {
  switch (scope.kind) {
    case "all":
      return "all actions";
    case "action":
      return `the action ${scope.action}`;
    case "account":
      return `all actions in account ${scope.account}`;
  }
}

/** One line per pause, for people. */
export function pauseLines(pauses: readonly Pause[]): string {
  if (pauses.length === 0) return "Nothing is paused.\n";
  const lines = pauses.map(
    ({ scope, by, atMs }) => `  ${scopeWords(scope)}, since ${new Date(atMs).toISOString()}, by ${by}`,
  );
  return `Paused:\n${lines.join("\n")}\n`;
}
