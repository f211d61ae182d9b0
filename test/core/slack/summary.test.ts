import { expect } from "chai";
import { plainTextOf } from "../../../core/slack/plain-text";
import { incidentMessage } from "../../../core/slack/summary";
import type { IncidentView, SlackMessage } from "../../../core/slack/summary";
import { enumerationView, KEY_ID, sampleDenial, sampleView } from "./sample-view";

function headerOf(message: SlackMessage): string {
  const [first] = message.blocks;
  return first?.type === "header" ? first.text.text : "no header";
}

/** The field's lines without its label. */
function field(message: SlackMessage, label: string): string[] {
  const texts = message.blocks.flatMap((block) => (block.type === "section" ? (block.fields ?? []) : []));
  const found = texts.map(({ text }) => text.split("\n")).find(([first]) => first === `*${label}*`);
  return found?.slice(1) ?? [];
}

function withPrincipal(changes: Partial<IncidentView["sample"]["principal"]>): IncidentView {
  const { principal } = sampleDenial();
  return sampleView({ sample: sampleDenial({ principal: { ...principal, ...changes } }), sessions: [] });
}

describe("Slack message of one cause", () => {
  const message = incidentMessage(sampleView());

  it("says severity, what, who and how often in its header and in the notification", () => {
    expect(headerOf(message)).to.equal("🟡 Low: ec2:RunInstances denied to role deploy, 14 times");
    expect(message.text).to.equal("🟡 Low: `ec2:RunInstances` denied to role `deploy`, 14 times");
  });

  it("says who: principal, session, end of the key, MFA and the service in between", () => {
    expect(field(message, "Who")).to.deep.equal([
      "role `deploy`",
      "session `build-77`",
      "key ending `LE42`, MFA no",
      "through service `cloudformation.amazonaws.com`",
    ]);
  });

  it("says what: action, service and error", () => {
    expect(field(message, "What")).to.deep.equal([
      "`ec2:RunInstances`",
      "service `ec2.amazonaws.com`",
      "error `Client.UnauthorizedOperation`",
    ]);
  });

  it("says when, where and from where", () => {
    expect(field(message, "When")).to.deep.equal([
      "first 2026-01-31 10:00:00 UTC",
      "last 2026-01-31 10:06:00 UTC",
      "(6 minutes)",
    ]);
    expect(field(message, "Where")).to.deep.equal(["account `111122223333`", "region `eu-central-1`"]);
    expect(field(message, "From")).to.deep.equal(["`198.51.100.7` (DE)", "agent `aws-cli/2.15.0`"]);
  });

  it("says how often and how bad it is, with the reason", () => {
    expect(field(message, "Count")).to.deep.equal(["14 denied calls"]);
    expect(field(message, "Severity")).to.deep.equal(["Low: reaches neither privileges nor secrets"]);
    expect(field(incidentMessage(sampleView({ newCount: 3 })), "Count")).to.deep.equal([
      "14 denied calls, 3 of them new",
    ]);
  });

  it("shows the error message and links to the event and to a query", () => {
    const text = plainTextOf(message);
    expect(text).to.contain("Message\nYou are not authorized to perform this operation.");
    expect(text).to.contain(
      "Event in CloudTrail: https://eu-central-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-central-1#/events/3f0c",
    );
    expect(text).to.contain("Query in Logs Insights: https://eu-west-1.console.aws.amazon.com/cloudwatch/home?");
  });

  it("queries a lone event by its id, from before the call until well after its delivery", () => {
    const text = plainTextOf(incidentMessage(sampleView({ count: 1, newCount: 1, lastAt: "2026-01-31T10:00:00Z" })));
    expect(text).to.contain("filter*20eventID*20*3d*20*223f0c1b52-");
    expect(text).to.contain("end~'2026-01-31T10*3a30*3a00.000Z~start~'2026-01-31T09*3a55*3a00.000Z");
  });

  it("has no query where the log group or its region is not known, and no link for an invented event id", () => {
    expect(plainTextOf(incidentMessage(sampleView({ homeRegion: undefined })))).to.not.contain("Logs Insights");
    const invented = incidentMessage(sampleView({ sample: sampleDenial({ eventId: "x|y" }) }));
    expect(plainTextOf(invented)).to.not.contain("Event in CloudTrail");
  });

  it("unfurls nothing and turns nothing into a link by itself", () => {
    expect(message).to.include({ unfurl_links: false, unfurl_media: false });
    expect(JSON.stringify(message).split('"mrkdwn"').length).to.equal(
      JSON.stringify(message).split('"verbatim":true').length,
    );
  });

  it("ends with notes, names in them as code", () => {
    const noted = incidentMessage(sampleView({ notes: ["Mute `scanner` expired on 2026-01-31 (owner: platform)"] }));
    expect(noted.blocks.at(-1)).to.deep.equal({
      type: "context",
      elements: [{ type: "mrkdwn", text: "Mute `scanner` expired on 2026-01-31 (owner: platform)", verbatim: true }],
    });
  });

  it("counts the notes that it leaves out", () => {
    const notes = Array.from({ length: 7 }, (_, index) => `Note ${index}.`);
    expect(plainTextOf(incidentMessage(sampleView({ notes })))).to.match(/Note 4\.\nand 2 more notes$/);
  });
});

