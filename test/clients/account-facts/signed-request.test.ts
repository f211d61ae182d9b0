import { expect } from "chai";
import { createHash, createHmac } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo } from "node:net";

import type { ClientOptions } from "../../../clients/account-facts/asker";
import { signedRequest } from "../../../clients/account-facts/signed-request";
import { callLimits } from "../../../clients/call-limits";

const secretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey, sessionToken: "a session" };
const options: ClientOptions = { ...callLimits, region: "eu-west-1", credentials: () => Promise.resolve(credentials) };

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** The signature that AWS works out for a request, by its own description. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function expectedSignature({ method = "", url = "", headers }: http.IncomingMessage, body: string): string {
  const [, scope = "", signedHeaders = ""] =
    /Credential=[^/]+\/(\S+), SignedHeaders=(\S+), /.exec(headers.authorization ?? "") ?? [];
  const named = signedHeaders.split(";").map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, url, "", named.join(""), signedHeaders, hash(body)].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hash(canonical)].join("\n");
  const key = scope.split("/").reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secretAccessKey}`);
  return hmac(key, toSign).toString("hex");
}

describe("a request to a service without a client", () => {
  const seen: { request?: http.IncomingMessage; body: string } = { body: "" };
  let server: http.Server;
  let answer: { status: number; text: string };
  before(async () => {
    server = http.createServer((request, response) => {
      seen.request = request;
      seen.body = "";
      request.on("data", (part: Buffer) => (seen.body += part.toString()));
      request.on("end", () => response.writeHead(answer.status).end(answer.text));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    answer = { status: 200, text: '{"Policy":"{}"}' };
  });

  const ask = () =>
    signedRequest(options, {
      service: "kms",
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      target: "TrentService.GetKeyPolicy",
      input: { KeyId: "one", PolicyName: "default" },
    });

  it("has the signature that AWS expects, for the service and region that are asked", async () => {
    expect(await ask()).to.deep.equal({ Policy: "{}" });
    const { authorization = "" } = seen.request?.headers ?? {};
    expect(authorization).to.match(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/kms\/aws4_request, /);
    expect(authorization).to.match(/SignedHeaders=(?=\S*host)(?=\S*x-amz-security-token)(?=\S*x-amz-target)/);
    expect(seen.request && authorization.endsWith(`Signature=${expectedSignature(seen.request, seen.body)}`)).to.equal(
      true,
    );
  });

  it("says what is asked in the protocol of the service", async () => {
    await ask();
    expect(seen.request?.headers).to.include({
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "TrentService.GetKeyPolicy",
    });
    expect(JSON.parse(seen.body)).to.deep.equal({ KeyId: "one", PolicyName: "default" });
  });

  const failures: readonly (readonly [number, string, string, string])[] = [
    [400, '{"__type":"com.amazonaws.kms#NotFoundException","message":"no key"}', "NotFoundException", "no key"],
    [400, '{"__type":"AccessDeniedException","Message":"no"}', "AccessDeniedException", "no"],
    [502, "<html>", "ServiceError", "HTTP 502"],
  ];
  for (const [status, text, name, message] of failures) {
    it(`throws ${name}: ${message} for the answer ${text}`, async () => {
      answer = { status, text };
      const error: unknown = await ask().catch((failure: unknown) => failure);
      expect(error).to.include({ name, message });
    });
  }
});
