import { History } from "../history";

/** A trail; it logs unless it is said not to. */
export interface TrailSetup {
  readonly arn: string;
  readonly isLogging?: boolean;
  readonly startedAtMs?: number;
  readonly stoppedAtMs?: number;
  readonly logGroupArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** One change of a trail in history. A trail that is not there and is started or stopped has been there before. */
export interface TrailChange {
  readonly atMs: number;
  readonly arn: string;
  readonly change: "exists" | "created" | "started" | "stopped" | "gone";
}

declare module "../types" {
  interface AccountSetup {
    readonly trails?: readonly TrailSetup[];
    /** Takes effect by the clock, in order of time. */
    readonly trailChanges?: readonly TrailChange[];
  }
}

/** The trails of every account that is known, as of the clock. */
export class Trails {
  private readonly trails = new Map<string, TrailSetup>();
  private readonly history = new History<TrailChange>((change) => this.apply(change));

  at(nowMs: number): this {
    this.history.reach(nowMs);
    return this;
  }

  addChanges(changes: readonly TrailChange[]): void {
    this.history.add(changes);
  }

  put(trail: TrailSetup): void {
    this.trails.set(trail.arn, trail);
  }

  get(arn: string): TrailSetup | undefined {
    return this.trails.get(arn);
  }

  all(): readonly TrailSetup[] {
    return [...this.trails.values()];
  }

  /** A trail that logs is not started anew, nor is one stopped again that does not. */
  setLogging(arn: string, isLogging: boolean, atMs: number): void {
    const trail = this.trails.get(arn) ?? { arn };
    if (this.trails.has(arn) && (trail.isLogging ?? true) === isLogging) return;
    this.put({ ...trail, isLogging, ...(isLogging ? { startedAtMs: atMs } : { stoppedAtMs: atMs }) });
  }

  save(): readonly TrailSetup[] {
    this.at(Number.POSITIVE_INFINITY);
    return this.all();
  }

  private apply({ arn, change, atMs }: TrailChange): void {
    switch (change) {
      case "exists":
        if (!this.trails.has(arn)) this.put({ arn });
        return;
      case "created":
        return this.put({ arn, isLogging: false });
      case "gone":
        this.trails.delete(arn);
        return;
      default:
        return this.setLogging(arn, change === "started", atMs);
    }
  }
}