describe("why a call was denied", () => {
  const whyOf = (changes: Parameters<typeof sampleDenial>[0]) =>
    field(incidentMessage(sampleView({ sample: sampleDenial(changes) })), "Why");

  it("names the kind of policy of an explicit and of an implicit deny", () => {
    expect(whyOf({ refusal: { effect: "explicit", policyType: "service control policy" } })).to.deep.equal([
      "explicit deny in: `service control policy`",
    ]);
    expect(whyOf({})).to.deep.equal(["implicit deny: no `identity-based policy` allows it"]);
  });

  it("does not guess where AWS does not say", () => {
    expect(whyOf({ refusal: { effect: "explicit" } })).to.deep.equal(["explicit deny"]);
    expect(whyOf({ refusal: { effect: "implicit" } })).to.deep.equal(["implicit deny: no policy allows it"]);
    expect(whyOf({ refusal: { effect: "unknown" } })).to.deep.equal(["AWS does not say by which policy"]);
  });

  it("tells a failed sign-in from a denied call", () => {
    const sample = sampleDenial({ kind: "authentication-failure", service: "signin", action: "ConsoleLogin" });
    const message = incidentMessage(sampleView({ sample, count: 3, newCount: 3 }));
    expect(headerOf(message)).to.equal("🟡 Low: signin:ConsoleLogin failed for role deploy, 3 times");
    expect(field(message, "Why")).to.deep.equal(["authentication failed"]);
    expect(field(message, "Count")).to.deep.equal(["3 failed authentications"]);
    expect(plainTextOf(message)).to.not.contain("errorCode*20*3d");
  });
});

describe("who made a call", () => {
  const whoOf = (changes: Partial<IncidentView["sample"]["principal"]>) =>
    field(incidentMessage(withPrincipal(changes)), "Who");

  it("is the account's root user, by account", () => {
    expect(whoOf({ type: "Root", name: "root" })[0]).to.equal("root user of account `111122223333`");
  });

  it("is told apart from the account that recorded the call", () => {
    expect(whoOf({ account: "444455556666" })).to.include("of account `444455556666`");
    expect(whoOf({})).to.not.include("of account `111122223333`");
  });

  it("may be nobody that the record names", () => {
    const sample = sampleDenial({ principal: { type: "Unknown", name: "unknown" } });
    const message = incidentMessage(sampleView({ sample, sessions: [], sessionCount: 0 }));
    expect(field(message, "Who")).to.deep.equal(["unknown caller", "no key id, MFA not stated"]);
    expect(whoOf({ type: "AWSAccount", name: "anonymous" })[0]).to.equal("anonymous caller");
  });

  it("is a federated user by issuer and chosen name", () => {
    expect(whoOf({ type: "FederatedUser", name: "alice", session: "visitor" }).slice(0, 2)).to.deep.equal([
      "federated user issued by `alice`",
      "session `visitor`",
    ]);
  });

  it("is shown with MFA and source identity where stated", () => {
    expect(whoOf({ mfa: true, sourceIdentity: "alice@example.com" })).to.include.members([
      "source identity `alice@example.com`",
      "key ending `LE42`, MFA yes",
    ]);
  });

  it("used several sessions", () => {
    const message = incidentMessage(sampleView({ sessions: ["a", "b", "c"], sessionCount: 40 }));
    expect(field(message, "Who")[1]).to.equal("sessions `a`, `b`, `c` and 37 more");
  });

  it("never appears with a whole key id, wherever the record repeats it", () => {
    const sample = sampleDenial({ message: `key ${KEY_ID}`, userAgent: KEY_ID, resource: KEY_ID, action: KEY_ID });
    const notes = [`seen with \`${KEY_ID}\``];
    const view = enumerationView({ sample, notes, sessions: [KEY_ID], actions: [{ name: KEY_ID, count: 1 }] });
    for (const kind of ["cause", "enumeration", "spread", "self"] as const) {
      const json = JSON.stringify(incidentMessage({ ...view, kind, severity: { level: "low", reason: KEY_ID } }));
      expect(json).to.contain("LE42");
      expect(json).to.not.contain(KEY_ID);
    }
    const odd = withPrincipal({ accessKeyId: "not-a-key-id-of-aws" });
    expect(field(incidentMessage(odd), "Who")).to.include("key id not of AWS's form, MFA no");
  });
});

