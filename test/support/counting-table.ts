import type { StateTable } from "../../clients/state-table";
import { memoryTable } from "./memory-table";

/** A table that says in order which of its operations were asked for, beside what it holds. */
export function countingTable(table: StateTable = memoryTable()): {
  readonly table: StateTable;
  readonly calls: string[];
} {
  const calls: string[] = [];
  const counted =
    <Parameters extends unknown[], Result>(name: string, call: (...parameters: Parameters) => Result) =>
    (...parameters: Parameters): Result => {
      calls.push(name);
      return call(...parameters);
    };
  return {
    calls,
    table: {
      read: counted("read", table.read),
      readEach: counted("readEach", table.readEach),
      readAll: counted("readAll", table.readAll),
      write: counted("write", table.write),
      writeAll: counted("writeAll", table.writeAll),
      remove: counted("remove", table.remove),
    },
  };
}
