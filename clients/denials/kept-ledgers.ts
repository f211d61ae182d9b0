import type { Ledger } from "../../core/denials/ledger";

/** A ledger as it was read or written last, with the event ids that its partition remembers. */
export interface KeptLedger {
  readonly ledger: Ledger;
  readonly seenEventIds: Set<string>;
  /** The stored lists that some message still has to carry. */
  readonly chunks: ReadonlyMap<string, readonly string[]>;
  /** When DynamoDB may forget the ledger, in milliseconds; absent where there is none yet. */
  readonly expiresAtMs?: number;
  readonly ledgerBytes: number;
}

/** What a warm container remembers of ledgers: those used last, within bounds. */
export interface KeptLedgers {
  /** Undefined where it is not kept, or the table may have forgotten it, so that its version may begin again. */
  get(key: string, nowMs: number): KeptLedger | undefined;
  keep(one: KeptLedger): void;
  forget(key: string): void;
  forgetAll(): void;
}

export interface KeptBounds {
  readonly ledgers: number;
  readonly bytes: number;
}

/** A tenth of the function's memory. */
const usualBounds: KeptBounds = { ledgers: 1_000, bytes: 24 * 1024 * 1024 };

/** Of an id of 36 characters in a set, with what the set takes for it. */
const bytesOfEventId = 96;

export function keptLedgers(bounds: KeptBounds = usualBounds): KeptLedgers {
  const kept = new Map<string, KeptLedger & { readonly bytes: number }>();
  const sum = { bytes: 0 };

  function forget(key: string): void {
    sum.bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  return {
    get(key, nowMs) {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      if (found.expiresAtMs === undefined || found.expiresAtMs > nowMs) return found;
      forget(key);
      return undefined;
    },

    keep(one) {
      forget(one.ledger.key);
      const bytes = one.ledgerBytes + one.seenEventIds.size * bytesOfEventId;
      if (bytes > bounds.bytes) return;
      kept.set(one.ledger.key, { ...one, bytes });
      sum.bytes += bytes;
      for (const [oldest] of kept) {
        if (kept.size <= bounds.ledgers && sum.bytes <= bounds.bytes) break;
        forget(oldest);
      }
    },

    forget,

    forgetAll() {
      kept.clear();
      sum.bytes = 0;
    },
  };
}
