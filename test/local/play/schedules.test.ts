import { expect } from "chai";

import type { Invocation, Invoker } from "../../../local/play/invoker";
import { Schedules } from "../../../local/play/schedules";
import { Timeline } from "../../../local/play/timeline";
import { functionThat, graphOf, lambda, minutes, resource, startMs } from "./fixture";

type Answer = "fails" | { readonly nothingDueBefore?: string };

/** A schedule whose ticks are answered as told, by the minute in which they run. */
function started(answer: (minute: number) => Answer, expression = "rate(1 minute)") {
  const ticks: number[] = [];
  const timeline = new Timeline();
  const invoke = async ({ succeeded, failed }: Invocation, atMs: number) => {
    const minute = (atMs - startMs) / 60_000;
    ticks.push(minute);
    const answered = answer(minute);
    if (answered === "fails") failed?.(atMs);
    else succeeded?.(answered, atMs);
  };
  const graph = graphOf(
    lambda,
    resource("aws:cloudwatch/eventRule:EventRule", "every-minute", { scheduleExpression: expression }),
    resource("aws:cloudwatch/eventTarget:EventTarget", "target", { rule: "every-minute", arn: "arn:post-denials" }),
  );
  const target = functionThat(async () => ({ lines: [], refusals: [] }));
  const schedules = new Schedules(graph, [target], timeline, () => ({ invoke }) as unknown as Invoker);
  const run = async () => {
    for (let next = timeline.take(); next !== undefined; next = timeline.take()) await next.run();
  };
  return { schedules, ticks, run };
}

const due = (minute: number) => ({ nothingDueBefore: new Date(minutes(minute)).toISOString() });

describe("a declared schedule", () => {
  it("does not tick while nothing has happened", async () => {
    const { schedules, ticks, run } = started(() => ({}));
    await run();
    expect(ticks).to.deep.equal([]);
    expect(schedules.ticks).to.deep.equal({ run: 0, skipped: 0 });
  });

  it("ticks once after its function has handled something, however much it was", async () => {
    const { schedules, ticks, run } = started(() => ({}));
    schedules.changed("post-denials", startMs + 10);
    schedules.changed("post-denials", startMs + 20);
    schedules.changed("another", minutes(7));
    await run();
    expect(ticks).to.deep.equal([1]);
  });

  it("passes over the ticks before the time that its function names, and counts them", async () => {
    const { schedules, ticks, run } = started((minute) => (minute === 1 ? due(15) : {}));
    schedules.changed("post-denials", startMs);
    await run();
    expect(ticks).to.deep.equal([1, 15]);
    expect(schedules.ticks).to.deep.equal({ run: 2, skipped: 13 });
  });

  it("ticks earlier than named when something happens meanwhile, and not twice for one minute", async () => {
    const { schedules, ticks, run } = started((minute) => {
      if (minute === 1) schedules.changed("post-denials", minutes(4));
      return minute < 15 ? due(15) : {};
    });
    schedules.changed("post-denials", startMs);
    await run();
    expect(ticks).to.deep.equal([1, 5, 15]);
  });

  it("never ticks again at the same time, also where the named time is past", async () => {
    const { schedules, ticks, run } = started((minute) => (minute < 3 ? due(-5) : {}));
    schedules.changed("post-denials", startMs);
    await run();
    expect(ticks).to.deep.equal([1, 2, 3]);
  });

  it("ticks after an event when the event's answer says so, and not at all where it says never", async () => {
    const { schedules, ticks, run } = started(() => ({}));
    schedules.changed("post-denials", startMs, { nothingDueBefore: null });
    schedules.changed("post-denials", startMs, due(9));
    schedules.changed("post-denials", startMs, due(20));
    await run();
    expect(ticks).to.deep.equal([9]);
    schedules.changed("post-denials", minutes(30), due(3));
    await run();
    expect(ticks, "what is due already waits for the next tick").to.deep.equal([9, 31]);
    schedules.changed("post-denials", minutes(40), { batchItemFailures: [] });
    await run();
    expect(ticks, "an answer that does not say").to.deep.equal([9, 31, 41]);
  });

  it("goes on after a tick that failed, until too many have failed in a row", async () => {
    const recovering = started((minute) => (minute < 4 ? "fails" : {}));
    recovering.schedules.changed("post-denials", startMs);
    await recovering.run();
    expect(recovering.ticks).to.deep.equal([1, 2, 3, 4]);

    const broken = started(() => "fails");
    broken.schedules.changed("post-denials", startMs);
    await broken.run();
    expect(broken.ticks).to.have.lengthOf(30);
  });

  it("ticks at whole multiples of its period", async () => {
    const { schedules, ticks, run } = started(() => ({}), "rate(5 minutes)");
    schedules.changed("post-denials", minutes(7));
    await run();
    expect(ticks).to.deep.equal([10]);
  });

  it("of another form is refused by its text", () => {
    expect(() => started(() => ({}), "cron(0 8 ? * MON *)")).to.throw("cron(0 8 ? * MON *)");
  });
});
