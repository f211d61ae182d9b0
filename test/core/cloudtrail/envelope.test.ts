import { expect } from "chai";
import * as fc from "fast-check";
import * as zlib from "node:zlib";
import type { DecodedEnvelope } from "../../../core/cloudtrail/envelope";
import { decodeEnvelope, mostInflatedBytes, parseLogEvent } from "../../../core/cloudtrail/envelope";

const delivery = (text: string) => ({ awslogs: { data: zlib.gzipSync(text).toString("base64") } });
const decode = (envelope: unknown) => decodeEnvelope(delivery(JSON.stringify(envelope)));
const logEvent = (message: string) => ({ id: `id of ${message}`, timestamp: 1_741_064_767_000, message });
const envelope = (logEvents: unknown) => ({
  messageType: "DATA_MESSAGE",
  owner: "111122223333",
  logGroup: "trail",
  logStream: "111122223333_CloudTrail_eu-west-1",
  subscriptionFilters: ["denials"],
  logEvents,
});

function dataOf(decoded: DecodedEnvelope): Extract<DecodedEnvelope, { kind: "data" }> {
  if (decoded.kind !== "data") throw new Error("not data");
  return decoded;
}

describe("decodeEnvelope", () => {
  it("decodes log events and where they come from", () => {
    expect(decode(envelope([logEvent("{}")]))).to.deep.equal({
      kind: "data",
      owner: "111122223333",
      logGroup: "trail",
      logStream: "111122223333_CloudTrail_eu-west-1",
      logEvents: [{ ...logEvent("{}"), record: {} }],
    });
  });

  it("keeps text as it was written, in any script", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        const message = `Ünïcode 名前 ${name}`;
        expect(dataOf(decode(envelope([logEvent(message)]))).logEvents[0]?.message).to.equal(message);
      }),
      { numRuns: 30 },
    );
  });

  it("knows a control message, whose text is not JSON", () => {
    const events = [logEvent("CWL CONTROL MESSAGE: Checking health of destination Lambda.")];
    const control = {
      messageType: "CONTROL_MESSAGE",
      owner: "CloudwatchLogs",
      logGroup: "",
      logStream: "",
      logEvents: events,
    };
    expect(decode(control)).to.deep.equal({ kind: "control" });
  });

  it("takes an empty list of log events", () => {
    expect(dataOf(decode(envelope([]))).logEvents).to.deep.equal([]);
  });

  it("gives broken log events ids of their own and a message that will be named as unreadable", () => {
    const { logEvents, logStream } = dataOf(decode(envelope([null, { message: 5, timestamp: "x" }])));
    expect(logEvents).to.deep.equal([
      { id: `${logStream}#0`, timestamp: 0, message: "", problem: "the message is not JSON" },
      {
        id: `${logStream}#1`,
        timestamp: 0,
        message: "5",
        problem: "the message is JSON but not an object, as a CloudTrail record is",
      },
    ]);
  });

  it("refuses a delivery that is no delivery", () => {
    for (const event of [undefined, null, {}, { awslogs: {} }, { awslogs: { data: 5 } }]) {
      expect(() => decodeEnvelope(event)).to.throw(Error, "awslogs.data is not text");
    }
  });

  it("refuses corrupt base64", () => {
    const { data } = delivery(JSON.stringify(envelope([]))).awslogs;
    for (const corrupt of [`${data.slice(0, -4)}$$==`, data.slice(1), `${data.slice(0, 8)}=${data.slice(9)}`]) {
      expect(() => decodeEnvelope({ awslogs: { data: corrupt } })).to.throw(Error, "is not base64");
    }
  });

  it("refuses corrupt and cut-off gzip", () => {
    const gzip = zlib.gzipSync(JSON.stringify(envelope([])));
    for (const corrupt of [Buffer.from("not gzip"), gzip.subarray(0, gzip.length - 6), Buffer.alloc(0)]) {
      expect(() => decodeEnvelope({ awslogs: { data: corrupt.toString("base64") } })).to.throw(Error, "is not gzip");
    }
  });

  it("refuses what is not JSON, and JSON without log events", () => {
    expect(() => decodeEnvelope(delivery("{"))).to.throw(Error, "does not hold JSON");
    expect(() => decode({ messageType: "DATA_MESSAGE" })).to.throw(Error, "no list of log events");
    expect(() => decode(null)).to.throw(Error, "no list of log events");
  });

  it("refuses to inflate beyond its limit", () => {
    const bomb = { awslogs: { data: zlib.gzipSync(Buffer.alloc(mostInflatedBytes + 1)).toString("base64") } };
    expect(() => decodeEnvelope(bomb)).to.throw(Error, "inflates to more than 33554432 bytes");
  });
});

describe("parseLogEvent", () => {
  it("reads a record", () => {
    expect(parseLogEvent('{"eventName":"ListUsers"}')).to.deep.equal({ record: { eventName: "ListUsers" } });
  });

  it("names a bad message among good ones without repeating it", () => {
    const parsed = ['{"eventID":"1"}', "<!channel> not JSON", "[]", "null", '"text"', '{"eventID":"2"}'].map(
      parseLogEvent,
    );
    expect(parsed.map(({ record }) => record?.["eventID"])).to.deep.equal(["1", ...Array(4).fill(undefined), "2"]);
    expect(parsed.map(({ problem }) => problem)).to.deep.equal([
      undefined,
      "the message is not JSON",
      ...Array<string>(3).fill("the message is JSON but not an object, as a CloudTrail record is"),
      undefined,
    ]);
  });
});
