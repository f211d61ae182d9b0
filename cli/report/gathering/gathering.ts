import { eventIdOf } from "../../../core/cloudtrail/event-id";
import { textAt } from "../../../core/cloudtrail/record";
import { denialOf } from "../../../core/denials/normalise";
import { severityOf } from "../../../core/denials/severity";
import type { ProfileSettings } from "../../../core/profiles/profile";
import type { WidenedCaller } from "../../../core/profiles/request";
import { requestOf } from "../../../core/profiles/request";
import { findingOf } from "../../../core/findings/finding";
import type { DecisionEffect, PlayedEffect, SummaryEffect } from "../../../local/effects";
import type { CloudTrailItem, EventBridgeItem, InputItem, Problem } from "../../../local/input/items";
import type { OnlookerModule } from "../../../local/play/sieve/onlooker";
import type { RunWatcher } from "../../run-replay";
import { GatheredRequests } from "../../keys/gathered-requests";
import type { ToldOf } from "../answer";
import { Actors } from "./actors";
import { Alarms } from "./alarm-times";
import type { Calls } from "./calls";
import { callOf } from "./calls";
import { Causes } from "./causes";
import { Counts, emptySpan, widen } from "./counts";
import { Days } from "./days";
import { Decisions } from "./decisions";
import { Deeds, isReading } from "./deeds";
import type { KeyScores } from "./key-scores";
import { scoreKeys } from "./key-scores";
import { passedOverCalls } from "./passed-over-calls";
import { Timeline } from "./timeline";
import { Mails, Messages } from "./told";
import { Troubles } from "./troubles";

/** Whose keys are scored, and how. */
export interface KeySettings {
  readonly profiles: ProfileSettings;
  readonly include: readonly WidenedCaller[];
}

const mostKeysCounted = 20_000;
const mostPlaces = 500;

/**
 * Gathers what a report tells of while a run reads and plays, in memory that does not grow with the run. Its owner calls
 * `close` in the end.
 */
export class Gathering implements RunWatcher {
  readonly actors = new Actors();
  readonly deeds = new Deeds();
  readonly causes = new Causes();
  readonly timeline = new Timeline();
  readonly alarms = new Alarms();
  readonly decisions = new Decisions();
  readonly messages = new Messages();
  readonly mails = new Mails();
  readonly days = new Days();
  readonly troubles = new Troubles();
  readonly accounts = new Counts(mostPlaces);
  readonly regions = new Counts(mostPlaces);
  /** From the first record or event to the last, in time. */
  readonly span = emptySpan();
  /** Time of the last thing that came of them. */
  endMs = Number.NEGATIVE_INFINITY;
  /** Positions of the callers that a message tells of, by its severity. */
  readonly told: ToldOf[] = [];
  summary: SummaryEffect | undefined;
  private readonly requests = new GatheredRequests();
  private readonly requestsOf = new Map<string, number>();

  constructor(
    private readonly keySettings: KeySettings,
    readonly isAlone = true,
  ) {}

  /** What looks, beside `take`, at the records that only count. */
  get onlooker(): OnlookerModule {
    return passedOverCalls(this.keySettings.include);
  }

  /** What that has noted. */
  noted(notes: readonly unknown[]): void {
    for (const calls of notes as readonly Calls[]) this.count(calls);
  }

  /** Every record and event that is played, but for those. */
  take(item: InputItem): void {
    widen(this.span, item.atMs);
    if (item.kind === "cloudtrail") this.takeRecord(item);
    else this.takeEvent(item);
  }

  /** Every effect, in order. */
  see(effect: PlayedEffect): void {
    // What functions look up goes on after the last thing that anybody is told.
    if (effect.effect !== "api" && effect.effect !== "http") this.endMs = Math.max(this.endMs, Date.parse(effect.at));
    switch (effect.effect) {
      case "slack": {
        const told = this.messages.see(effect);
        if (!told.isUpdate) this.days.post(effect.at, told.severity);
        this.decisions.seeMessage(effect);
        this.tell(effect.at, told.severity, effect.eventIds);
        return;
      }
      case "email":
        this.mails.see(effect);
        return this.days.mail(effect.at);
      case "alarm":
        this.alarms.see(effect);
        if (effect.state === "ALARM") this.days.alarm(effect.at);
        return;
      case "decision":
        this.nameEvents(effect);
        return this.decisions.see(effect);
      case "error":
        return this.troubles.failed(effect);
      case "api":
        return this.troubles.called(effect);
      case "http":
        return this.troubles.requested(effect);
    }
  }

