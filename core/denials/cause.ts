import { shortDigest } from "../short-digest";
import type { Denial } from "./denial";
import { isGuardRail } from "./severity";

/**
 * What equal denials have in common, as 16 hexadecimal digits: account, principal, service, action, code and kind of policy.
 * Neither session nor address: tools fill the one with timestamps, and attackers change the other.
 */
export function causeKey(denial: Denial): string {
  return hashOf(["cause", denial.account, ...principalParts(denial), ...refusedParts(denial)]);
}

/** The principal, wherever it is refused and whatever it tries: 16 hexadecimal digits. */
export function principalKey(denial: Denial): string {
  return hashOf(["principal", ...principalParts(denial)]);
}

/**
 * What is refused in the same way, whoever tries and in whatever account: 16 hexadecimal digits. All that one named guard-rail
 * refuses is one thing, whatever the action.
 */
export function spreadKey(denial: Denial): string {
  const { policyArn } = denial.refusal;
  if (policyArn !== undefined && isGuardRail(denial)) return hashOf(["spread", policyArn]);
  return hashOf(["spread", ...refusedParts(denial)]);
}

function principalParts({ principal, account }: Denial): string[] {
  return [principal.type, principal.name, principal.account ?? account];
}

function refusedParts({ service, action, code, refusal }: Denial): string[] {
  return [service, action, code, refusal.effect, refusal.policyType ?? ""];
}

/** JSON keeps the parts apart, whatever characters a name holds. */
function hashOf(parts: readonly string[]): string {
  return shortDigest(JSON.stringify(parts), "hex", 16);
}
