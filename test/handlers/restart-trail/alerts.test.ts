import { expect } from "chai";

import { restartMemory } from "../../../clients/restart-memory";
import type { TrailAccess, TrailStatus } from "../../../clients/trails";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import { partChangesIn } from "../../../core/trail-tampering/own-parts";
import { tamperingIn } from "../../../core/trail-tampering/tampering";
import { partResponder } from "../../../handlers/restart-trail/part-responder";
import { untoldOf, watchedTrails } from "../../../handlers/restart-trail/poll";
import { trailResponder } from "../../../handlers/restart-trail/trail-responder";
import { respondingStage } from "../../support/responding-stage";

const account = "111122223333";
const arn = `arn:aws:cloudtrail:us-east-1:${account}:trail/audit`;
const NOON = Date.parse("2026-10-01T12:00:00Z");
const at = (minutes: number) => NOON + minutes * 60_000;

let told = 0;

function recordOf(source: string, name: string, atMs: number, requestParameters: object): CloudTrailRecord {
  told += 1;
  return {
    ...{ eventSource: source, eventName: name, eventTime: new Date(atMs).toISOString(), requestParameters },
    ...{ eventID: `event-${told}`, awsRegion: "us-east-1", recipientAccountId: account },
  };
}

/** One trail, the function's two responders, and what happens to them. */
function story(mode: "notify" | "enforce" = "notify") {
  const stage = respondingStage({ "restart-trail": mode });
  const trail: { status: TrailStatus | undefined } = {
    status: { isLogging: true, stoppedAtMs: undefined, deliveryError: undefined },
  };
  const set = (isLogging: boolean, atMs?: number) => {
    const stoppedAtMs = isLogging ? trail.status?.stoppedAtMs : atMs;
    trail.status = { isLogging, stoppedAtMs, deliveryError: undefined };
  };
  const state = { arn, homeRegion: "us-east-1", logGroupArn: undefined };
  const trails: TrailAccess = {
    trail: () => Promise.resolve(trail.status === undefined ? undefined : state),
    status: () => Promise.resolve(trail.status),
    tagsOf: () => Promise.resolve({}),
    trailsInto: () => Promise.resolve([state]),
    start: () => Promise.resolve((set(true), true)),
    stop: () => Promise.resolve((set(false), true)),
  };
  const responder = trailResponder({
    trails,
    memory: restartMemory(stage.table),
    store: stage.parts.store,
    protected: [],
    reach: { ownAccount: account, accounts: undefined },
    ownRegion: "us-east-1",
  });
  const callOf = (name: string, minutes: number, more: object = {}) => {
    const request = tamperingIn(recordOf("cloudtrail.amazonaws.com", name, at(minutes), { name: arn, ...more }), "");
    if (request === undefined) throw new Error(`${name} is no tampering`);
    return request;
  };
  const take = (request: ReturnType<typeof callOf>, minutes: number) =>
    stage.postsOf(request, responder, at(minutes) + 5_000);
  return {
    ...{ stage, set, callOf, take },
    /** How many messages a call on the trail leads to. */
    call: (name: string, minutes: number, more?: object) => take(callOf(name, minutes, more), minutes),
    stop: (minutes: number) => {
      set(false, at(minutes));
      return take(callOf("StopLogging", minutes), minutes);
    },
    lose: (minutes: number) => {
      trail.status = undefined;
      return take(callOf("DeleteTrail", minutes), minutes);
    },
    /** How many messages a look of the schedule leads to. */
    async poll(minutes: number) {
      const { stopped, logging } = await watchedTrails({ trailArn: arn }, trails);
      let posts = 0;
      for (const request of [...stopped, ...(await untoldOf(logging, stage.parts.store))]) {
        posts += await stage.postsOf(request, responder, at(minutes));
      }
      return posts;
    },
    /** How many messages a call on one of Warden's own parts leads to. */
    async part(name: string, minutes: number, source = "events.amazonaws.com", parameters: object = { name: "rule" }) {
      const [request] = partChangesIn(recordOf(source, name, at(minutes), parameters), () => true);
      if (request === undefined) throw new Error(`${name} changes no part`);
      return stage.postsOf(request, partResponder(), at(minutes));
    },
  };
}

describe("tampering with a trail is told always:", () => {
  it("another call that changes its settings, ten minutes after the first one", async () => {
    const { call } = story();
    expect(await call("UpdateTrail", 0)).to.equal(1);
    expect(await call("PutEventSelectors", 10)).to.equal(1);
    expect(await call("PutInsightSelectors", 11)).to.equal(1);
  });

  it("the same call that asks for something else, and not one that asks for the same", async () => {
    const { call } = story();
    expect(await call("UpdateTrail", 0, { enableLogFileValidation: true })).to.equal(1);
    expect(await call("UpdateTrail", 1, { enableLogFileValidation: true })).to.equal(0);
    expect(await call("UpdateTrail", 2, { isMultiRegionTrail: false })).to.equal(1);
  });

  it("stopping it again after a person has started it", async () => {
    const { stop, set, stage } = story();
    expect(await stop(0)).to.equal(1);
    set(true);
    expect(await stop(10)).to.equal(1);
    expect(stage.decisions).to.deep.equal(["notify mode-notify", "notify mode-notify"]);
  });

  it("stopping it, after no end of harmless changes", async () => {
    const { call, stop } = story();
    for (let minute = 0; minute < 30; minute += 1) await call("UpdateTrail", minute, { s3KeyPrefix: String(minute) });
    expect(await stop(31)).to.equal(1);
  });

  it("deleting it again after a person has made it anew", async () => {
    const { lose, set } = story();
    expect(await lose(0)).to.equal(1);
    set(true);
    expect(await lose(10)).to.equal(1);
  });

  it("but a flood of changes is cut short, and the last message says so", async () => {
    const { call, stage } = story();
    for (let minute = 0; minute < 50; minute += 1) await call("UpdateTrail", minute, { s3KeyPrefix: String(minute) });
    expect(stage.posts).to.have.length(5);
    expect(stage.posts[4]).to.include("stands in the function's log alone");
    expect(stage.decisions).to.have.length(50);
  });
});

