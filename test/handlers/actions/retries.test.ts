import { expect } from "chai";

import { awsError, idOf, KEY, minuteMs, NOW, request, stage } from "./stage";
import type { Stage } from "./stage";

/** Lambda's tries of one asynchronous event: at once, after one minute, after two more. Returns what each threw. */
async function threeTries(play: Stage, between: (attempt: number) => void = () => {}): Promise<(Error | undefined)[]> {
  const thrown: (Error | undefined)[] = [];
  for (const [attempt, atMs] of [NOW, NOW + minuteMs, NOW + 3 * minuteMs].entries()) {
    between(attempt);
    const error = await play.respond(request(), atMs).then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    thrown.push(error);
    if (error === undefined) break;
  }
  return thrown;
}

describe("a call of AWS that goes wrong", () => {
  for (const name of ["ThrottlingException", "ServiceFailure", "TimeoutError"]) {
    it(`is tried again after ${name}, and the change is made once`, async () => {
      const play = stage();
      play.world.troubleOfChange = { error: awsError(name) };
      const thrown = await threeTries(play, (attempt) => {
        if (attempt === 2) play.world.troubleOfChange = undefined;
      });
      expect(thrown.map((error) => error?.name)).to.deep.equal([name, name, undefined]);
      expect(play.world.changes).to.equal(1);
      expect(play.decisions()).to.deep.equal(["done signals"]);
      expect(play.record()).to.include({ state: "done", failures: 2, told: true });
      expect(play.posts).to.have.length(1);
    });
  }

  for (const place of ["troubleOfLook", "troubleOfChange"] as const) {
    it(`is given up after the third try, told, and in the dead-letter queue (${place})`, async () => {
      const play = stage();
      play.world[place] = { error: awsError("ThrottlingException") };
      const thrown = await threeTries(play);
      expect(thrown.map((error) => error?.name)).to.deep.equal(Array.from({ length: 3 }, () => "ThrottlingException"));
      expect(play.decisions()).to.deep.equal(["failed service-error"]);
      expect(play.posts).to.have.length(1);
      expect(play.posts[0]).to.contain("Failed to disable the key").and.to.contain("ThrottlingException");
      expect(play.mails).to.have.length(1);
      expect(play.record()).to.include({ state: "failed", failures: 3, told: true });
      expect(play.world.status[KEY]).to.equal("Active");
    });
  }

  it("is not tried again where AWS denies it", async () => {
    const play = stage();
    play.world.troubleOfChange = { error: awsError("AccessDenied") };
    expect(await threeTries(play)).to.deep.equal([undefined]);
    expect(play.record()).to.include({ state: "failed", reason: "access-denied", failures: 1 });
  });

  it("is made anew when the dead letter is redriven, and told once it works", async () => {
    const play = stage();
    play.world.troubleOfChange = { error: awsError("ThrottlingException") };
    await threeTries(play);
    play.world.troubleOfChange = undefined;
    await play.respond(request(), NOW + 10 * minuteMs);
    expect(play.decisions()).to.deep.equal(["failed service-error", "done signals"]);
    expect(play.posts).to.have.length(2);
  });

  it("does not act on a dead letter that is redriven too late", async () => {
    const play = stage();
    play.world.troubleOfChange = { error: awsError("ThrottlingException") };
    await threeTries(play);
    play.world.troubleOfChange = undefined;
    await play.respond(request(), NOW + 40 * minuteMs);
    expect(play.decisions().at(-1)).to.equal("notify stale");
    expect(play.world.changes).to.equal(0);
  });
});

describe("a change whose answer is lost", () => {
  it("is found by the retry and completed, not made again", async () => {
    const play = stage();
    play.world.troubleOfChange = { error: awsError("TimeoutError"), lost: true };
    const thrown = await threeTries(play);
    expect(thrown.map((error) => error?.name)).to.deep.equal(["TimeoutError", undefined]);
    expect(play.world.changes).to.equal(1);
    expect(play.record()).to.deep.include({
      state: "done",
      reason: "signals",
      before: { status: "Active" },
      after: { status: "Inactive" },
    });
    expect(play.decisions()).to.deep.equal(["done signals"]);
  });

  it("is found even where the record could not be completed", async () => {
    const play = stage();
    const { perform } = play.responder;
    play.responder.perform = async (...args) => {
      const performed = await perform(...args);
      play.table.fail("write", "RECORD");
      return performed;
    };
    expect(
      await play.respond(request()).then(
        () => undefined,
        (error: Error) => error.name,
      ),
    ).to.equal("InternalServerError");
    expect(play.record()).to.include({ state: "begun" });
    expect(play.posts).to.deep.equal([]);
    play.table.fail("write", undefined);
    await play.respond(request(), NOW + minuteMs);
    expect(play.record()).to.include({ state: "done", told: true });
    expect(play.world.changes).to.equal(1);
    expect(play.posts).to.have.length(1);
  });

  it("that can't be seen afterwards is tried again and then told as failed", async () => {
    const play = stage();
    play.world.isIgnoringChanges = true;
    const thrown = await threeTries(play);
    expect(thrown.every((error) => error !== undefined)).to.equal(true);
    expect(play.decisions()).to.deep.equal(["failed not-read-back"]);
    expect(play.record()).to.include({ state: "failed", failures: 3 });
  });

  it("of a key that is deleted meanwhile comes to nothing, and says so", async () => {
    const play = stage();
    const { lookAt } = play.responder;
    play.responder.lookAt = async (...args) => {
      const facts = await lookAt(...args);
      play.world.status = {};
      return facts;
    };
    await play.respond(request());
    expect(play.decisions()).to.deep.equal(["skip gone"]);
    expect(play.posts).to.have.length(1);
  });
});

