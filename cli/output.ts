import type { Writable } from "node:stream";

/** Writes to a stream that may be a pipe; what is written is out when `end` settles. */
export interface Output {
  write(text: string): void;
  end(): Promise<void>;
}

/** Output to a stream. A reader that has gone (`npm start | head`) is no error: what is left is not written. */
export function output(stream: Writable): Output {
  let isGone = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    isGone = true;
  });
  return {
    write(text) {
      if (text !== "" && !isGone) stream.write(text);
    },
    end: () => (isGone ? Promise.resolve() : new Promise((resolve) => stream.write("", () => resolve()))),
  };
}
