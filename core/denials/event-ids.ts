import { Buffer } from "node:buffer";

/** Event ids as they are stored: CloudTrail's are UUIDs and take sixteen bytes, any other is kept as text. */
export interface PackedEventIds {
  readonly uuids: Uint8Array;
  readonly others: readonly string[];
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function packEventIds(ids: readonly string[]): PackedEventIds {
  const uuids = ids.filter((id) => uuid.test(id));
  return {
    uuids: Buffer.from(uuids.join("").replaceAll("-", ""), "hex"),
    others: ids.filter((id) => !uuid.test(id)),
  };
}

export function unpackEventIds(packed: PackedEventIds): string[] {
  const hex = Buffer.from(packed.uuids).toString("hex");
  const ids: string[] = [];
  for (let at = 0; at + 32 <= hex.length; at += 32) {
    ids.push(
      `${hex.slice(at, at + 8)}-${hex.slice(at + 8, at + 12)}-${hex.slice(at + 12, at + 16)}-${hex.slice(at + 16, at + 20)}-${hex.slice(at + 20, at + 32)}`,
    );
  }
  return [...ids, ...packed.others];
}
