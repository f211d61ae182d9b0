import * as zlib from "node:zlib";

import { FunctionWorker } from "../local/functions/function-worker";
import { denials, eventMs } from "./events";
import { median, table } from "./figures";
import { layOutWith } from "./layouts";
import { startStandIns } from "./stand-ins";

/** Denials per delivery, and how many deliveries are measured. */
const sizes = [
  { count: 1, deliveries: 200 },
  { count: 100, deliveries: 50 },
  { count: 700, deliveries: 20 },
] as const;

/** Prints how long `post-denials` takes for a delivery, against only unpacking the same delivery. */
export async function benchThroughput(root: string): Promise<void> {
  const standIns = await startStandIns(await layOutWith("geoip-country", root));
  const deployed = standIns.functions.find(({ name }) => name === "post-denials");
  if (deployed === undefined) throw new Error("the program declares no post-denials");
  const container = new FunctionWorker(deployed);
  const rows: string[][] = [];
  let number = 0;
  try {
    for (const { count, deliveries } of sizes) {
      const took: number[] = [];
      const unpacked: number[] = [];
      let nowMs = eventMs;
      for (let delivery = 0; delivery < deliveries; delivery += 1) {
        number += 1;
        // Two seconds of event time each: windows gather and close as in a storm.
        nowMs += 2_000;
        const event = denials(count, number);
        standIns.setClock(nowMs);
        unpacked.push(elapsed(() => void unpack(event.awslogs.data)));
        const began = performance.now();
        const { error } = await container.invoke(event, nowMs);
        took.push(performance.now() - began);
        if (error !== undefined) throw new Error(error);
      }
      const [one, other] = [median(took), median(unpacked)];
      const cells = [one.toFixed(1), (one / count).toFixed(3), other.toFixed(2), (one / other).toFixed(0)];
      rows.push([`${count} ${count === 1 ? "denial" : "denials"} of 20 roles`, ...cells]);
    }
  } finally {
    await container.stop();
    await standIns.stop();
  }
  process.stdout.write(
    "Throughput of post-denials in a warm container, calls to the local account included.\n" +
      "Median per delivery; the reference is gunzip and JSON.parse of the same delivery and its records.\n\n" +
      `${table([["delivery", "ms a delivery", "ms a denial", "unpacking ms", "ratio"], ...rows])}\n`,
  );
}

function unpack(data: string): unknown[] {
  const text = zlib.gunzipSync(Buffer.from(data, "base64")).toString("utf8");
  const { logEvents } = JSON.parse(text) as { logEvents: readonly { message: string }[] };
  return logEvents.map(({ message }) => JSON.parse(message) as unknown);
}

function elapsed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
