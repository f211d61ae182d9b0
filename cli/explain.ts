import { visibleText } from "../core/slack/escape";
import { drawExplanation } from "./explain/draw";
import { explainLastRun } from "./explain/last-run-evidence";
import { explainHelp, parseExplainOptions } from "./explain/options";
import { explainByReplay } from "./explain/replayed-evidence";
import { output } from "./output";

/** `warden explain`. Returns the exit status. */
export async function explain(args: readonly string[]): Promise<number> {
  const options = parseExplainOptions(args);
  if (options === "help") {
    process.stdout.write(explainHelp);
    return 0;
  }
  const { eventId, replay, json } = options;
  const explanation = replay === undefined ? await explainLastRun(eventId) : await explainByReplay(eventId, replay);
  if (explanation === undefined) {
    const where = replay === undefined ? "the last run; give PATH to play other history" : replay.paths.join(" ");
    throw new Error(`there is no event ${visibleText(eventId)} in ${where}`);
  }
  const printing = {
    width: Math.min(process.stdout.columns ?? 100, 120),
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
  };
  const out = output(process.stdout);
  out.write(json ? `${JSON.stringify(explanation)}\n` : drawExplanation(explanation, printing));
  await out.end();
  return 0;
}
