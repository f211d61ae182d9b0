import { expect } from "chai";

import type { Replay } from "./run-warden";

/** Every id is in one message or one dead letter of `post-denials` at most once; those that are in none are as many as were muted. */
export function expectAllAccounted({ effects, summary }: Replay, denialIds: readonly string[]): void {
  const told = effects.flatMap((effect) =>
    (effect.effect === "slack" || effect.effect === "error") && effect.function === "post-denials"
      ? effect.eventIds
      : [],
  );
  expect(new Set(told).size, "no id is told of twice").to.equal(told.length);
  const distinct = new Set(denialIds);
  expect(
    told.filter((id) => !distinct.has(id)),
    "ids of nothing that was denied",
  ).to.deep.equal([]);
  const untold = [...distinct].filter((id) => !told.includes(id));
  const muted = Object.values(summary.muted).reduce((sum, count) => sum + count, 0);
  expect(untold, "what no message tells of was muted").to.have.lengthOf(muted);
}
