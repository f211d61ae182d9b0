import { expect } from "chai";
import { cisAlarm, cisAlarms, securityHubUnauthorizedPattern } from "../../../core/cis-alarms";
import { techniqueLink } from "../../../core/cis-alarms/alarm";
import { compileFilterPattern } from "../../../core/filter-pattern/compile";
import { parseFilterPattern } from "../../../core/filter-pattern/parse";
import { benchmarkTexts } from "./benchmark-texts";
import { eventNames } from "./event-names";

const consoleLogin = { eventName: "ConsoleLogin", eventSource: "signin.amazonaws.com" };
const denied = { errorCode: "AccessDenied", sourceIPAddress: "192.0.2.17", eventName: "ListBuckets" };
const delivery = { sourceIPAddress: "delivery.logs.amazonaws.com", eventName: "PutObject" };
const root = { userIdentity: { type: "Root" }, eventType: "AwsApiCall" };

function alarmed(id: string, record: object): boolean {
  return compileFilterPattern(cisAlarm(id).pattern)(record);
}

describe("the CIS alarms", () => {
  it("are 5.1 to 5.15 in order, frozen, each with a title and a pattern that parses", () => {
    expect(cisAlarms.map(({ id }) => id)).to.deep.equal(Array.from({ length: 15 }, (_, index) => `5.${index + 1}`));
    expect(Object.isFrozen(cisAlarms)).to.equal(true);
    for (const alarm of cisAlarms) {
      expect(Object.isFrozen(alarm)).to.equal(true);
      expect(alarm.title).to.match(/^[A-Z]/);
      expect(parseFilterPattern(alarm.pattern).kind, alarm.id).to.be.oneOf(["and", "or"]);
    }
    expect(() => cisAlarm("5.16")).to.throw('"5.16"');
  });

  it("are the benchmark's texts byte for byte", () => {
    expect(Object.keys(benchmarkTexts)).to.have.length(15);
    expect(Object.fromEntries(cisAlarms.map(({ id, pattern }) => [id, pattern]))).to.deep.equal(benchmarkTexts);
  });

  it("fit into a metric filter and into a search, which take 1,024 characters", () => {
    for (const { id, pattern } of cisAlarms) expect(pattern.length, id).to.be.within(1, 1024);
  });

  it("say why they matter and what to do, and which technique of ATT&CK they are a sign of, where there is one", () => {
    for (const { id, why, runbook, severity, technique } of cisAlarms) {
      expect(why, id).to.match(/^[A-Z].+\.$/);
      expect(runbook, id).to.have.length.within(2, 5);
      expect(Object.isFrozen(runbook), id).to.equal(true);
      for (const step of runbook) expect(step, id).to.match(/^[A-Z].+\.$/);
      expect(severity, id).to.be.oneOf(["low", "high", "critical"]);
      if (technique !== undefined) expect(techniqueLink(technique)).to.match(/\/techniques\/T\d{4}\/(?:\d{3}\/)?$/);
    }
    const withoutTechnique = cisAlarms.filter(({ technique }) => technique === undefined).map(({ id }) => id);
    expect(withoutTechnique).to.deep.equal(["5.12", "5.13", "5.14"]);
  });

  for (const [id, { source, has, misses }] of Object.entries(eventNames)) {
    it(`${id} has ${has.length} event names, and lacks ${misses.join(", ")}`, () => {
      const terms = cisAlarm(id).pattern.match(/\$\.eventName/g) ?? [];
      expect(terms).to.have.lengthOf(has.length);
      const eventSource = source ?? "invented.amazonaws.com";
      for (const eventName of has) expect(alarmed(id, { eventSource, eventName }), eventName).to.equal(true);
      for (const eventName of misses) expect(alarmed(id, { eventSource, eventName }), eventName).to.equal(false);
      expect(alarmed(id, { eventSource })).to.equal(false);
    });

    if (source !== undefined) {
      it(`${id} is for calls to ${source} alone`, () => {
        for (const eventName of has) {
          expect(alarmed(id, { eventSource: "iam.amazonaws.com", eventName })).to.equal(false);
          expect(alarmed(id, { eventName })).to.equal(false);
        }
      });
    }
  }
});