describe("where a call came from", () => {
  const fromOf = (addresses: IncidentView["addresses"]) => field(incidentMessage(sampleView({ addresses })), "From");

  it("has a remark where it has no country", () => {
    const at = (address: string) => fromOf([{ address, count: 1 }])[0];
    expect(at("203.0.113.9")).to.equal("`203.0.113.9` (country unknown)");
    expect(at("10.0.0.5")).to.equal("`10.0.0.5` (private address)");
    expect(at("config.amazonaws.com")).to.equal("`config.amazonaws.com` (AWS service)");
    expect(at("AWS Internal")).to.equal("`AWS Internal` (inside AWS)");
    expect(at("***********")).to.equal("`***********` (masked by the log group's data protection)");
    expect(at("")).to.equal("address not stated");
  });

  it("may be several places, with the calls of each and the rest counted", () => {
    const addresses = [
      { address: "198.51.100.7", count: 12, country: "DE" },
      { address: "203.0.113.9", count: 1, country: "javascript:" },
    ];
    const lines = field(incidentMessage(sampleView({ addresses, addressCount: 9 })), "From");
    expect(lines.slice(0, 3)).to.deep.equal([
      "`198.51.100.7` (DE), 12 calls",
      "`203.0.113.9` (country unknown), 1 call",
      "and 7 more addresses",
    ]);
  });

  it("names the VPC endpoint and the doubt about country data", () => {
    const sample = sampleDenial({ source: { kind: "private", address: "10.0.0.5", vpcEndpointId: "vpce-0123" } });
    const countryNote = "Country data is 80 days old.";
    const lines = field(incidentMessage(sampleView({ sample, countryNote })), "From");
    expect(lines).to.include.members(["VPC endpoint `vpce-0123`", "Country data is 80 days old."]);
  });
});

describe("Slack message of other incidents", () => {
  it("reads as an enumeration, with the actions", () => {
    const message = incidentMessage(enumerationView());
    expect(headerOf(message)).to.equal(
      "🟠 High: enumeration: 244 actions in 6 minutes, 9 services, 2 addresses, by role deploy",
    );
    expect(field(message, "Count")).to.deep.equal(["1,000 denied calls", "244 actions of 9 services"]);
    expect(plainTextOf(message)).to.contain(
      "Actions\nec2:RunInstances 12 calls\niam:ListUsers 1 call\nand 242 more actions",
    );
    expect(plainTextOf(message)).to.contain("stats*20count*28*2a*29");
  });

  it("reads as the same denial in many accounts", () => {
    const accounts = Array.from({ length: 7 }, (_, index) => `11112222333${index}`);
    const message = incidentMessage(sampleView({ kind: "spread", accounts, accountCount: 7 }));
    expect(headerOf(message)).to.equal("🟡 Low: the same denial in 7 accounts: ec2:RunInstances, 14 times");
    expect(field(message, "Where")[0]).to.match(/^accounts `111122223330`, .*`111122223336`$/);
    expect(plainTextOf(message)).to.not.contain("sessionIssuer");
  });

  it("says that Warden's own calls were denied", () => {
    const message = incidentMessage(enumerationView({ kind: "self", severity: { level: "info", reason: "own role" } }));
    expect(headerOf(message)).to.equal("🔵 Info: API Warden's own calls were denied 1,000 times");
    expect(plainTextOf(message)).to.contain("iam:ListUsers 1 call");
  });

  it("says that a record could not be read, and claims nothing about its caller", () => {
    const message = incidentMessage(sampleView({ kind: "unreadable", count: 1, newCount: 1 }));
    expect(headerOf(message)).to.equal("🟡 Low: 1 record could not be read");
    expect(field(message, "Who")).to.deep.equal([]);
    expect(plainTextOf(message)).to.not.contain("https://");
  });

  it("gives the severity in words, not by colour alone", () => {
    const labels = (["info", "low", "high", "critical"] as const).map((level) =>
      headerOf(incidentMessage(sampleView({ severity: { level, reason: "" } }))).replace(/:.*/, ""),
    );
    expect(labels).to.deep.equal(["🔵 Info", "🟡 Low", "🟠 High", "🔴 Critical"]);
  });
});