describe("people who can't be reached", () => {
  it("are told by the retry, which changes nothing", async () => {
    const play = stage();
    play.slackIsDown = true;
    const thrown = await threeTries(play, (attempt) => {
      if (attempt === 1) play.slackIsDown = false;
    });
    expect(thrown.map((error) => error?.message)).to.deep.equal(["Slack answered 503", undefined]);
    expect(play.world.changes).to.equal(1);
    expect(play.posts).to.have.length(1);
    expect(play.mails).to.have.length(1);
    expect(play.record()).to.include({ state: "done", told: true });
  });

  it("have the mail in any case, once, and the event in the dead-letter queue", async () => {
    const play = stage();
    play.slackIsDown = true;
    const thrown = await threeTries(play);
    expect(thrown.every((error) => error?.message === "Slack answered 503")).to.equal(true);
    expect(play.mails).to.have.length(1);
    expect(play.decisions()).to.deep.equal(["done signals"]);
    play.slackIsDown = false;
    await play.respond(request(), NOW + 90 * minuteMs);
    expect(play.posts).to.have.length(1);
    expect(play.mails).to.have.length(1);
  });

  it("are no reason to keep quiet of the next event", async () => {
    const play = stage({ mode: "notify" });
    play.slackIsDown = true;
    await play.respond(request()).catch(() => {});
    play.slackIsDown = false;
    await play.respond(request({ eventId: "event-2" }), NOW + minuteMs);
    expect(play.posts).to.have.length(1);
  });

  it("are told though what was told can't be written down, and the event does not come again", async () => {
    const play = stage({ mode: "notify" });
    const { post } = play.parts.channel;
    play.parts.channel.post = async (...args) => {
      play.table.fail("write", "");
      return post(...args);
    };
    await play.respond(request());
    expect(play.posts).to.have.length(1);
  });

  it("get the later look arranged by the retry, where the queue was not to be reached", async () => {
    const play = stage();
    const { send } = play.parts.wake;
    play.parts.wake.send = async () => {
      throw awsError("ServiceUnavailable");
    };
    const thrown = await threeTries(play, (attempt) => {
      if (attempt === 1) play.parts.wake.send = send;
    });
    expect(thrown.map((error) => error?.name)).to.deep.equal(["ServiceUnavailable", undefined]);
    expect(play.posts).to.have.length(1);
    expect(play.queued).to.have.length(1);
    expect(play.record()).to.include({ followUp: "queued" });
  });
});

describe("two invocations at the same time", () => {
  it("of which one holds the subject: the other comes again later and finds it done", async () => {
    const play = stage();
    const { perform } = play.responder;
    const others: string[] = [];
    play.responder.perform = async (...args) => {
      play.responder.perform = perform;
      for (const eventId of ["event-1", "event-2"]) {
        const error = await play.respond(request({ eventId })).then(
          () => undefined,
          (reason: Error) => reason,
        );
        others.push(error?.message ?? "went on");
      }
      return perform(...args);
    };
    await play.respond(request());
    expect(others).to.deep.equal(
      Array.from({ length: 2 }, () => "disable-key: another invocation is at work on key …LE42"),
    );
    expect(play.world.changes).to.equal(1);
    await play.respond(request({ eventId: "event-2" }), NOW + minuteMs);
    expect(play.decisions()).to.deep.equal(["done signals", "skip already-handled"]);
  });

  it("of which the other is faster: this one begins again and finds what it has left", async () => {
    const play = stage();
    play.table.beforeWrite(() => play.respond(request()));
    await play.respond(request());
    expect(play.world.changes).to.equal(1);
    expect(play.posts).to.have.length(1);
    expect(play.decisions()).to.deep.equal(["done signals", "skip already-handled"]);
  });

  it("of which one was cut short: its claim is over after a minute", async () => {
    const play = stage();
    const { perform } = play.responder;
    const never = { cut: true };
    play.responder.perform = () => Promise.reject(never);
    const { saveSubject } = play.parts.store;
    await play.respond(request()).catch(() => {});
    // As if the container had been stopped: nothing of what the failure cleans up has happened.
    const kept = await play.parts.store.subject("disable-key", { kind: "key", id: KEY, account: undefined });
    const claim = { recordId: idOf(request()), untilMs: NOW + minuteMs };
    const memory = { eventIds: [], claim, changedAtMs: NOW };
    await saveSubject("disable-key", { kind: "key", id: KEY, account: undefined }, memory, kept?.version ?? 0);
    play.responder.perform = perform;
    const early = await play.respond(request(), NOW + minuteMs - 1).then(
      () => "went on",
      () => "came again",
    );
    expect(early).to.equal("came again");
    await play.respond(request(), NOW + minuteMs);
    expect(play.world.changes).to.equal(1);
    expect(play.record()).to.include({ state: "done" });
  });
});
