import { quoted } from "../../core/keys/impact";

/** Who made a call, as far as the record says. */
export interface SeenCall {
  readonly change: string;
  readonly by?: string | undefined;
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** The call in one sentence for people; every name in it may be hostile. */
export function callSentence({ change, by, address, userAgent }: SeenCall): string {
  return [
    quoted(change),
    ...(by === undefined ? [] : [`by ${quoted(by)}`]),
    ...(address === undefined ? [] : [`from ${quoted(address)}`]),
    ...(userAgent === undefined ? [] : [`with ${quoted(userAgent)}`]),
  ].join(" ");
}
