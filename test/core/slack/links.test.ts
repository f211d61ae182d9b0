import { expect } from "chai";
import * as fc from "fast-check";
import { insightsQuery } from "../../../core/slack/insights-query";
import { eventLink, insightsLink, isEventId } from "../../../core/slack/links";
import { hostileText } from "./hostile-text";

const EVENT_ID = "3f0c1b52-7a1e-4c55-9d3a-0b1c2d3e4f50";
const SEARCH = {
  region: "eu-west-1",
  logGroup: "/warden/trail",
  query: 'filter eventID = "x"\n| limit 1',
  startMs: Date.UTC(2026, 0, 31, 9, 55),
  endMs: Date.UTC(2026, 0, 31, 10, 36),
};

/** Reads a string of the console's notation back. */
function decoded(consoleString: string): string {
  return consoleString
    .replace(/\*\*([0-9a-f]{4})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\*([0-9a-f]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

describe("link to an event", () => {
  it("opens the event's page in the region of the call", () => {
    expect(eventLink({ region: "eu-central-1", eventId: EVENT_ID })).to.equal(
      `https://eu-central-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-central-1#/events/${EVENT_ID}`,
    );
  });

  it("goes to the console of the region's partition", () => {
    expect(eventLink({ region: "cn-north-1", eventId: EVENT_ID })).to.match(
      /^https:\/\/cn-north-1\.console\.amazonaws\.cn\//,
    );
    expect(eventLink({ region: "us-gov-west-1", eventId: EVENT_ID })).to.match(
      /^https:\/\/us-gov-west-1\.console\.amazonaws-us-gov\.com\//,
    );
  });

  it("is left out where region or id are not of AWS's form", () => {
    for (const region of ["", "unknown", "attacker.example/#eu-west-1", "eu-west-1|x", "us-isof-south-1"]) {
      expect(eventLink({ region, eventId: EVENT_ID }), region).to.equal(undefined);
    }
    for (const eventId of [
      "",
      "unknown",
      `${EVENT_ID}/..`,
      "37198765432109876543210987654321098765432109876543210987",
    ]) {
      expect(eventLink({ region: "eu-west-1", eventId }), eventId).to.equal(undefined);
      expect(isEventId(eventId)).to.equal(false);
    }
  });

  it("never leaves the console, whatever the record says", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (region, eventId) => {
        expect(eventLink({ region, eventId: EVENT_ID }) ?? "").to.match(/^$|^https:\/\/[a-z0-9-]+\.console\.a/);
        expect(eventLink({ region: "eu-west-1", eventId }) ?? "").to.match(/^$|#\/events\/[0-9a-fA-F-]{36}$/);
      }),
    );
  });
});

describe("link to a query in Logs Insights", () => {
  it("is written as the console writes it, with fixed times in UTC", () => {
    expect(insightsLink(SEARCH)).to.equal(
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights$3FqueryDetail$3D" +
        "~(end~'2026-01-31T10*3a36*3a00.000Z~start~'2026-01-31T09*3a55*3a00.000Z~timeType~'ABSOLUTE~tz~'UTC" +
        "~editorString~'filter*20eventID*20*3d*20*22x*22*0a*7c*20limit*201" +
        "~source~(~'*2fwarden*2ftrail)~lang~'CWLI)$26tab$3Dlogs",
    );
  });

  it("carries any query unharmed, or is left out when too long", () => {
    let links = 0;
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (query) => {
        const link = insightsLink({ ...SEARCH, query });
        expect(link).to.not.equal(undefined);
        expect(link).to.match(/^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/[\w.~'()*$:?=#/-]+$/);
        const editorString = /~editorString~'([\w.*-]*)~source~/.exec(link ?? "")?.[1];
        expect(decoded(editorString ?? "missing")).to.equal(query);
        links += 1;
      }),
    );
    expect(links).to.be.greaterThan(0);
    expect(insightsLink({ ...SEARCH, query: "x".repeat(1200) })).to.equal(undefined);
  });

  it("is left out where region, log group or time are not of the right form", () => {
    expect(insightsLink({ ...SEARCH, region: "nowhere" })).to.equal(undefined);
    expect(insightsLink({ ...SEARCH, logGroup: "a b" })).to.equal(undefined);
    expect(insightsLink({ ...SEARCH, startMs: Number.NaN })).to.equal(undefined);
    expect(insightsLink({ ...SEARCH, endMs: 9e15 })).to.equal(undefined);
  });
});

describe("query in Logs Insights", () => {
  it("finds one event by its quoted id", () => {
    expect(insightsQuery({ eventId: EVENT_ID })).to.contain(`| filter eventID = "${EVENT_ID}"`);
  });

  it("finds the calls of a role under whatever session, counted by action", () => {
    const arn = "arn:aws:iam::111122223333:role/deploy";
    expect(insightsQuery({ principalArn: arn, byAction: true })).to.equal(
      `filter (userIdentity.arn = "${arn}" or userIdentity.sessionContext.sessionIssuer.arn = "${arn}")` +
        " and ispresent(errorCode)\n| stats count(*) as calls by eventSource, eventName, errorCode\n| sort calls desc",
    );
  });

  it("finds one cause by service, action and error", () => {
    expect(
      insightsQuery({ eventSource: "s3.amazonaws.com", action: "GetObject", errorCode: "AccessDenied" }),
    ).to.contain(
      '| filter eventSource = "s3.amazonaws.com" and eventName = "GetObject" and errorCode = "AccessDenied"\n',
    );
  });

  it("finds a caller without ARN by the field that names it", () => {
    expect(insightsQuery({ identity: { field: "userName", value: "alice" } })).to.contain(
      'userIdentity.userName = "alice"',
    );
  });

  it("finds failed calls where nothing else is known", () => {
    expect(insightsQuery({})).to.contain("| filter ispresent(errorCode)\n");
  });

  it("lets no value out of its quotes", () => {
    expect(insightsQuery({ action: 'x" or 1=1 | fields \\"' })).to.contain(
      'eventName = "x\\" or 1=1 | fields \\\\\\""\n',
    );
    fc.assert(
      fc.property(hostileText, (action) => {
        const [, filter, sort] = insightsQuery({ action }).split("\n");
        expect(filter).to.match(/^\| filter eventName = "(?:[^"\\]|\\["\\])*"$/);
        expect(sort).to.equal("| sort @timestamp asc");
      }),
    );
  });
});
