import { isOutOfReach } from "../../clients/role-sessions";
import { log } from "../post-denials/audit";
import { failureText } from "./failure";
import type { Facts } from "./responder";
import type { Round } from "./round";

/** The facts of a subject whose account's role could not be assumed; undefined for every other error. */
export function factsOutOfReach<Request>(
  error: unknown,
  { sighting }: Round<Request>,
  known: Facts | undefined,
): Facts | undefined {
  if (!isOutOfReach(error)) return undefined;
  const { subject, eventIds } = sighting;
  const [id] = eventIds;
  const { region } = subject;
  const report = known?.report ?? {
    seen: [],
    impact: [],
    ...(id === undefined || region === undefined ? {} : { event: { id, region } }),
  };
  return {
    subject: known?.subject ?? { ...subject, account: error.account },
    refusal: "role-not-assumable",
    report: { ...report, seen: [...report.seen, failureText(error)] },
  };
}

/** Whether people have been told within the hour that this account is out of reach; takes the word to tell it where not. */
export async function isOutOfReachTold<Request>({ parts, nowMs }: Round<Request>, facts: Facts): Promise<boolean> {
  try {
    return !(await parts.store.noteOutOfReach(facts.subject.account ?? "unknown", nowMs));
  } catch (error) {
    log("not-kept", { why: (error as Error).name });
    return false;
  }
}
