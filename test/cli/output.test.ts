import { expect } from "chai";
import { Writable } from "node:stream";

import { output } from "../../cli/output";
import { progressBar } from "../../cli/progress-bar";

describe("output", () => {
  it("is out, all of it and in order, when the end settles, also where the reader is slow", async () => {
    const read: string[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        setImmediate(() => {
          read.push(chunk.toString());
          done();
        });
      },
    });
    const out = output(slow);
    const written = Array.from({ length: 50 }, (_, line) => `line ${line}\n`);
    for (const text of written) out.write(text);
    out.write("");
    await out.end();
    expect(read.join("")).to.equal(written.join(""));
  });

  it("stops quietly when its reader has gone", async () => {
    const gone = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
      },
    });
    const out = output(gone);
    out.write("one");
    await new Promise((resolve) => setImmediate(resolve));
    out.write("two");
    await out.end();
    expect(gone.destroyed).to.equal(true);
  });
});

describe("the progress bar", () => {
  const bar = (isTTY: boolean) => {
    const written: string[] = [];
    const write = (text: string | Uint8Array) => written.push(String(text)) > 0;
    return { written, ...progressBar({ isTTY, write }) };
  };

  it("shows the share in a terminal, once per change, and is gone at the end", () => {
    const { written, show, end } = bar(true);
    show(0, 100);
    show(50, 100);
    show(50, 100);
    end();
    const [none, half, clear, ...more] = written;
    expect(none).to.include("] 0 %");
    expect(half).to.match(/^\rreading \[#{15} {15}\] 50 %$/);
    expect(clear).to.match(/^\r +\r$/);
    expect(more).to.deep.equal([]);
  });

  it("makes room for a line of its own", () => {
    const { written, show, line } = bar(true);
    show(1, 2);
    line("file:3: broken");
    expect(written.at(-2)).to.match(/^\r +\r$/);
    expect(written.at(-1)).to.equal("file:3: broken\n");
  });

  it("is not shown where nobody watches, or where the size is unknown", () => {
    const piped = bar(false);
    piped.show(1, 2);
    piped.line("file:3: broken");
    piped.end();
    expect(piped.written).to.deep.equal(["file:3: broken\n"]);
    const unknown = bar(true);
    unknown.show(1, 0);
    expect(unknown.written).to.deep.equal([]);
  });
});
