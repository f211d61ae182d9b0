import { asTold } from "../../../core/denials/group";
import type { Gathering, Ledger, NotedDenial } from "../../../core/denials/ledger";
import { withoutClosed } from "../../../core/denials/ledger";

/** One message: when, about which group, with which ids. */
export interface Told {
  readonly atMs: number;
  readonly kind: string;
  readonly eventIds: readonly string[];
}

/** What the handler does around the pure rules, without any service: keeps id lists, tells what is to be told, lets time pass. */
export class GatheredStory {
  ledger: Ledger = { key: "PRINCIPAL#a", version: 0, groups: [] };
  readonly told: Told[] = [];
  readonly received: string[] = [];
  private readonly chunks = new Map<string, readonly string[]>();

  constructor(private readonly gather: (ledger: Ledger, denials: readonly NotedDenial[], nowMs: number) => Gathering) {}

  deliver(denials: readonly NotedDenial[], nowMs: number): void {
    this.received.push(...denials.map(({ denial }) => denial.eventId));
    const { ledger, tellNow, addedEventIds } = this.gather(this.ledger, denials, nowMs);
    const groups = ledger.groups.map((group) => {
      const added = addedEventIds[group.id] ?? [];
      if (added.length === 0) return group;
      const name = `${group.id}#${this.chunks.size}`;
      this.chunks.set(name, added);
      return { ...group, pendingChunks: [...group.pendingChunks, name] };
    });
    this.ledger = { ...ledger, groups };
    this.tell((id) => tellNow.includes(id), nowMs);
  }

  /** A tick of the schedule. */
  tick(nowMs: number): void {
    const due = new Set(
      this.ledger.groups.filter(({ dueAtMs }) => dueAtMs !== undefined && dueAtMs <= nowMs).map(({ id }) => id),
    );
    this.tell((id) => due.has(id), nowMs);
    this.ledger = withoutClosed(this.ledger, nowMs);
  }

  /** Ids that no message has carried yet. */
  get pendingIds(): string[] {
    return this.ledger.groups.flatMap(({ pendingChunks }) =>
      pendingChunks.flatMap((name) => this.chunks.get(name) ?? []),
    );
  }

  get pendingCount(): number {
    return this.ledger.groups.reduce((sum, { pendingCount }) => sum + pendingCount, 0);
  }

  get toldIds(): string[] {
    return this.told.flatMap(({ eventIds }) => eventIds);
  }

  private tell(isChosen: (id: string) => boolean, atMs: number): void {
    const groups = this.ledger.groups.map((group) => {
      if (!isChosen(group.id) || group.pendingCount === 0) return group;
      const eventIds = group.pendingChunks.flatMap((name) => this.chunks.get(name) ?? []);
      this.told.push({ atMs, kind: group.kind, eventIds });
      return asTold(group, { chunks: group.pendingChunks, count: group.pendingCount });
    });
    this.ledger = { ...this.ledger, groups };
  }
}
