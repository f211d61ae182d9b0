/** What an action does on its own: tell, ask, or act. */
export const modes = Object.freeze(["notify", "approve", "enforce"] as const);
export type Mode = (typeof modes)[number];

/** Actions that change something, as they appear in effects and in `modes`. */
export const actionNames = Object.freeze([
  "disable-key",
  "revoke-sessions",
  "revoke-ingress",
  "restart-trail",
  "block-public-access",
] as const);
export type ActionName = (typeof actionNames)[number];

/** CIS AWS Foundations Benchmark v6, section 5, without 5.1, which `compliance` declares. */
export const benchmarkAlarmNumbers = Object.freeze([
  "5.2",
  "5.3",
  "5.4",
  "5.5",
  "5.6",
  "5.7",
  "5.8",
  "5.9",
  "5.10",
  "5.11",
  "5.12",
  "5.13",
  "5.14",
  "5.15",
] as const);
export type BenchmarkAlarmNumber = (typeof benchmarkAlarmNumbers)[number];
