import { rememberedMs } from "./event-id-chunks";
import type { DenialTable } from "./table";
import { keyOf, secondsAfter, stateItem } from "./table";

export type DeliveryState = "new" | "done" | "busy";

/** Which deliveries have been handled: CloudWatch Logs and Lambda deliver at least once. */
export interface Deliveries {
  /** Claims a delivery: "busy" while another invocation has it, "done" once one has finished it. */
  claim(delivery: string, nowMs: number, leaseMs: number): Promise<DeliveryState>;
  finish(delivery: string, nowMs: number): Promise<void>;
  abandon(delivery: string): Promise<void>;
}

export function deliveries(table: DenialTable): Deliveries {
  const keyFor = (delivery: string) => `DELIVERY#${delivery}`;
  return {
    async claim(delivery, nowMs, leaseMs) {
      const key = keyFor(delivery);
      const isClaimed = await table.write({
        puts: [
          {
            Item: {
              ...keyOf(key, stateItem),
              leaseUntilMs: { N: String(nowMs + leaseMs) },
              expiresAt: secondsAfter(nowMs, rememberedMs),
            },
            ConditionExpression: "attribute_not_exists(#key) OR leaseUntilMs < :now",
            ExpressionAttributeNames: { "#key": "key" },
            ExpressionAttributeValues: { ":now": { N: String(nowMs) } },
          },
        ],
      });
      if (isClaimed) return "new";
      const held = await table.read(key, stateItem);
      return held?.leaseUntilMs === undefined ? "done" : "busy";
    },

    async finish(delivery, nowMs) {
      const Item = { ...keyOf(keyFor(delivery), stateItem), expiresAt: secondsAfter(nowMs, rememberedMs) };
      await table.write({ puts: [{ Item }] });
    },

    abandon: (delivery) => table.remove(keyFor(delivery), stateItem),
  };
}
