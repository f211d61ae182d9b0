import { expect } from "chai";

import { deniedRecord, roleIdentity, rootIdentity } from "../../core/sample-record";
import { aliceDenied, goodCall, reportOf, slackEffect, theft, timeAt } from "./stage";

const critical = slackEffect("🔴 Critical: tampering", ["stop"]);
const low = slackEffect("🟡 Low: dynamodb:DeleteTable denied to user alice, once", ["alice-1"]);

describe("whom a report tells to look at first", () => {
  it("is who the most severe message is about, with what was done under the roles that they assumed", () => {
    const { suspects } = reportOf({ records: theft(), effects: [low, critical] }).answer;
    expect(suspects.map(({ name, severity, records }) => [name, severity, records])).to.deep.equal([
      ["user mallory", "critical", 4],
      ["user alice", "low", 1],
    ]);
    const [mallory] = suspects;
    expect(mallory?.otherNames).to.deep.equal([{ name: "role deploy", count: 2 }]);
    expect(mallory?.deeds.map(({ kind, count, failed, severity }) => [kind, count, failed, severity])).to.deep.equal([
      ["5.5", 1, 0, "critical"],
      ["refused", 2, 2, "high"],
    ]);
    expect(mallory?.firstToldMs).to.equal(Date.parse(critical.at));
  });

  it("keeps the sessions of one role apart that two people assumed", () => {
    const [refused = {}, , assumed = {}] = theft();
    const issued = { credentials: { accessKeyId: "ASIAEXAMPLEISSUED002" } };
    const session = { ...roleIdentity("deploy", "session-2"), accessKeyId: "ASIAEXAMPLEISSUED002" };
    const ofAlice = [
      { ...assumed, eventID: "assume-2", userIdentity: deniedRecord().userIdentity, responseElements: issued },
      { ...refused, eventID: "refused-3", userIdentity: session },
    ];
    const { suspects } = reportOf({ records: [...theft().slice(0, 4), ...ofAlice] }).answer;
    const refusedOf = suspects.map(({ name, deeds }) => [name, deeds.find(({ kind }) => kind === "refused")?.count]);
    expect(refusedOf).to.deep.equal([
      ["user mallory", 2],
      ["user alice", 1],
    ]);
  });

  it("takes no service for a person that assumed a role", () => {
    const [first = {}, second = {}, assumed = {}] = theft();
    const service = { type: "AWSService", invokedBy: "ec2.amazonaws.com" };
    const records = [first, second, { ...assumed, userIdentity: service }];
    expect(reportOf({ records }).answer.suspects.map(({ name }) => name)).to.deep.equal(["role deploy"]);
  });

  it("counts an event once that stands in the input twice", () => {
    const records = [...theft(), ...theft()];
    const [mallory] = reportOf({ records, effects: [critical] }).answer.suspects;
    expect(mallory?.deeds.map(({ count }) => count)).to.deep.equal([1, 2]);
  });

  it("goes by the number of different things where messages are equally severe, then by how often", () => {
    const records = [aliceDenied("a"), ...theft().slice(3, 4)];
    const names = reportOf({ records }).answer.suspects.map(({ name }) => name);
    expect(names).to.deep.equal(["user alice", "user mallory"]);
    const more = reportOf({ records: [...theft(), aliceDenied("b")] }).answer.suspects.map(({ name }) => name);
    expect(more).to.deep.equal(["user mallory", "user alice"]);
  });

  it("sees use of the root user that only reads", () => {
    const reading = goodCall("root", 0, { userIdentity: rootIdentity, eventName: "ListTables", readOnly: true });
    const [root] = reportOf({ records: [reading] }).answer.suspects;
    expect(root?.deeds.map(({ kind }) => kind)).to.deep.equal(["5.3"]);
  });

  it("is nobody where nothing happened", () => {
    const quiet = goodCall("quiet", 0, { eventName: "ListTables", readOnly: true });
    expect(reportOf({ records: [quiet] }).answer).to.deep.equal({ suspects: [], others: 0 });
    expect(reportOf({}).span).to.equal(undefined);
  });

  it("names eight, and counts the others", () => {
    const records = Array.from({ length: 11 }, (_, number) =>
      aliceDenied(`event-${number}`, number, {
        userIdentity: { type: "IAMUser", userName: `user-${number}`, accountId: "111122223333" },
      }),
    );
    const { suspects, others } = reportOf({ records }).answer;
    expect([suspects.length, others]).to.deep.equal([8, 3]);
    expect(suspects[0]?.firstMs).to.equal(Date.parse(timeAt(0)));
  });
});
