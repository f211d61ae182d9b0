import type { WardenContext } from "./warden-context";

/** Options of what holds data, or what it is read with: it stays behind on `destroy`, and is protected where the stack says so. */
export function evidenceOptions({ configuration: { evidence } }: WardenContext): {
  readonly retainOnDelete: boolean;
  readonly protect: boolean;
} {
  return { retainOnDelete: evidence.retainOnDestroy, protect: evidence.protect };
}

/** What a table that holds data has beside the options: AWS's own two guards against losing it. */
export function tableGuards({ configuration: { evidence } }: WardenContext): {
  readonly pointInTimeRecovery: { readonly enabled: boolean };
  readonly deletionProtectionEnabled: boolean;
} {
  return { pointInTimeRecovery: { enabled: true }, deletionProtectionEnabled: evidence.retainOnDestroy };
}
