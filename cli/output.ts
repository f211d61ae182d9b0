import type { Writable } from "node:stream";

/** Writes to a stream that may be a pipe; what is written is out when `end` settles. */
export interface Output {
  write(text: string): void;
  end(): Promise<void>;
}

export function output(stream: Writable): Output {
  return {
    write(text) {
      if (text !== "") stream.write(text);
    },
    end: () => new Promise((resolve) => stream.write("", () => resolve())),
  };
}
