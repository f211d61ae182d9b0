import { rememberedMs } from "./event-id-chunks";
import type { DenialTable, Put } from "./table";
import { keyOf, secondsAfter, stateItem } from "./table";
import type { Unit } from "./units";

export type DeliveryState = "new" | "done" | "busy";

/** Which deliveries have been handled: CloudWatch Logs and Lambda deliver at least once. */
export interface Deliveries {
  /** Claims a delivery: "busy" while another invocation has it, "done" once one has finished it. */
  claim(delivery: string, nowMs: number, leaseMs: number): Promise<DeliveryState>;
  finish(delivery: string, nowMs: number): Promise<void>;
  abandon(delivery: string): Promise<void>;
  /** The claim as part of a transaction; it conflicts where another invocation has it, or one has finished. */
  claimUnit(delivery: string, nowMs: number, leaseMs: number): Unit;
  /** The end as part of a transaction: of a delivery that this invocation has claimed, or of one that nobody has. */
  finishUnit(delivery: string, nowMs: number, isClaimed: boolean): Unit;
  /** What stood in the way of a claim. */
  whyTaken(delivery: string): Promise<"done" | "busy">;
}

export function deliveries(table: DenialTable): Deliveries {
  const keyFor = (delivery: string) => `DELIVERY#${delivery}`;

  function markPut(delivery: string, nowMs: number, lease: object, isClaimed: boolean): Put {
    const Item = { ...keyOf(keyFor(delivery), stateItem), ...lease, expiresAt: secondsAfter(nowMs, rememberedMs) };
    if (isClaimed) return { Item };
    return {
      Item,
      ConditionExpression: "attribute_not_exists(#key) OR leaseUntilMs < :now",
      ExpressionAttributeNames: { "#key": "key" },
      ExpressionAttributeValues: { ":now": { N: String(nowMs) } },
    };
  }

  function claimPut(delivery: string, nowMs: number, leaseMs: number): Put {
    return markPut(delivery, nowMs, { leaseUntilMs: { N: String(nowMs + leaseMs) } }, false);
  }

  async function whyTaken(delivery: string): Promise<"done" | "busy"> {
    const held = await table.read(keyFor(delivery), stateItem);
    // What is gone by now was abandoned a moment ago: a later try will find it so.
    return held !== undefined && held.leaseUntilMs === undefined ? "done" : "busy";
  }

  return {
    whyTaken,

    async claim(delivery, nowMs, leaseMs) {
      const conflicts = await table.write({ puts: [claimPut(delivery, nowMs, leaseMs)] });
      return conflicts.size === 0 ? "new" : whyTaken(delivery);
    },

    async finish(delivery, nowMs) {
      await table.write({ puts: [markPut(delivery, nowMs, {}, true)] });
    },

    abandon: (delivery) => table.remove(keyFor(delivery), stateItem),

    claimUnit: (delivery, nowMs, leaseMs) => ({
      key: keyFor(delivery),
      puts: [claimPut(delivery, nowMs, leaseMs)],
    }),

    finishUnit: (delivery, nowMs, isClaimed) => ({
      key: keyFor(delivery),
      puts: [markPut(delivery, nowMs, {}, isClaimed)],
    }),
  };
}
