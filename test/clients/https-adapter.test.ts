import * as http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";

import type { AxiosResponse, InternalAxiosRequestConfig } from "axios";
import { AxiosHeaders } from "axios";
import { expect } from "chai";

import { httpsAdapter } from "../../clients/https-adapter";

type Answer = (outgoing: http.ServerResponse) => void;

describe("what posts to other services", () => {
  const { request } = https;
  let answer: Answer = (outgoing) => void outgoing.end();
  let requests = 0;
  const server = http.createServer((incoming, outgoing) => {
    requests += 1;
    incoming.resume().on("end", () => answer(outgoing));
  });

  before("put a server into the place of a host", (done) => {
    server.listen(0, "127.0.0.1", () => {
      server.unref();
      const { port } = server.address() as AddressInfo;
      const routed = (url: string, options: https.RequestOptions, callback: (response: http.IncomingMessage) => void) =>
        http.request({ ...options, host: "127.0.0.1", port, path: new URL(url).pathname }, callback);
      Object.assign(https, { request: routed });
      done();
    });
  });
  beforeEach(() => void (requests = 0));
  after(() => {
    Object.assign(https, { request });
    server.closeAllConnections();
    server.close();
  });

  async function post(answered: Answer, timeout = 5_000): Promise<AxiosResponse<string>> {
    answer = answered;
    const headers = new AxiosHeaders({ "content-type": "application/json" });
    const config = { url: "https://outside.invalid/hook", method: "post", data: "{}", timeout, headers };
    return httpsAdapter(config as InternalAxiosRequestConfig);
  }

  async function failureOf(answered: Answer, timeout?: number): Promise<unknown> {
    try {
      await post(answered, timeout);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
    throw new Error("there was an answer");
  }

  it("gets status, text and headers, whatever the status is", async () => {
    const got = await post((outgoing) => void outgoing.writeHead(503, { "retry-after": "7" }).end("däumchen"));
    expect([got.status, got.data, got.headers["retry-after"]]).to.deep.equal([503, "däumchen", "7"]);
  });

  it("gives up when the time is over, where no answer comes and where one comes in drops", async () => {
    expect(await failureOf(() => {}, 40)).to.equal("ETIMEDOUT");
    const drops: NodeJS.Timeout[] = [];
    const dripping: Answer = (outgoing) => void drops.push(setInterval(() => outgoing.write("."), 5));
    expect(await failureOf(dripping, 60)).to.equal("ETIMEDOUT");
    drops.forEach(clearInterval);
  });

  it("says that the connection was closed", async () => {
    expect(await failureOf((outgoing) => void outgoing.socket?.destroy())).to.equal("ECONNRESET");
  });

  it("follows no redirect", async () => {
    const got = await post(
      (outgoing) => void outgoing.writeHead(307, { location: "https://elsewhere.invalid/" }).end(),
    );
    expect([got.status, requests]).to.deep.equal([307, 1]);
  });

  it("takes no answer of more than a megabyte", async () => {
    expect(await failureOf((outgoing) => void outgoing.end(Buffer.alloc(1_048_577)))).to.equal("ERR_ANSWER_TOO_LONG");
    expect((await post((outgoing) => void outgoing.end(Buffer.alloc(1_048_576)))).data).to.have.length(1_048_576);
  });
});
