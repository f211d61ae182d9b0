import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import * as http from "node:http";
import type { AddressInfo } from "node:net";

import { signedHeaders } from "../../clients/signed-request";

const key = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

describe("signed request", () => {
  it("has the signature that AWS documents for its own example", () => {
    const { authorization } = signedHeaders(
      {
        method: "GET",
        url: new URL("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
        headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
        body: "",
      },
      key,
      { service: "iam", region: "us-east-1", nowMs: Date.parse("2015-08-30T12:36:00Z") },
    );
    expect(authorization).to.equal(
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    );
  });

  it("has the signature that the SDK makes for the same request, a session's token included", async () => {
    const sent = await requestOfSdk();
    const signed = /SignedHeaders=([^,]+)/.exec(sent.headers.authorization ?? "")?.[1]?.split(";") ?? [];
    const headers = signed.filter(
      (name) => name !== "host" && name !== "x-amz-date" && name !== "x-amz-security-token",
    );
    const time = String(sent.headers["x-amz-date"]);
    const nowMs = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    const made = signedHeaders(
      {
        method: "POST",
        url: new URL(`http://${sent.headers.host ?? ""}/`),
        headers: Object.fromEntries(headers.map((name) => [name, String(sent.headers[name])])),
        body: sent.body,
      },
      { ...key, sessionToken: "token" },
      { service: "sts", region: "eu-west-1", nowMs },
    );
    expect(signed).to.include("x-amz-security-token");
    expect(made.authorization).to.equal(sent.headers.authorization);
  });
});

async function requestOfSdk(): Promise<{ headers: http.IncomingHttpHeaders; body: string }> {
  let server: http.Server | undefined;
  try {
    return await new Promise((resolve, reject) => {
      server = http.createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on("data", (part: Buffer) => parts.push(part));
        request.on("end", () => {
          resolve({ headers: request.headers, body: Buffer.concat(parts).toString("utf8") });
          response.writeHead(400).end();
        });
      });
      server.listen(0, "127.0.0.1", () => {
        const { port } = server?.address() as AddressInfo;
        const credentials = { ...key, sessionToken: "token" };
        const client = new STSClient({
          region: "eu-west-1",
          endpoint: `http://127.0.0.1:${port}`,
          credentials,
          maxAttempts: 1,
        });
        client.send(new GetCallerIdentityCommand({})).then(
          () => reject(new Error("it was answered")),
          () => {},
        );
      });
    });
  } finally {
    server?.close();
  }
}
