import type { IamRequest } from "./requests";
import { constraint, optionalField, validation } from "./requests";

/** IAM API Reference, `MaxItems`: 1 to 1000, 100 when not said. */
const DEFAULT_ITEMS = 100;
const MOST_ITEMS = 1000;

/** Fields that every paged operation takes. */
export const pageFields: readonly string[] = ["Marker", "MaxItems"];

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The members of the answer that say whether there is more. */
  readonly paging: { readonly IsTruncated: boolean; readonly Marker?: string };
}

/** Where a page begins and how long it may be. Throws a ValidationError. */
export function readPage(request: IamRequest): <Item>(all: readonly Item[]) => Page<Item> {
  const most = readMaxItems(request);
  const start = readMarker(request);
  return (all) => {
    const end = start + most;
    const more = end < all.length;
    return {
      items: all.slice(start, end),
      paging: more ? { IsTruncated: true, Marker: markerOf(end) } : { IsTruncated: false },
    };
  };
}

function readMaxItems({ input }: IamRequest): number {
  const text = input["MaxItems"];
  if (text === undefined) return DEFAULT_ITEMS;
  const count = typeof text === "string" && /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(count)) throw validation("The parameter MaxItems is not a number");
  if (count < 1) throw constraint("MaxItems", String(count), "Member must have value greater than or equal to 1");
  if (count > MOST_ITEMS) {
    throw constraint("MaxItems", String(count), `Member must have value less than or equal to ${MOST_ITEMS}`);
  }
  return count;
}

function markerOf(start: number): string {
  return Buffer.from(`start ${start}`).toString("base64url");
}

function readMarker(request: IamRequest): number {
  const marker = optionalField(request, "Marker");
  if (marker === undefined) return 0;
  const [, start] = /^start (\d{1,9})$/.exec(Buffer.from(marker, "base64url").toString()) ?? [];
  if (start === undefined || markerOf(Number(start)) !== marker) throw validation(`Invalid Marker.`);
  return Number(start);
}
