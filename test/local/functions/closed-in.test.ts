import * as http from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import { attempt } from "./thread";

/** An address that nobody has (RFC 5737) and a name that nobody can have (RFC 6761): a hole here would still reach no one. */
const address = "192.0.2.1";
const name = "outside.invalid";

const refused: readonly (readonly [string, string, string])[] = [
  ["fetch of a name", `await fetch("http://${name}/")`, `socket to ${name}`],
  ["fetch of an address", `await fetch("http://${address}/")`, `socket to ${address}`],
  ["fetch over TLS", `await fetch("https://${name}/")`, `socket to ${name}`],
  ["the metadata service", `await fetch("http://169.254.169.254/latest/")`, "socket to 169.254.169.254"],
  ["http.get", `await socket(require("http").get("http://${name}/"))`, `socket to ${name}`],
  ["http.request", `await socket(require("node:http").request({ host: "${address}" }))`, `socket to ${address}`],
  [
    "http.request to a socket file",
    `await socket(require("http").request({ socketPath: "/run/outside.sock" }))`,
    "socket to /run/outside.sock",
  ],
  ["https.get", `await socket(require("https").get("https://${name}/"))`, `https request to ${name}`],
  [
    "https.request of an object",
    `await socket(require("https").request({ hostname: "${name}" }))`,
    `https request to ${name}`,
  ],
  [
    "an imported https.request",
    `const { request } = await import("node:https"); await socket(request("https://${name}/"))`,
    `https request to ${name}`,
  ],
  [
    "http2.connect",
    `const session = require("http2").connect("http://${name}"); await new Promise((_, reject) => session.on("error", reject))`,
    `socket to ${name}`,
  ],
  ["http2.connect over TLS", `await socket(require("http2").connect("https://${name}"))`, `socket to ${name}`],
  ["net.connect by port and host", `await socket(require("net").connect(80, "${address}"))`, `socket to ${address}`],
  ["net.connect to a file", `await socket(require("net").connect("/run/a.sock"))`, "socket to /run/a.sock"],
  [
    "net.connect to a file by options",
    `await socket(require("net").connect({ path: "/run/a.sock" }))`,
    "socket to /run/a.sock",
  ],
  ["a socket of one's own", `await socket(new (require("net").Socket)().connect(80, "${name}"))`, `socket to ${name}`],
  [
    "localhost by a look-up of one's own",
    `await socket(require("net").connect({ host: "localhost", port: 80, lookup: (host, options, done) => done(null, "${address}", 4) }))`,
    "socket to localhost",
  ],
  ["tls.connect", `await socket(require("tls").connect(443, "${address}"))`, `socket to ${address}`],
  ["a datagram socket", `require("dgram").createSocket("udp4")`, "datagram socket"],
  [
    "a datagram socket by its class",
    `new (require("dgram").Socket)("udp4").send("a", 53, "${address}")`,
    "datagram socket",
  ],
  ["a listening socket", `require("http").createServer().listen(0, "0.0.0.0")`, "listening socket"],
  ["dns.lookup", `await told((done) => require("dns").lookup("${name}", done))`, `look-up of ${name}`],
  [
    "dns.lookup with options",
    `await told((done) => require("dns").lookup("${name}", { all: true }, done))`,
    `look-up of ${name}`,
  ],
  ["dns.resolve4", `await told((done) => require("dns").resolve4("${name}", done))`, `look-up of ${name}`],
  ["dns.resolveTxt", `await told((done) => require("dns").resolveTxt("${name}", done))`, `look-up of ${name}`],
  ["dns.reverse", `await told((done) => require("dns").reverse("${address}", done))`, `look-up of ${address}`],
  [
    "dns.lookupService",
    `await told((done) => require("dns").lookupService("${address}", 80, done))`,
    `look-up of ${address}`,
  ],
  [
    "dns.Resolver",
    `await told((done) => new (require("dns").Resolver)().resolve("${name}", done))`,
    `look-up of ${name}`,
  ],
  ["dns.promises.lookup", `await require("dns").promises.lookup("${name}")`, `look-up of ${name}`],
  ["dns/promises", `await require("dns/promises").resolve6("${name}")`, `look-up of ${name}`],
  ["dns.promises.reverse", `await require("dns").promises.reverse("${address}")`, `look-up of ${address}`],
  [
    "dns.promises.Resolver",
    `await new (require("dns").promises.Resolver)().resolveMx("${name}")`,
    `look-up of ${name}`,
  ],
  [
    "an imported lookup",
    `const { lookup } = await import("node:dns"); await told((done) => lookup("${name}", done))`,
    `look-up of ${name}`,
  ],
  ...["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"].map(
    (method) => [`child_process.${method}`, `require("child_process").${method}("true")`, "another process"] as const,
  ),
  [
    "child_process.ChildProcess",
    `new (require("child_process").ChildProcess)().spawn({ file: "true", args: [] })`,
    "another process",
  ],
  ["cluster.fork", `require("cluster").fork()`, "another process"],
  ["a thread of its own", `new (require("worker_threads").Worker)("0", { eval: true })`, "another thread"],
  ["the inspector", `require("inspector").open(0)`, "inspector"],
  ...["cares_wrap", "pipe_wrap", "process_wrap", "spawn_sync", "tcp_wrap", "udp_wrap"].map(
    (binding) => [`process.binding of ${binding}`, `process.binding("${binding}")`, `binding ${binding}`] as const,
  ),
  ["machine code", `process.dlopen({ exports: {} }, "/nowhere.node")`, "machine code"],
];

