import type { InputItem } from "../input/items";

/** Something kept of an item, with the time at which it is played. */
export interface Timed<Kept> {
  readonly atMs: number;
  readonly kept: Kept;
}

/**
 * A way by which what is read reaches functions. While reading, it says what is to be kept of an item, plain JSON; later
 * it gets that back in event time, minute by minute, and puts on the timeline what it sets off.
 */
export interface Feed<Kept> {
  /** Undefined where nothing wants the item. */
  take(item: InputItem): Kept | undefined;
  plan(minute: readonly Timed<Kept>[]): void;
}
