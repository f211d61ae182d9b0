import type { WriteStream } from "node:tty";

export interface ProgressBar {
  show(done: number, total: number): void;
  /** A line of its own above the bar. */
  line(text: string): void;
  end(): void;
}

const width = 30;

/** A progress bar where the stream is a terminal; elsewhere only the lines. */
export function progressBar(stream: Pick<WriteStream, "write"> & { readonly isTTY?: boolean }): ProgressBar {
  let shown = "";
  const clear = () => {
    if (shown !== "") stream.write(`\r${" ".repeat(shown.length)}\r`);
    shown = "";
  };
  return {
    show(done, total) {
      if (stream.isTTY !== true || total <= 0) return;
      const share = Math.min(1, done / total);
      const filled = Math.round(share * width);
      const text = `reading [${"#".repeat(filled)}${" ".repeat(width - filled)}] ${Math.floor(share * 100)} %`;
      if (text === shown) return;
      stream.write(`\r${text}`);
      shown = text;
    },
    line(text) {
      clear();
      stream.write(`${text}\n`);
    },
    end: clear,
  };
}
