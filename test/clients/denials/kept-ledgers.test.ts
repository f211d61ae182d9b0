import { expect } from "chai";

import type { KeptLedger } from "../../../clients/denials/kept-ledgers";
import { keptLedgers } from "../../../clients/denials/kept-ledgers";

function ledger(key: string, changes: Partial<KeptLedger> = {}): KeptLedger {
  return {
    ledger: { key, version: 1, groups: [] },
    seenEventIds: new Set(),
    chunks: new Map(),
    ledgerBytes: 100,
    ...changes,
  };
}

describe("ledgers that a warm container keeps", () => {
  it("are those that were used last", () => {
    const kept = keptLedgers({ ledgers: 2, bytes: 10_000 });
    for (const key of ["a", "b"]) kept.keep(ledger(key));
    kept.get("a", 0);
    kept.keep(ledger("c"));
    expect(["a", "b", "c"].filter((key) => kept.get(key, 0) !== undefined)).to.deep.equal(["a", "c"]);
  });

  it("take no more bytes than allowed, their event ids included", () => {
    const kept = keptLedgers({ ledgers: 100, bytes: 10_000 });
    const seenEventIds = new Set(Array.from({ length: 50 }, (_, position) => `id-${position}`));
    for (const key of ["a", "b", "c"]) kept.keep(ledger(key, { seenEventIds }));
    expect(["a", "b", "c"].filter((key) => kept.get(key, 0) !== undefined)).to.deep.equal(["b", "c"]);
  });

  it("do not push each other out where one alone is too large", () => {
    const kept = keptLedgers({ ledgers: 100, bytes: 1_000 });
    kept.keep(ledger("small"));
    kept.keep(ledger("large", { ledgerBytes: 2_000 }));
    expect([kept.get("large", 0), kept.get("small", 0)?.ledger.key]).to.deep.equal([undefined, "small"]);
  });

  it("count each once, however often it is kept", () => {
    const kept = keptLedgers({ ledgers: 100, bytes: 300 });
    kept.keep(ledger("a"));
    for (let times = 0; times < 10; times += 1) kept.keep(ledger("b"));
    expect(kept.get("a", 0)).to.not.equal(undefined);
  });

  it("are forgotten when the table may have forgotten them", () => {
    const kept = keptLedgers();
    kept.keep(ledger("a", { expiresAtMs: 1_000 }));
    expect(kept.get("a", 999)?.ledger.key).to.equal("a");
    expect(kept.get("a", 1_000)).to.equal(undefined);
    expect(kept.get("a", 999)).to.equal(undefined);
  });
});
