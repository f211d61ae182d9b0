import type { ActionStore } from "../../clients/action-store";
import type { InAccounts } from "../../clients/reach";
import type { RestartMemory } from "../../clients/restart-memory";
import type { TrailAccess, TrailStatus } from "../../clients/trails";
import type { AccountReach } from "../../core/actions/account-reach";
import { refusalOfAccount } from "../../core/actions/account-reach";
import { protectionOf } from "../../core/actions/protect";
import { sightOf } from "../../core/actions/sight";
import type { ProtectedSubject } from "../../core/configuration/configuration";
import type { TrailRequest } from "../../core/trail-tampering/tampering";
import { settingsCalls } from "../../core/trail-tampering/tampering";
import { partsOfTrailArn, startCommand } from "../../core/trail-tampering/trail-arn";
import type { Facts } from "../actions/responder";
import { callSentence } from "./seen";
import { sightOfStopped } from "./sight";

/** What looking at a trail and restarting it takes. */
export interface TrailParts {
  readonly trails: TrailAccess;
  /** Trails of other accounts, by the roles there; absent where there are none. */
  readonly trailsIn?: InAccounts<TrailAccess> | undefined;
  readonly memory: RestartMemory;
  readonly store: Pick<ActionStore, "subject" | "record">;
  readonly protected: readonly ProtectedSubject[];
  readonly reach: AccountReach;
  readonly ownRegion: string | undefined;
}

/** The state of a trail that is restarted, from which it can be restored. Plain data. */
export interface TrailBefore {
  readonly trailArn: string;
  readonly isLogging: false;
}

/** Whoever stops a trail again so soon after Warden's own restart is not to be outdone by a function. */
const returnedWithinMs = 3_600_000;

/** CloudTrail says when it stopped to the second, by a clock of its own. */
const clockDifferenceMs = 60_000;

/** Looks at a trail as it is now. Changes nothing; throws what CloudTrail and the table say. */
export async function lookAtTrail(request: TrailRequest, parts: TrailParts, nowMs: number): Promise<Facts> {
  const { trailArn } = request;
  const arn = partsOfTrailArn(trailArn);
  const facts: Facts = {
    subject: subjectOf(trailArn),
    report: {
      seen: [callSentence(request)],
      impact: [],
      ...eventOf(request),
    },
  };
  // One deployment makes several calls, and is one thing for people to hear of.
  if (request.isOwnDeployment) return { ...facts, nothingToDo: "own-deployment", sight: sightOf("own-deployment") };
  const account = arn?.account;
  const { ownAccount } = parts.reach;
  const refusal = refusalOfAccount(account, { ...parts.reach, hasRoles: parts.trailsIn !== undefined });
  if (refusal !== undefined) return { ...withCommand(facts), refusal };
  // CloudTrail takes StartLogging in the home region alone (InvalidHomeRegionException), and the function's own permission ends there.
  if (account === ownAccount && arn?.region !== parts.ownRegion)
    return { ...withCommand(facts), refusal: "other-home-region" };

  const trails = trailsOf(trailArn, parts);
  const [trail, status] = await Promise.all([trails.trail(trailArn), trails.status(trailArn)]);
  if (trail === undefined || status === undefined) return { ...facts, doubt: "not-rebuilt" };
  if (trail.homeRegion !== undefined && trail.homeRegion !== arn?.region) {
    return { ...withCommand(facts), refusal: "other-home-region" };
  }
  const told = withLines(facts, statusLines(status, nowMs));
  if (status.isLogging) {
    return settingsCalls.includes(request.change)
      ? { ...told, doubt: "settings-changed" }
      : { ...told, nothingToDo: "already-so" };
  }
  const stopped = { ...told, sight: sightOfStopped(request, status.stoppedAtMs) };
  if (await isProtected(trailArn, parts)) return { ...withCommand(stopped), refusal: "protected" };
  const stoppedAtMs = status.stoppedAtMs ?? request.seenAtMs ?? nowMs;
  if (await wasPutBack(trailArn, stoppedAtMs, parts)) return { ...stopped, nothingToDo: "already-handled" };
  const restartedMs = await parts.memory.lastRestartMs(trailArn);
  if (restartedMs !== undefined && stoppedAtMs - restartedMs < returnedWithinMs) {
    const line = `Restarted by Warden ${new Date(restartedMs).toISOString()} and stopped again: it is left to people`;
    return { ...withCommand(withLines(stopped, [line])), doubt: "returned-too-often" };
  }
  const before: TrailBefore = { trailArn, isLogging: false };
  return { ...stopped, before };
}

/** The trails of the account that this one is of: by the role there, or under the function's own. */
export function trailsOf(
  trailArn: string,
  { trails, trailsIn, reach }: Pick<TrailParts, "trails" | "trailsIn" | "reach">,
): TrailAccess {
  const account = partsOfTrailArn(trailArn)?.account;
  return account === undefined || account === reach.ownAccount || trailsIn === undefined ? trails : trailsIn(account);
}

/** The trail as records and messages name it. */
export function subjectOf(trailArn: string): Facts["subject"] {
  const arn = partsOfTrailArn(trailArn);
  return { kind: "trail", id: trailArn, account: arn?.account, region: arn?.region };
}

function eventOf({ eventIds: [id], region }: TrailRequest): Pick<Facts["report"], "event"> {
  return id === undefined || region === undefined ? {} : { event: { id, region } };
}

function withLines(facts: Facts, lines: readonly string[]): Facts {
  return { ...facts, report: { ...facts.report, seen: [...facts.report.seen, ...lines] } };
}

function withCommand(facts: Facts): Facts {
  const command = startCommand(facts.subject.id);
  return command === "" ? facts : withLines(facts, [`To start logging: \`${command}\``]);
}

function statusLines({ isLogging, stoppedAtMs, deliveryError }: TrailStatus, nowMs: number): string[] {
  const minutes = stoppedAtMs === undefined ? undefined : Math.max(0, Math.round((nowMs - stoppedAtMs) / 60_000));
  return [
    isLogging
      ? "The trail is logging"
      : `The trail is not logging${minutes === undefined ? "" : `, for ${minutes} minute${minutes === 1 ? "" : "s"}`}`,
    ...(deliveryError === undefined ? [] : [`Its newest log file could not be delivered: ${deliveryError}`]),
  ];
}

/** Tags decide only where a protected tag is named. */
async function isProtected(trailArn: string, parts: TrailParts): Promise<boolean> {
  const subjects = parts.protected;
  if (!subjects.some(({ kind }) => kind === "tag")) return false;
  return protectionOf({ tags: await trailsOf(trailArn, parts).tagsOf(trailArn) }, subjects) !== undefined;
}

/** Whether a person has undone Warden's own restart, which stops the trail once more. */
async function wasPutBack(trailArn: string, stoppedAtMs: number, { store }: TrailParts): Promise<boolean> {
  const memory = await store.subject("restart-trail", subjectOf(trailArn));
  const newestId = memory?.value.newest?.recordId;
  const newest = newestId === undefined ? undefined : (await store.record(newestId))?.value;
  return newest?.state === "restored" && stoppedAtMs <= newest.changedAtMs + clockDifferenceMs;
}