  couldNotRead(problem: Problem): void {
    this.troubles.couldNotRead(problem);
  }

  warned(text: string): void {
    this.troubles.warned(text);
  }

  ended(summary: SummaryEffect): void {
    this.summary = summary;
  }

  keyScores(): { readonly keys: readonly KeyScores[]; readonly left: number } {
    return scoreKeys(this.requests.inTimeOrder(), this.requestsOf, this.keySettings.profiles);
  }

  /** A score below it is suspicious. */
  get threshold(): number {
    return this.keySettings.profiles.threshold;
  }

  close(): void {
    this.requests.close();
  }

  private count(calls: Calls): number | undefined {
    const { recordedIn = "unknown", region = "unknown", count, firstMs, lastMs } = calls;
    widen(this.span, firstMs);
    widen(this.span, lastMs);
    this.accounts.add(recordedIn, count);
    this.regions.add(region, count);
    return this.actors.take(calls);
  }

  private takeRecord({ record, atMs, origin, logEventId }: CloudTrailItem): void {
    const unit = this.count(callOf(record, atMs));
    const denial = denialOf(record, logEventId ?? origin, atMs);
    const id = denial?.eventId ?? eventIdOf(record) ?? logEventId ?? origin;
    const isWatched = denial !== undefined || !isReading(record);
    // What stands in the input twice is told of once.
    const isFirst = !isWatched || unit === undefined || this.actors.note(id, unit) !== "again";
    if (isFirst && unit !== undefined) this.deeds.takeRecord(record, unit, atMs);
    if (isFirst && denial !== undefined) {
      if (unit !== undefined) this.deeds.takeDenial(denial, unit, atMs);
      this.causes.take(denial, atMs);
      this.timeline.take(atMs, severityOf(denial).level);
    }
    const request = requestOf(record, this.keySettings.include, atMs);
    if (request === undefined) return;
    const known = this.requestsOf.get(request.accessKeyId);
    if (known === undefined && this.requestsOf.size >= mostKeysCounted) return;
    this.requestsOf.set(request.accessKeyId, (known ?? 0) + 1);
    this.requests.add(eventIdOf(record) ?? logEventId ?? origin, request);
  }

  /** A finding names who it is about. */
  private takeEvent({ event, atMs }: EventBridgeItem): void {
    if (textAt(event, "detail", "id") === undefined) return;
    const finding = findingOf(event);
    if (finding === undefined) return;
    const [actor] = finding.actors;
    if (actor === undefined) return;
    const { accessKeyId, userName: name, userType: type = "IAMUser" } = actor;
    if (name === undefined) return;
    const principal = { type, name, ...(accessKeyId === undefined ? {} : { accessKeyId }) };
    const account = finding.account ?? "unknown";
    const unit = this.actors.ofKey(accessKeyId ?? "") ?? this.actors.add(principal, account, atMs);
    if (unit !== undefined) this.actors.note(finding.id, unit);
  }

  /** Of calls that only read, who made them is known where a decision on the key names them. */
  private nameEvents({ subject, eventIds }: DecisionEffect): void {
    const unit = this.actors.ofKey(subject);
    if (unit !== undefined) for (const id of eventIds.slice(0, mostIdsTold)) this.actors.note(id, unit);
  }

  private tell(at: string, severity: ToldOf["severity"], eventIds: readonly string[]): void {
    if (this.told.length >= mostTold) return;
    const units = eventIds.slice(0, mostIdsTold).flatMap((id) => this.actors.ofEvent(id) ?? []);
    this.told.push({ atMs: Date.parse(at), severity, units: [...new Set(units)] });
  }
}

const mostTold = 5_000;
const mostIdsTold = 1_000;
