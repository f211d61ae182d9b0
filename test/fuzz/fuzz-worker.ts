import { parentPort, workerData } from "node:worker_threads";

import { seededRandom } from "../../local/bundled-day/random";
import type { Layout } from "../../local/program/layout";
import { complaintsAbout } from "./complaints";
import type { FromFuzzWorker, FuzzOrder } from "./fuzz-messages";
import { Stage } from "./stage";
import { targets } from "./targets";
import { startMs } from "./trial";

/** The account and the container begin anew after so many trials. */
const trialsPerWorld = 250;

/** The first trial loads clients and data, as the first event of a container does. */
const loadingMs = 10_000;

const order = workerData as FuzzOrder;

/** Runs trials until so many mutants have been handled, and says of each trial what came of it. */
async function main(post: (message: FromFuzzWorker) => void): Promise<void> {
  const { name, seed, mutants, firstTrial, skipped } = order;
  const target = targets[name];
  if (target === undefined) throw new Error(`there is no way to fuzz ${name}`);
  const stage = new Stage(order.layout as Layout, name, target);
  const handler = stage.load();
  const left = { mutants };
  for (let number = firstTrial; left.mutants > 0; number += 1) {
    const nowMs = startMs + number * target.stepMs;
    if ((number - firstTrial) % trialsPerWorld === 0) stage.renew(nowMs);
    const trial = target.trial({ number, nowMs, random: seededRandom(seed * 7_919 + number), most: left.mutants });
    left.mutants -= trial.mutants;
    if (skipped.includes(number)) continue;
    mark(number, number === firstTrial ? loadingMs : 0);
    const outcome = await stage.run(handler, trial.event, nowMs);
    mark(0, 0);
    const complaints = complaintsAbout(trial, outcome);
    post({
      kind: "trial",
      number,
      mutants: trial.mutants,
      reached: Math.min(outcome.reached, trial.mutants),
      ...(outcome.rejection === undefined ? {} : { rejection: String(outcome.rejection) }),
      effects: outcome.effects,
      tookMs: outcome.tookMs,
      complaints,
      ...(complaints.length === 0 ? {} : { event: JSON.stringify(trial.event)?.slice(0, 4_000) ?? "" }),
    });
  }
  post({ kind: "end" });
}

/** Lets the parent see which trial is being handled, also while it holds this thread. */
function mark(number: number, spareMs: number): void {
  const shown = new Float64Array(order.shown);
  shown[0] = number;
  shown[1] = performance.timeOrigin + performance.now() + spareMs;
}

if (parentPort !== null) {
  const port = parentPort;
  process.on("unhandledRejection", (reason) =>
    port.postMessage({ kind: "unhandled", why: String((reason as Error)?.stack ?? reason) }),
  );
  void main((message) => port.postMessage(message)).catch((error: unknown) => {
    port.postMessage({ kind: "broken", why: String((error as Error)?.stack ?? error) });
  });
}