describe("CIS 5.1, denied calls", () => {
  it("matches denied calls and no others", () => {
    for (const errorCode of ["AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation"]) {
      expect(alarmed("5.1", { ...denied, errorCode }), errorCode).to.equal(true);
    }
    for (const errorCode of ["Client.DryRunOperation", "accessdenied", "NoSuchBucket"]) {
      expect(alarmed("5.1", { ...denied, errorCode }), errorCode).to.equal(false);
    }
    expect(alarmed("5.1", { sourceIPAddress: "192.0.2.17", eventName: "ListBuckets" })).to.equal(false);
  });

  it("excludes log delivery and HeadBucket from AccessDenied only, as && binds tighter than ||", () => {
    expect(alarmed("5.1", { ...delivery, errorCode: "AccessDenied" })).to.equal(false);
    expect(alarmed("5.1", { ...delivery, errorCode: "Client.UnauthorizedOperation" })).to.equal(true);
    expect(alarmed("5.1", { ...denied, eventName: "HeadBucket" })).to.equal(false);
    expect(alarmed("5.1", { ...denied, eventName: "HeadBucket", errorCode: "UnauthorizedOperation" })).to.equal(true);
  });

  it("misses an AccessDenied without source address, since != is false of a missing field", () => {
    expect(alarmed("5.1", { errorCode: "AccessDenied", eventName: "ListBuckets" })).to.equal(false);
  });

  it("misses VpceAccessDenied of network activity events, as Security Hub's does", () => {
    const record = { ...denied, errorCode: "VpceAccessDenied", eventType: "AwsVpceEvent" };
    expect(alarmed("5.1", record)).to.equal(false);
    expect(compileFilterPattern(securityHubUnauthorizedPattern)(record)).to.equal(false);
  });

  it("would match every event with its exclusions joined by ||, as one circulating copy has them", () => {
    const joined = cisAlarm("5.1").pattern.replaceAll("&&", "||");
    expect(joined).to.not.equal(cisAlarm("5.1").pattern);
    const fine = { sourceIPAddress: "192.0.2.17", eventName: "DescribeInstances" };
    expect(compileFilterPattern(joined)(fine)).to.equal(true);
    expect(alarmed("5.1", fine)).to.equal(false);
  });

  it("has its four terms in the order that scanners look for", () => {
    expect(cisAlarm("5.1").pattern).to.match(
      /errorCode\s*=\s*"\*UnauthorizedOperation".+errorCode\s*=\s*"AccessDenied\*".+sourceIPAddress\s*!=.+eventName\s*!=/,
    );
  });
});

describe("Security Hub's denied-calls pattern", () => {
  it("is the text that the control compares, character by character", () => {
    expect(securityHubUnauthorizedPattern).to.equal(
      '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    );
  });

  it("matches denied calls without exclusions", () => {
    const matches = compileFilterPattern(securityHubUnauthorizedPattern);
    expect(matches({ ...delivery, errorCode: "AccessDenied" })).to.equal(true);
    expect(matches({ errorCode: "AccessDenied" })).to.equal(true);
    expect(matches({ ...denied, errorCode: "Client.UnauthorizedOperation" })).to.equal(true);
    expect(matches({ ...denied, errorCode: "Throttling" })).to.equal(false);
    expect(matches({ eventName: "ListBuckets" })).to.equal(false);
  });
});

describe("CIS 5.2, 5.3 and 5.6", () => {
  it("5.2 matches a sign-in without MFA, also one whose identity provider asked for it", () => {
    expect(alarmed("5.2", { ...consoleLogin, additionalEventData: { MFAUsed: "No" } })).to.equal(true);
    expect(alarmed("5.2", { ...consoleLogin, additionalEventData: { MFAUsed: "Yes" } })).to.equal(false);
    const federated = {
      ...consoleLogin,
      userIdentity: { type: "AssumedRole" },
      additionalEventData: { MFAUsed: "No" },
    };
    expect(alarmed("5.2", federated)).to.equal(true);
  });

  it("5.2 misses a sign-in that does not say whether MFA was used", () => {
    expect(alarmed("5.2", consoleLogin)).to.equal(false);
    expect(alarmed("5.2", { ...consoleLogin, additionalEventData: {} })).to.equal(false);
    expect(alarmed("5.2", { ...consoleLogin, additionalEventData: null })).to.equal(false);
  });

  it("5.3 matches what root does itself, not what a service does on its behalf", () => {
    expect(alarmed("5.3", root)).to.equal(true);
    expect(alarmed("5.3", { ...root, userIdentity: { type: "Root", invokedBy: "s3.amazonaws.com" } })).to.equal(false);
    expect(alarmed("5.3", { ...root, eventType: "AwsServiceEvent" })).to.equal(false);
    expect(alarmed("5.3", { ...root, userIdentity: { type: "IAMUser" } })).to.equal(false);
    expect(alarmed("5.3", { userIdentity: { type: "Root" } }), "no eventType").to.equal(false);
  });

  it("5.6 matches a failed sign-in", () => {
    expect(alarmed("5.6", { ...consoleLogin, errorMessage: "Failed authentication" })).to.equal(true);
    expect(alarmed("5.6", { ...consoleLogin, errorMessage: "No username found in supplied account" })).to.equal(false);
    expect(alarmed("5.6", consoleLogin)).to.equal(false);
  });
});

describe("the circulating text of CIS 5.15", () => {
  it("lacks the quotation mark before AcceptHandshake and is refused where the second one stands", () => {
    const pattern = cisAlarm("5.15").pattern.replace('"AcceptHandshake"', 'AcceptHandshake"');
    const column = pattern.indexOf('AcceptHandshake"') + "AcceptHandshake".length + 1;
    expect(column).to.equal(83);
    expect(() => parseFilterPattern(pattern)).to.throw(`column ${column}: found "\\""`);
  });
});