describe("a function closed in", () => {
  for (const [way, body, noted] of refused) {
    it(`is refused ${way}, and the refusal is noted once`, async () => {
      const { error, refusals } = await attempt(body);
      expect(error).to.contain(`a local run reaches nothing but itself: ${noted} was refused`);
      expect(refusals).to.deep.equal([noted]);
    });
  }

  it("has a refusal noted that the function itself passes over", async () => {
    const { refusals } = await attempt(`fetch("http://${name}/").catch(() => {}); await new Promise(setImmediate);`);
    expect(refusals).to.deep.equal([`socket to ${name}`]);
  });

  describe("reaches the loopback:", () => {
    const seen: http.IncomingMessage[] = [];
    const server = http.createServer((request, response) => {
      seen.push(request);
      request.resume().on("end", () => response.end(`${request.method} ${request.url}`));
    });
    let base: string;
    before((done) => {
      server.listen(0, "127.0.0.1", () => {
        base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        done();
      });
    });
    beforeEach(() => seen.splice(0));
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    it("by fetch and by its name", async () => {
      const byName = base.replace("127.0.0.1", "localhost");
      const { error, refusals } = await attempt(
        `for (const url of [${JSON.stringify(base)}, ${JSON.stringify(byName)}]) {
           if ((await (await fetch(url + "/a")).text()) !== "GET /a") throw new Error("another answer");
         }`,
      );
      expect({ error, refusals }).to.deep.equal({ error: "none", refusals: [] });
      expect(seen).to.have.length(2);
    });

    it("in the place of a routed host, with method, path, headers and the host's name", async () => {
      const { error, refusals } = await attempt(
        `await told((done) => {
           const request = require("https").request(
             "https://stand.in/path?a=b", { method: "POST", headers: { "x-own": "1" } },
             (response) => response.on("data", () => {}).on("end", done));
           request.on("error", done).end("body");
         });`,
        { "stand.in": base },
      );
      expect({ error, refusals }).to.deep.equal({ error: "none", refusals: [] });
      expect(seen.map(({ method, url }) => [method, url])).to.deep.equal([["POST", "/path?a=b"]]);
      expect(seen[0]?.headers).to.include({ "x-own": "1", "x-warden-host": "stand.in" });
    });

    it("and no host that merely ends with the name of a routed one", async () => {
      const { refusals } = await attempt(`require("https").get("https://not-stand.in/")`, { "stand.in": base });
      expect(refusals).to.deep.equal(["https request to not-stand.in"]);
      expect(seen).to.deep.equal([]);
    });
  });
});
