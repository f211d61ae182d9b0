import type { InputRefusal } from "./input-fields";
import type { Input } from "./types";

/** An attribute of a message, beside its body. */
export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, or `String.Array` (SNS), maybe with a label of the sender's own behind a dot. */
  readonly type: string;
  /** As text; a binary value in base64. */
  readonly value: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** Amazon SQS Developer Guide, "Message metadata"; SNS takes the same names. */
const name = /^(?!aws\.|amazon\.|\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/i;
const type = /^(?:String|Number|Binary)(?:\.[^.].*)?$/;

/** Attributes of the JSON protocol: name to `{DataType, StringValue or BinaryValue}`. Undefined where there are none. */
export function jsonAttributes(value: unknown, refusal: InputRefusal): MessageAttributes | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw refusal("The message attributes are no object");
  return attributesOf(Object.entries(value), refusal);
}

/** Attributes of the query protocol, `MessageAttributes.entry.N.…`, and the input without them. */
export function queryAttributes(
  input: Input,
  refusal: InputRefusal,
): { readonly rest: Input; readonly attributes: MessageAttributes | undefined } {
  const entries = new Map<string, Record<string, unknown>>();
  const rest: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(input)) {
    const [, number, part] = /^MessageAttributes\.entry\.(\d+)\.(?:Value\.)?(\w+)$/.exec(field) ?? [];
    if (number === undefined || part === undefined) rest[field] = value;
    else entries.set(number, { ...entries.get(number), [part]: value });
  }
  const named = [...entries.values()].map((entry): [string, unknown] => [String(entry["Name"]), entry]);
  return { rest, attributes: attributesOf(named, refusal) };
}

function attributesOf(
  entries: readonly (readonly [string, unknown])[],
  refusal: InputRefusal,
): MessageAttributes | undefined {
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([attribute, given]) => {
      const { DataType, StringValue, BinaryValue } = isObject(given) ? given : {};
      const value = String(DataType).startsWith("Binary") ? BinaryValue : StringValue;
      if (!name.test(attribute)) throw refusal(`The name of the message attribute ${attribute} is invalid`);
      if (typeof DataType !== "string" || !type.test(DataType) || typeof value !== "string" || value === "") {
        throw refusal(`The message attribute ${attribute} must have a type and a value of that type`);
      }
      return [attribute, { type: DataType, value }];
    }),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
