import * as http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import type { CheckedList } from "../../core/threat-list/list";
import { listOf } from "../../core/threat-list/list";
import { checkedList } from "../../stacks/threat-list";

const url = "https://lists.example.com/bad.txt?token=recognisable";
const name = "api-warden:guardDuty.threatList (https://lists.example.com/bad.txt?…)";

type Answer = (outgoing: http.ServerResponse, path: string) => void;

const text =
  (body: string): Answer =>
  (outgoing) =>
    void outgoing.writeHead(200, { "content-type": "text/plain" }).end(body);

describe("a list for GuardDuty behind an address", () => {
  const { request } = https;
  let answer: Answer = text("");
  const server = http.createServer((incoming, outgoing) => answer(outgoing, incoming.url ?? ""));

  before("put a server into the place of a host", (done) => {
    server.listen(0, "127.0.0.1", () => {
      server.unref();
      const { port } = server.address() as AddressInfo;
      const routed = (options: https.RequestOptions, callback: (response: http.IncomingMessage) => void) =>
        http.request(
          { method: "GET", path: options.path, headers: options.headers, host: "127.0.0.1", port },
          callback,
        );
      Object.assign(https, { request: routed });
      done();
    });
  });
  after(() => {
    Object.assign(https, { request });
    server.closeAllConnections();
    server.close();
  });

  async function listFrom(answered: Answer): Promise<CheckedList> {
    answer = answered;
    return checkedList("threatList", { kind: "url", url });
  }

  async function failureOf(answered: Answer): Promise<string> {
    const outcome = await listFrom(answered).catch((error: unknown) => error as Error);
    if (!pulumi.RunError.isInstance(outcome)) return expect.fail("it was taken");
    expect(outcome.message).to.not.contain("recognisable");
    return outcome.message;
  }

  it("is fetched, read and uploaded as its entries would be", async () => {
    const list = await listFrom(text("# bad ones\r\n203.0.113.9\r\n\r\n203.0.113.0/28 ; a network\r\n"));
    expect(list).to.deep.equal(listOf(["203.0.113.0/28", "203.0.113.9"]));
    const written = { kind: "entries", entries: ["203.0.113.9", "203.0.113.0/28"] } as const;
    expect(await checkedList("threatList", written)).to.deep.equal(list);
  });

  it("of one number is a text all the same, and refused as one", async () => {
    expect(await failureOf(text("7"))).to.contain('line 1: found "7"; expected a public address');
  });

  it("is followed to where it has moved, by https alone", async () => {
    const moved =
      (to: string): Answer =>
      (outgoing, path) =>
        path === "/moved.txt"
          ? void outgoing.end("203.0.113.9\n")
          : void outgoing.writeHead(302, { location: to }).end();
    expect((await listFrom(moved("https://other.example.com/moved.txt"))).content).to.equal("203.0.113.9\n");
    expect(await failureOf(moved("http://other.example.com/moved.txt"))).to.match(
      /could not be fetched: .*moved to an address without TLS$/,
    );
  });

  it("that has bad lines stops the preview with all of them", async () => {
    expect(await failureOf(text("203.0.113.9\n10.1.2.3\nhere\n203.0.113.9\n"))).to.equal(
      [
        `${name} cannot be used:`,
        '  line 2: found "10.1.2.3", in 10.0.0.0/8 (private); expected a public address or network, IPv4 or IPv6, such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32',
        '  line 3: found "here"; expected a public address or network, IPv4 or IPv6, such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32',
        '  line 4: found "203.0.113.9" a second time, after line 1; expected each entry once',
      ].join("\n"),
    );
  });

  it("keeps its words where Pulumi would put some of its own before them", async () => {
    const error = (await listFrom(text("here")).catch((one: unknown) => one)) as Error;
    const words = error.message;
    error.message = `error serializing property "content": ${words}`;
    expect(error.message).to.equal(words);
  });

  it("that is not there, or not to be had, stops the preview with the reason", async () => {
    expect(await failureOf((outgoing) => void outgoing.writeHead(404).end("nothing"))).to.equal(
      `${name} could not be fetched: the answer is status 404`,
    );
    expect(await failureOf((outgoing) => void outgoing.destroy())).to.match(/could not be fetched: \S/);
  });

  it("is never read beyond what GuardDuty reads", async () => {
    const endless: Answer = (outgoing) => {
      const more = () => {
        while (!outgoing.destroyed && outgoing.write("203.0.113.9\n".repeat(100_000)));
      };
      outgoing.on("drain", more);
      more();
    };
    expect(await failureOf(endless)).to.equal(
      `${name} could not be fetched: it has more than 35 MB, the most that GuardDuty reads`,
    );
  }).timeout(20_000);
});
