import { denialStoreIn } from "../../../clients/denial-store";
import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { Mute } from "../../../core/denials/mute";
import type { DeliveryResult, TickResult, WorkParts } from "../../../handlers/post-denials/work";
import { handleTick, takeDelivery } from "../../../handlers/post-denials/work";
import type { Items, MemoryDenials, TableCall } from "../../support/denials-in-memory";
import { denialsInMemory } from "../../support/denials-in-memory";
import { readLogEvents } from "../../support/read-log-events";

export interface Container {
  readonly table: MemoryDenials;
  /** Texts of messages that this container has posted. */
  readonly posts: string[];
  /** Called before each post; what it throws is what Slack would say. */
  beforePost: () => Promise<void> | void;
  deliver(records: readonly CloudTrailRecord[], atMs: number, stream?: string): Promise<DeliveryResult | undefined>;
  tick(atMs: number): Promise<TickResult>;
  /** The calls that the work makes, by kind. */
  callsOf(work: () => Promise<unknown>): Promise<TableCall["kind"][]>;
}

/** The work of `post-denials` in a container of its own, on a table that others may share. */
export function container(items: Items = new Map(), mutes: readonly Mute[] = []): Container {
  const table = denialsInMemory(items);
  const store = denialStoreIn(table);
  const posts: string[] = [];
  const one: Container = {
    table,
    posts,
    beforePost: () => {},

    deliver(records, atMs, stream = "stream") {
      const logEvents = readLogEvents(records, atMs).map((logEvent) => ({
        ...logEvent,
        // By which a delivery that comes again is known.
        id: `log-${String(logEvent.record?.eventID)}`,
      }));
      store.begin(atMs);
      return takeDelivery(stream, logEvents, parts, atMs);
    },

    tick(atMs) {
      store.begin(atMs);
      return handleTick(parts, atMs);
    },

    async callsOf(work) {
      const from = table.calls.length;
      await work();
      return table.calls.slice(from).map(({ kind }) => kind);
    },
  };
  const parts: WorkParts = {
    settings: {
      windowMs: 900_000,
      mutes,
      maxPostsPerHour: 20,
      channel: { kind: "webhook" },
      country: { dataDate: "2026-09-01", maxAgeDays: 60 },
    },
    environment: {
      TABLE_NAME: "denials",
      DEAD_LETTER_QUEUE_URL: "none",
      OWN_ROLES: "{}",
      OWN_RESOURCE_NAMES: "[]",
    },
    store,
    probes: { sent: async () => undefined, arrival: async () => undefined, noteArrival: async () => true },
    country: () => undefined,
    channel: {
      updates: false,
      prepare: () => {},
      async post(message) {
        await one.beforePost();
        posts.push(message.text);
        return undefined;
      },
      update: async () => {},
    },
  };
  return one;
}

/** Event ids by what the functions' log says of them, for the tests of the surrounding `describe`; the log itself stays silent. */
export function silently(): { told(): string[]; gathered(): string[]; clear(): void } {
  const lines: string[] = [];
  const log = console.log;
  beforeEach(() => {
    lines.length = 0;
    console.log = (line: string) => void lines.push(line);
  });
  afterEach(() => void (console.log = log));
  const idsSaid = (...kinds: readonly string[]) =>
    lines
      .map((line) => JSON.parse(line) as { warden: string; eventIds?: string[] })
      .filter(({ warden }) => kinds.includes(warden))
      .flatMap(({ eventIds = [] }) => eventIds);
  return {
    told: () => idsSaid("posted", "muted"),
    gathered: () => idsSaid("gathered"),
    clear: () => void (lines.length = 0),
  };
}
