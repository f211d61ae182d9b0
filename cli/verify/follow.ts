import { lookAtLinks } from "../../clients/link-facts/look-at-links";
import type { LinkAsker } from "../../clients/link-facts/asking";
import { textAt, valueAt } from "../../core/cloudtrail/record";
import type { Finding } from "../../core/probe/finding";
import type { FollowedCall } from "../../core/probe/judge-path";
import { judgePath } from "../../core/probe/judge-path";
import type { Link } from "../../core/probe/links";
import type { ProbeArrival } from "../../core/probe/probe-call";
import type { VerifyRequest } from "../../handlers/probe/settings";

/** A stack on which a denied call can be made and followed: a deployed one, or one that is played here. */
export interface VerifiedStack {
  readonly links: readonly Link[];
  /** Asks the function `probe`. */
  ask(question: VerifyRequest): Promise<unknown>;
  /** Lets a while pass; false where enough time has. */
  wait(): Promise<boolean>;
  /** Works with whoever looks at the links now, since the time of the call. */
  look<Result>(sinceMs: number, work: (asker: LinkAsker) => Promise<Result>): Promise<Result>;
}

/** Has a denied call made, waits until it has come out or can't any more, and says of every link whether it holds. */
export async function follow(stack: VerifiedStack): Promise<readonly Finding[]> {
  const sent = sentCall(await stack.ask({ warden: "verify" }));
  let arrival: ProbeArrival | undefined;
  do {
    arrival ??= arrivalIn(await stack.ask({ warden: "verify", id: sent.id }));
    if (arrival !== undefined && (await haveAlarmsMoved(stack, sent.sentAtMs))) break;
  } while (await stack.wait());
  arrival ??= arrivalIn(await stack.ask({ warden: "verify", id: sent.id }));
  return stack.look(sent.sentAtMs, async (asker) => {
    const looked = await lookAtLinks(stack.links, asker);
    return judgePath(looked, { ...sent, arrival, lookedAtMs: asker.nowMs });
  });
}

type SentCall = Omit<FollowedCall, "arrival" | "lookedAtMs">;

function sentCall(answer: unknown): SentCall {
  const id = textAt(answer, "probe", "id");
  const sentAtMs = valueAt(answer, "probe", "sentAtMs");
  const outcome = textAt(answer, "outcome");
  const channel = textAt(answer, "channel");
  if (id === undefined || typeof sentAtMs !== "number" || (outcome !== "denied" && outcome !== "allowed")) {
    throw new Error("probe gave an answer that is of another version");
  }
  if (channel !== "webhook" && channel !== "app" && channel !== "mail") {
    throw new Error(`probe names a channel of another version: ${String(channel)}`);
  }
  return { id, sentAtMs, outcome, channel };
}

function arrivalIn(answer: unknown): ProbeArrival | undefined {
  const found = valueAt(answer, "arrival");
  return typeof found === "object" && found !== null ? (found as ProbeArrival) : undefined;
}

/** The alarms take a minute more than the functions. */
async function haveAlarmsMoved(stack: VerifiedStack, sentAtMs: number): Promise<boolean> {
  const alarms = stack.links.filter((link) => link.kind === "alarm" && link.title.startsWith("denied-calls"));
  const looked = await stack.look(sentAtMs, (asker) => lookAtLinks(alarms, asker));
  return looked.every(({ looked: seen }) => {
    const facts =
      "facts" in seen ? (seen.facts as { readonly movedAtMs?: number; readonly state?: string }) : undefined;
    return facts === undefined || facts.state === "ALARM" || (facts.movedAtMs ?? 0) >= sentAtMs;
  });
}
