import { expect } from "chai";
import * as fc from "fast-check";

import type { CheckedList, ListFault } from "../../../core/threat-list/list";
import { formatFaults, listOf, readList } from "../../../core/threat-list/list";

const most = 250_000;

function listIn(text: string, mostEntries = most): CheckedList {
  const reading = readList(text, mostEntries);
  if ("faults" in reading) throw new Error(formatFaults("list", reading.faults));
  return reading.list;
}

function faultsIn(text: string, mostEntries = most): readonly ListFault[] {
  const reading = readList(text, mostEntries);
  return "faults" in reading ? reading.faults : [];
}

/** So many different public addresses, one a line. */
const addresses = (count: number) =>
  Array.from({ length: count }, (_, index) => `${11 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.7`).join(
    "\n",
  );

describe("the text of a list for GuardDuty", () => {
  it("is read with blank lines, comments, any line ends and a byte order mark", () => {
    const text =
      "\uFEFF# bad ones\r\n\r\n203.0.113.7 ; seen in May\r\n  203.0.113.0/24\t# a network\r2001:DB8::7\n\n; end";
    expect(listIn(text)).to.deep.include({ content: "2001:db8::7\n203.0.113.0/24\n203.0.113.7\n", count: 3 });
  });

  it("has the same content and the same hash in whatever order and spelling it comes", () => {
    const entries = fc.uniqueArray(
      fc.ipV4().filter((text) => faultsIn(text).length === 0),
      { minLength: 1 },
    );
    const shuffled = entries.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([entriesOnce, again]) => {
        expect(listIn(`# list\r\n${again.join("/32\r\n")}/32`)).to.deep.equal(listIn(entriesOnce.join("\n")));
        expect(listOf(again)).to.deep.equal(listIn(entriesOnce.join("\n")));
      }),
    );
  });

  it("has another hash with one entry more or less", () => {
    const hashes = ["203.0.113.7", "203.0.113.8", "203.0.113.7\n203.0.113.8"].map((text) => listIn(text).sha256);
    expect(new Set(hashes).size).to.equal(3);
    for (const hash of hashes) expect(hash).to.match(/^[\da-f]{64}$/);
  });

  it("names each bad line with what was found and what would do", () => {
    const faults = faultsIn(
      "203.0.113.7\n# nothing\n10.1.2.3\nbad.example.com\n203.0.113.7/32\n203.0.113.7/24\n<html>",
    );
    expect(faults.map(({ line, found }) => [line, found])).to.deep.equal([
      [3, '"10.1.2.3", in 10.0.0.0/8 (private)'],
      [4, '"bad.example.com", a domain, which lists of this kind do not take'],
      [5, '"203.0.113.7/32" a second time, after line 1'],
      [6, '"203.0.113.7/24", bits beyond the prefix are set'],
      [7, '"<html>"'],
    ]);
    const message = formatFaults("the list bad.txt", faults);
    expect(message.split("\n")[0]).to.equal("the list bad.txt cannot be used:");
    expect(message).to.contain(
      '\n  line 3: found "10.1.2.3", in 10.0.0.0/8 (private); expected a public address or network',
    );
    expect(message).to.contain("a second time, after line 1; expected each entry once\n");
  });

  it("has no more entries than GuardDuty takes, and at least one", () => {
    expect(listIn(addresses(2000), 2000).count).to.equal(2000);
    expect(faultsIn(addresses(most + 1))).to.deep.equal([{ found: "250001 entries", expected: "at most 250000" }]);
    expect(faultsIn(addresses(2001), 2000)).to.deep.equal([{ found: "2001 entries", expected: "at most 2000" }]);
    expect(faultsIn("# only words\n\n")).to.deep.equal([{ found: "no entry", expected: "at least 1 entry" }]);
  }).timeout(10_000);

  it("that is no list at all gives a message of twenty lines, and says that there are more", () => {
    const faults = faultsIn("<p>\u001b[31m\u0000\n".repeat(most));
    const message = formatFaults("list", faults);
    expect(message.split("\n")).to.have.lengthOf(22);
    expect(message).to.match(/\n {2}and at least \d+ more$/);
    expect(message).to.not.match(/[^\n\P{C}]/u);
  });

  it("says exactly how many more there are where all are known", () => {
    const message = formatFaults("list", faultsIn("here\n".repeat(21)));
    expect(message).to.match(/\n {2}and 1 more$/);
  });
});