describe("what people have heard of a trail is not told again", () => {
  it("where the same event is delivered twice", async () => {
    const { set, callOf, take } = story();
    set(false, at(0));
    const stopped = callOf("StopLogging", 0);
    expect(await take(stopped, 0)).to.equal(1);
    expect(await take(stopped, 1)).to.equal(0);
  });

  it("where an event that needed no message is delivered again after another change", async () => {
    const { callOf, call, take } = story();
    expect(await call("UpdateTrail", 0, { s3KeyPrefix: "less" })).to.equal(1);
    const again = callOf("UpdateTrail", 1, { s3KeyPrefix: "less" });
    expect(await take(again, 1)).to.equal(0);
    expect(await call("UpdateTrail", 2, { s3KeyPrefix: "more" })).to.equal(1);
    expect(await take(again, 3)).to.equal(0);
  });

  it("where the poll finds it still stopped, also after its settings were changed meanwhile", async () => {
    const { stop, poll, call } = story();
    expect(await stop(0)).to.equal(1);
    expect(await poll(5)).to.equal(0);
    expect(await call("UpdateTrail", 6)).to.equal(1);
    expect(await poll(10)).to.equal(0);
  });

  it("where the poll was faster than the event", async () => {
    const { set, callOf, take, poll } = story();
    set(false, at(0));
    expect(await poll(1)).to.equal(1);
    expect(await take(callOf("StopLogging", 0), 2)).to.equal(0);
  });

  it("where the poll finds it gone, or the event of its end comes after the poll", async () => {
    const first = story();
    expect(await first.lose(0)).to.equal(1);
    expect(await first.poll(5)).to.equal(0);
    const second = story();
    const late = second.callOf("DeleteTrail", 0);
    await second.lose(-120);
    expect(await second.poll(1)).to.equal(1);
    expect(await second.take(late, 2)).to.equal(0);
  });
});

describe("a deployment of Warden's own", () => {
  it("is told once, however many calls it makes, and keeps what others change after it from being quiet", async () => {
    const { callOf, take, call } = story();
    const deploying = (name: string) => ({ ...callOf(name, 0), isOwnDeployment: true });
    expect(await take(deploying("UpdateTrail"), 0)).to.equal(1);
    expect(await take(deploying("PutEventSelectors"), 1)).to.equal(0);
    expect(await call("PutEventSelectors", 2)).to.equal(1);
  });
});

describe("a loss of Warden's own parts is told always:", () => {
  it("a rule that is disabled, then deleted", async () => {
    const { part } = story();
    expect(await part("DisableRule", 0)).to.equal(1);
    expect(await part("DeleteRule", 10)).to.equal(1);
  });

  it("a rule that is disabled again, which somebody has enabled since", async () => {
    const { part } = story();
    expect(await part("DisableRule", 0)).to.equal(1);
    expect(await part("DisableRule", 10)).to.equal(1);
  });

  it("a function of the same name as a rule", async () => {
    const { part } = story();
    expect(await part("DisableRule", 0)).to.equal(1);
    expect(await part("DeleteFunction20150331", 1, "lambda.amazonaws.com", { functionName: "rule" })).to.equal(1);
  });
});

describe("a poll that could not reach people", () => {
  const failed = (run: Promise<unknown>) =>
    run.then(
      () => false,
      () => true,
    );

  for (const mode of ["notify", "enforce"] as const) {
    it(`has the next one tell of it, once, in \`${mode}\``, async () => {
      const { set, poll, stage } = story(mode);
      set(false, at(0));
      stage.state.slackIsDown = true;
      expect(await failed(poll(5))).to.equal(true);
      expect(await failed(poll(6))).to.equal(true);
      stage.state.slackIsDown = false;
      expect(await poll(7)).to.equal(1);
      expect(await poll(8)).to.equal(0);
      expect(stage.posts[0]).to.include(mode === "enforce" ? "Logging is on again" : "not logging");
    });
  }

  it("has it told also where a person was faster to start the trail", async () => {
    const { set, poll, stage } = story();
    set(false, at(0));
    stage.state.slackIsDown = true;
    expect(await failed(poll(5))).to.equal(true);
    stage.state.slackIsDown = false;
    set(true);
    expect(await poll(10)).to.equal(1);
    expect(await poll(15)).to.equal(0);
  });
});
