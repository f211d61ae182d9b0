import { expect } from "chai";

import { urlAnswer, urlEvent, urlRefusal } from "../../../local/play/function-urls";
import { graphOf, resource, startMs } from "./fixture";

const outcome = (result: unknown) => ({ lines: [], refusals: [], result });

describe("a request to a function's public address", () => {
  it("is an event of payload format 2.0", () => {
    const event = urlEvent(
      {
        method: "POST",
        path: "/hook/a?x=1&y=two%20words",
        headers: { "Content-Type": "application/json", "User-Agent": "jira", "X-Signature": "s" },
        body: '{"a":"é"}',
      },
      startMs,
    );
    expect(event).to.deep.include({ version: "2.0", rawPath: "/hook/a", rawQueryString: "x=1&y=two%20words" });
    expect(event).to.deep.include({ body: '{"a":"é"}', isBase64Encoded: false });
    expect(event).to.have.deep.property("queryStringParameters", { x: "1", y: "two words" });
    expect(event).to.have.nested.property("headers.x-signature", "s");
    expect(event).to.have.nested.property("headers.content-type", "application/json");
    expect(event).to.have.nested.property("requestContext.http.userAgent", "jira");
    expect(event).to.have.nested.property("requestContext.time", "17/Mar/2026:10:00:00 +0000");
    expect(event).to.have.nested.property("requestContext.timeEpoch", startMs);
  });

  it("brings a form's body in base64, as function URLs do", () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const event = urlEvent({ headers, body: "payload=%7B%7D" }, startMs) as { body: string; isBase64Encoded: boolean };
    expect(event.isBase64Encoded).to.equal(true);
    expect(Buffer.from(event.body, "base64").toString()).to.equal("payload=%7B%7D");
  });

  it("without a body has none", () => {
    const event = urlEvent({ method: "GET" }, startMs);
    expect(event).to.not.have.any.keys("body", "queryStringParameters");
    expect(event).to.have.property("isBase64Encoded", false);
  });

  it("is answered with what the function shapes, or with its answer as JSON", () => {
    const shaped = { statusCode: 401, headers: { "content-type": "text/plain" }, body: "no" };
    expect(urlAnswer(outcome(shaped))).to.deep.equal({
      status: 401,
      headers: { "content-type": "text/plain" },
      body: "no",
    });
    expect(urlAnswer(outcome({ ok: true }))).to.deep.include({ status: 200, body: '{"ok":true}' });
    const encoded = { statusCode: 200, body: Buffer.from("é").toString("base64"), isBase64Encoded: true };
    expect(urlAnswer(outcome(encoded)).body).to.equal("é");
  });

  it("of a function that failed is answered with 502, and nothing of the fault", () => {
    expect(urlAnswer({ lines: [], refusals: [], error: "Error: secret" })).to.deep.include({
      status: 502,
      body: "Internal Server Error",
    });
  });

  const declared = resource("aws:lambda/function:Function", "approve-action", {});
  const url = (authorizationType: string) =>
    resource("aws:lambda/functionUrl:FunctionUrl", "approve-action", {
      functionName: "approve-action",
      authorizationType,
    });
  const permission = (action: string, more: object = {}) =>
    resource("aws:lambda/permission:Permission", action, {
      action,
      function: "approve-action",
      principal: "*",
      ...more,
    });
  const open = permission("lambda:InvokeFunctionUrl", { functionUrlAuthType: "NONE" });
  const invoke = permission("lambda:InvokeFunction", { invokedViaFunctionUrl: true });

  it("needs both permissions and an address without sign-in", () => {
    expect(urlRefusal(graphOf(declared, url("NONE"), open, invoke), "approve-action")).to.equal(undefined);
    for (const resources of [
      [declared, url("NONE"), open],
      [declared, url("NONE"), invoke],
      [declared, url("AWS_IAM"), open, invoke],
    ]) {
      expect(urlRefusal(graphOf(...resources), "approve-action")).to.include({ status: 403 });
    }
  });

  it("to a function without an address fails with its name", () => {
    expect(() => urlRefusal(graphOf(declared), "approve-action")).to.throw("approve-action has no URL");
  });
});
