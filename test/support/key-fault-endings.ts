import { expect } from "chai";

import type { FaultKind } from "../../local/account/faults";
import type { Ending, KeyFaultStage, SeenCall } from "./key-fault-stage";
import { callsOf, faultsOf } from "./key-fault-stage";

/** Operations whose lost answer leaves something behind. */
const writes = /^(?:Put|Update|Publish|Send|Delete|Transact)/;

/** What no fault may ever lead to, whatever was decided. */
export function expectNothingHalfDone(ending: Ending, label: string): void {
  const { isActive, otherIsActive, records, told, decisions, deadLetters } = ending;
  expect(otherIsActive, `${label}: the user's other key`).to.equal(true);
  expect(told + deadLetters.length, `${label}: silent`).to.be.at.least(1);
  expect(decisions.length + deadLetters.length, `${label}: not in the log`).to.be.at.least(1);
  const states = records.map(({ state }) => state);
  if (deadLetters.length === 0) expect(states, `${label}: cut short`).to.not.include("begun");
  if (isActive) {
    expect(states, `${label}: recorded as done`).to.not.include("done");
    return;
  }
  const recorded = records.filter(({ before }) => (before as { isActive?: boolean } | undefined)?.isActive === true);
  expect(recorded, `${label}: changed without a record of the state before`).to.have.length(1);
}

/** That the key was disabled, recorded, told, and looked at again, as without any fault. */
export function expectContained(ending: Ending, label: string): void {
  const { isActive, records, deadLetters } = ending;
  expect({ isActive, deadLetters, states: records.map(({ state }) => state) }, label).to.deep.equal({
    isActive: false,
    deadLetters: [],
    states: ["done"],
  });
  expect(records[0], label).to.include({ followUp: "contained" });
}

export function labelOf({ operation, nth }: SeenCall, kind: string): string {
  return `${kind} of ${operation} ${nth}`;
}

/** Plays a fault of this kind at each of the calls in turn. Expects at least one. */
export async function playEach(
  stage: KeyFaultStage,
  calls: readonly SeenCall[],
  kind: FaultKind,
  expectEnding: (ending: Ending, label: string) => void,
): Promise<void> {
  expect(calls.length, "calls to break").to.be.at.least(1);
  for (const call of calls) {
    const label = labelOf(call, kind);
    const ending = await stage.play(faultsOf(call, kind));
    expect(
      ending.calls.some(({ error }) => error !== undefined),
      `${label}: nothing went wrong`,
    ).to.equal(true);
    expectNothingHalfDone(ending, label);
    expectEnding(ending, label);
  }
}

/** The calls that change something. */
export function writesOf(ending: Ending, functionName: string): SeenCall[] {
  return callsOf(ending, functionName).filter(({ operation }) => writes.test(operation));
}

/** The first call of each operation. */
export function firstCallsOf(ending: Ending, functionName: string): SeenCall[] {
  return callsOf(ending, functionName).filter(({ nth }) => nth === 1);
}

/** The first call of each service, for what takes long. */
export function firstOfEachService(ending: Ending, functionName: string): SeenCall[] {
  const calls = firstCallsOf(ending, functionName);
  return calls.filter(({ service }, index) => calls.findIndex((call) => call.service === service) === index);
}
