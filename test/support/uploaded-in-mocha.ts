import { expect } from "chai";

import type { SlackEffect } from "../../local/effects";
import { UploadedFunction } from "./uploaded-function";

/** Starts the function before the tests of the surrounding `describe`, and gives each test empty tables. */
export function uploaded(name: string, configuration: Readonly<Record<string, unknown>>): () => UploadedFunction {
  const started: { one?: UploadedFunction } = {};
  const running = () => {
    if (started.one === undefined) throw new Error("the function has not been started");
    return started.one;
  };
  before("lay out and start the function", async function () {
    this.timeout(60_000);
    started.one = await UploadedFunction.start(name, configuration);
  });
  beforeEach(() => running().reset());
  after(() => started.one?.stop());
  return running;
}

/** Nothing is lost and nothing is told twice: each id is in exactly one message, mute or dead letter, and no other id is. */
export function expectEachOnce(one: UploadedFunction, eventIds: readonly string[]): void {
  expect(eventIds.length, "event ids of the test itself").to.be.greaterThan(0);
  const wrong = [...one.accounts].filter(([, times]) => times !== 1);
  expect(wrong, "ids that are accounted for more than once").to.deep.equal([]);
  expect([...one.accounts.keys()].sort()).to.deep.equal([...new Set(eventIds)].sort());
}

/** The text of a message, for notifications. */
export function textOf({ message }: SlackEffect): string {
  return (message as { text: string }).text;
}

/** All that a message shows, as one text. */
export function shown({ message }: SlackEffect): string {
  return JSON.stringify((message as { blocks: unknown }).blocks);
}
