import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server } from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import { authorizationOf, signedCall } from "../../clients/signed-call";

const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "token",
  expiration: new Date("2026-10-01T12:00:00Z"),
};

describe("a signed call", () => {
  let server: Server;
  let seen: { headers: IncomingHttpHeaders; body: string } | undefined;
  let answer = { status: 200, body: "{}" };
  const endpointBefore = process.env.AWS_ENDPOINT_URL;

  before((done) => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        seen = { headers: request.headers, body };
        response.writeHead(answer.status).end(answer.body);
      });
    }).listen(0, "127.0.0.1", () => {
      process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after((done) => {
    if (endpointBefore === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = endpointBefore;
    server.close(done);
  });

  const call = () =>
    signedCall(
      { service: "events", region: "eu-west-1", target: "AWSEvents.DescribeRule", input: { Name: "rule" } },
      credentials,
    );

  it("has the signature that AWS's own example of an empty POST has", () => {
    const headers = { host: "example.amazonaws.com", "x-amz-date": "20150830T123600Z" };
    const text = authorizationOf(headers, "", { service: "service", region: "us-east-1" }, credentials);
    expect(text).to.equal(
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, " +
        "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    );
  });

  it("says the operation, signs for the service and region, and hands back what comes", async () => {
    answer = { status: 200, body: JSON.stringify({ Name: "rule", State: "ENABLED" }) };
    expect(await call()).to.deep.equal({ Name: "rule", State: "ENABLED" });
    expect(seen?.body).to.equal('{"Name":"rule"}');
    expect(seen?.headers).to.include({
      "x-amz-target": "AWSEvents.DescribeRule",
      "x-amz-security-token": "token",
      "content-type": "application/x-amz-json-1.1",
    });
    expect(seen?.headers.authorization).to.match(/\/eu-west-1\/events\/aws4_request, SignedHeaders=content-type;host;/);
    expect(JSON.stringify(seen)).to.not.include(credentials.secretAccessKey);
  });

  it("throws the service's code for a name, however it is written", async () => {
    for (const type of ["ResourceNotFoundException", "com.amazonaws.events#ResourceNotFoundException:http://x"]) {
      answer = { status: 400, body: JSON.stringify({ __type: type, message: "Rule rule does not exist." }) };
      const error = await call().catch((thrown: unknown) => thrown as Error);
      expect(error).to.include({ name: "ResourceNotFoundException", message: "Rule rule does not exist." });
    }
    answer = { status: 502, body: "<html>" };
    expect(await call().catch((thrown: unknown) => thrown as Error)).to.include({ name: "HTTP 502" });
  });
});
