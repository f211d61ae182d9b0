/** No record is so large: its largest parts are cut at 100 KB. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export const mostRecordBytes = 4 * 1024 * 1024;

/** Takes a log file's text piece by piece and gives its records. */
export interface RecordSplitter {
  /** The records that end in this piece, each as JSON. Throws for one that is too large to be a record. */
  push(piece: Buffer): string[];
  /** Throws where the text ended in the middle. */
  end(): void;
}

/** Nesting of a record in `{"Records":[{…},…]}`. */
const recordDepth = 3;

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Splits `{"Records":[…]}`, as CloudTrail writes it, without ever holding more than one record and one piece. */
export function recordSplitter(): RecordSplitter {
  const state = { depth: 0, isText: false, isEscaped: false, hasBegun: false, parts: [] as Buffer[], bytes: 0 };

  function keep(part: Buffer): void {
    state.bytes += part.length;
    if (state.bytes > mostRecordBytes) throw new Error(`a record of more than ${mostRecordBytes} bytes`);
    state.parts.push(part);
  }

  function take(): string {
    const record = state.parts.length === 1 ? state.parts[0] : Buffer.concat(state.parts);
    state.parts = [];
    state.bytes = 0;
    return record?.toString("utf8") ?? "";
  }

  return {
    push(piece) {
      const records: string[] = [];
      let from = state.depth >= recordDepth ? 0 : -1;
      for (let at = 0; at < piece.length; at += 1) {
        const byte = piece[at];
        if (state.isText) {
          if (state.isEscaped) state.isEscaped = false;
          else if (byte === backslash) state.isEscaped = true;
          else if (byte === quote) state.isText = false;
        } else if (byte === quote) state.isText = true;
        else if (byte === openBrace || byte === openBracket) {
          state.depth += 1;
          state.hasBegun = true;
          if (state.depth === recordDepth && byte === openBrace) from = at;
        } else if (byte === closeBrace || byte === closeBracket) {
          state.depth -= 1;
          if (state.depth === recordDepth - 1 && from >= 0) {
            keep(piece.subarray(from, at + 1));
            records.push(take());
            from = -1;
          }
        }
      }
      // The piece's memory may be used again for the next one.
      if (from >= 0) keep(Buffer.from(piece.subarray(from)));
      return records;
    },
    end() {
      if (!state.hasBegun || state.depth !== 0) throw new Error("the file ends in the middle");
    },
  };
}
