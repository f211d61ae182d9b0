import type { DeniedCallOutcome } from "../../clients/denied-call";
import type { ProbeKind, SentProbe } from "../../core/probe/probe-call";
import { probeRoleName } from "../../core/probe/probe-call";
import { log } from "../post-denials/audit";
import type { ProbeParts } from "./parts";

export interface SentCall {
  readonly probe: SentProbe;
  readonly outcome: DeniedCallOutcome;
  /** How denied calls are told of. */
  readonly channel: "webhook" | "app" | "mail";
}

/** Makes the denied call. It is written down first, so that it is known for Warden's own however fast it is delivered. */
export async function sendProbe(kind: ProbeKind, parts: ProbeParts, nowMs: number): Promise<SentCall> {
  const probe: SentProbe = { id: parts.newId(), kind, sentAtMs: nowMs, roleArn: parts.roleArn };
  await parts.store.noteSent(probe);
  const outcome = await parts.deniedCall(probeRoleName(probe.id));
  log("probe-sent", { id: probe.id, kind, outcome });
  return { probe, outcome, channel: parts.settings.channel.kind };
}
