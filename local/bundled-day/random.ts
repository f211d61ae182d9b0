/** Numbers that look random and are the same for the same seed (mulberry32, a 32-bit generator in the public domain). */
export interface Random {
  /** At least 0, below 1. */
  fraction(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  pick<Value>(values: readonly Value[]): Value;
  hex(digits: number): string;
  /** Version 4 form. */
  uuid(): string;
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const between = (least: number, most: number): number => least + Math.floor(fraction() * (most - least + 1));
  const pick = <Value>(values: readonly Value[]): Value => values[between(0, values.length - 1)] as Value;
  const word = (): string => between(0, 0xffffffff).toString(16).padStart(8, "0");
  const hex = (digits: number): string => {
    let text = "";
    while (text.length < digits) text += word();
    return text.slice(0, digits);
  };
  const uuid = (): string => {
    const digits = hex(32);
    const variant = "89ab"[between(0, 3)] as string;
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
  };
  return { fraction, between, pick, hex, uuid };
}
