import { validationError } from "../service-error";
import { setOf, type AttributeValue, type Item } from "./values";

/** Amazon DynamoDB Developer Guide, "Service, account, and table quotas": an item has at most 400 KB. */
export const LARGEST_ITEM_BYTES = 400 * 1024;
/** A page of Query or Scan ends once it has read 1 MB. */
export const PAGE_BYTES = 1024 * 1024;
/** What one batch may carry in all. */
export const BATCH_BYTES = 16 * 1024 * 1024;
/** What one transaction may carry in all. */
export const TRANSACTION_BYTES = 4 * 1024 * 1024;

/** By the rules of "DynamoDB item sizes and formats": names and texts in UTF-8, two digits of a number a byte. */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

export function checkItemBytes(bytes: number, operation: "put" | "update"): void {
  if (bytes > LARGEST_ITEM_BYTES) {
    throw validationError(
      operation === "put"
        ? "Item size has exceeded the maximum allowed size"
        : "Item size to update has exceeded the maximum allowed size",
    );
  }
}

function valueBytes(value: AttributeValue): number {
  const set = setOf(value);
  if (set !== undefined) {
    const measure = set.type === "SS" ? textBytes : set.type === "NS" ? numberBytes : binaryBytes;
    return set.members.reduce((sum, member) => sum + measure(member), 0);
  }
  if ("S" in value) {
    return textBytes(value.S);
  }
  if ("N" in value) {
    return numberBytes(value.N);
  }
  if ("B" in value) {
    return binaryBytes(value.B);
  }
  if ("L" in value) {
    return value.L.reduce((sum, each) => sum + 1 + valueBytes(each), 3);
  }
  return "M" in value ? 3 + Object.keys(value.M).length + itemBytes(value.M) : 1;
}

function textBytes(text: string): number {
  return Buffer.byteLength(text);
}

function binaryBytes(base64: string): number {
  return Buffer.byteLength(base64, "base64");
}

function numberBytes(number: string): number {
  const significant = number.replace(/[-.]/g, "").replace(/^0+|0+$/g, "").length;
  return Math.ceil(significant / 2) + 1 + (number.startsWith("-") ? 1 : 0);
}
