import { expect } from "chai";

import type { ActionRecord } from "../../../core/actions/record";
import type { FaultKind, FaultSetup } from "../../../local/account/faults";
import type { AccountSetup } from "../../../local/account/types";
import type { ApiEffect } from "../../../local/effects";
import { UploadedFunction } from "../../support/uploaded-function";
import { idOf, interactiveStack, nowMs, pressed, question } from "./stage";

const hourMs = 3_600_000;
const own = "approve-action";

interface Ending {
  readonly record: ActionRecord | undefined;
  readonly isActive: boolean;
  readonly failed: boolean;
  readonly calls: readonly ApiEffect[];
  readonly deadLetters: number;
}

describe("approve-action, as uploaded, while each of its calls fails in turn", function () {
  this.timeout(120_000);
  let target: UploadedFunction;
  let clean: Ending;
  let asked = 0;

  before(async () => {
    target = await UploadedFunction.start(own, interactiveStack);
    clean = await press([]);
    expect(clean).to.deep.include({ isActive: false, failed: false, deadLetters: 0 });
  });
  after(() => target?.stop());

  /** Presses Approve under a question of its own; `again` presses once more after the fault, as a person would. */
  async function press(faults: readonly FaultSetup[], { again = false } = {}): Promise<Ending> {
    asked += 1;
    const name = `case${String(asked).padStart(3, "0")}x`;
    const atMs = nowMs + asked * hourMs;
    const record = questionAt(name, atMs);
    target.reset();
    const empty = await target.account.save();
    target.account.put({ ...withQuestion(empty, record), faults });
    const send = async () => {
      const request = pressed({ recordId: record.id, secondsOld: (nowMs - atMs) / 1000 });
      const outcome = await target.request(request, atMs);
      return outcome.error !== undefined;
    };
    const failed = await send();
    target.account.put({ faults: [] });
    if (again) await send();
    await target.until(atMs + hourMs / 2);
    return { failed, ...(await endingOf(record)) };
  }

  async function endingOf({ id, subject }: ActionRecord): Promise<Omit<Ending, "failed">> {
    const { users = [], tables = [] } = await target.account.save();
    const key = users.flatMap(({ keys = [] }) => keys).find(({ accessKeyId }) => accessKeyId === subject.id);
    const item = tables.flatMap(({ items = [] }) => items).find((one) => textOf(one.key) === `RECORD#${id}`);
    return {
      record: item === undefined ? undefined : (JSON.parse(textOf(item.value)) as ActionRecord),
      isActive: key?.status !== "Inactive",
      calls: target.effects.filter((one): one is ApiEffect => one.effect === "api" && one.function === own),
      deadLetters: target.deadLetters.length,
    };
  }

  function callsOf(): FaultSetup[] {
    const counts = new Map<string, number>();
    return clean.calls.map(({ service, operation }) => {
      const nth = (counts.get(operation) ?? 0) + 1;
      counts.set(operation, nth);
      return { kind: "server-error", function: own, service, operation, nth };
    });
  }

  const kinds: readonly FaultKind[] = ["server-error", "access-denied", "lost-response"];
  for (const kind of kinds) {
    it(`changes the key only for an answer that is written down: ${kind}`, async () => {
      const calls = callsOf();
      expect(calls.length).to.be.at.least(4);
      for (const call of calls) {
        const label = `${kind} of ${call.operation} ${call.nth}`;
        const tries = kind === "server-error" ? [0, 1, 2] : [0];
        const {
          record,
          isActive,
          failed,
          calls: made,
        } = await press(tries.map((more) => ({ ...call, kind, nth: (call.nth ?? 1) + more })));
        expect(
          made.some(({ error }) => error !== undefined),
          `${label}: nothing went wrong`,
        ).to.equal(true);
        const { state, approval } = record ?? {};
        if (isActive) {
          expect(state, label).to.equal("asked");
          expect(failed, `${label}: silent`).to.equal(true);
        } else {
          expect({ state, by: approval?.by }, label).to.deep.equal({ state: "done", by: "slack:T0HOME000/U0CAROL00" });
        }
      }
    });
  }

  it("takes the answer from a second press where the first one came to nothing", async () => {
    for (const call of callsOf()) {
      const faults = [0, 1, 2].map((more) => ({ ...call, nth: (call.nth ?? 1) + more }));
      const { isActive, record } = await press(faults, { again: true });
      expect({ isActive, state: record?.state }, call.operation).to.deep.equal({ isActive: false, state: "done" });
    }
  });
});

function questionAt(name: string, atMs: number): ActionRecord {
  const { request, ...rest } = question(name, {
    createdAtMs: atMs - 60_000,
    changedAtMs: atMs - 60_000,
    askedUntilMs: atMs + 1_740_000,
    firstToldAtMs: atMs - 60_000,
  });
  const { key, occasion } = request as { key: object; occasion: string };
  return { ...rest, id: idOf(name), request: { key: { ...key, seenAtMs: atMs - 90_000 }, occasion } };
}

function withQuestion({ tables = [] }: Partial<AccountSetup>, record: ActionRecord): Partial<AccountSetup> {
  const item = {
    key: { S: `RECORD#${record.id}` },
    item: { S: "STATE" },
    version: { N: "1" },
    value: { S: JSON.stringify(record) },
  };
  return {
    users: [{ name: `owner-of-${record.id}`, keys: [{ accessKeyId: record.subject.id }] }],
    tables: tables.map((table) => (table.name.startsWith("actions") ? { ...table, items: [item] } : table)),
  };
}

function textOf(value: unknown): string {
  return (value as { S?: string } | undefined)?.S ?? "";
}
