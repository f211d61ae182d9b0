import type { Denial } from "../denials/denial";
import type { SentProbe } from "./probe-call";
import { probeIdIn, probeLifeMs } from "./probe-call";

/** Probes that are under way, by their ids. */
export type SentProbes = Readonly<Record<string, SentProbe>>;

/** The probe whose very call this denial is: same call, same role, same name, in its time. Anything else is an ordinary denial. */
export function probeOf(denial: Denial, sent: SentProbes): SentProbe | undefined {
  if (denial.kind !== "denial" || denial.service !== "iam" || denial.action !== "GetRole") return undefined;
  const id = probeIdIn(`${denial.resource ?? ""}\n${denial.message ?? ""}`);
  const probe = id !== undefined && Object.hasOwn(sent, id) ? sent[id] : undefined;
  if (probe === undefined || probe.roleArn !== denial.principal.arn) return undefined;
  const ageMs = Date.parse(denial.at) - probe.sentAtMs;
  return Math.abs(ageMs) < probeLifeMs ? probe : undefined;
}
