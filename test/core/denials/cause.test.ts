import { expect } from "chai";
import { causeKey, principalKey, spreadKey } from "../../../core/denials/cause";
import { denialFrom, roleIdentity } from "../sample-record";

const session = (name: string) => ({ userIdentity: roleIdentity("deploy", name) });
const differences = {
  account: { recipientAccountId: "444455556666" },
  "type of principal": { userIdentity: { type: "SAMLUser", userName: "alice", accountId: "111122223333" } },
  "name of principal": { userIdentity: { type: "IAMUser", userName: "bob", accountId: "111122223333" } },
  "account of principal": { userIdentity: { type: "IAMUser", userName: "alice", accountId: "444455556666" } },
  service: { eventSource: "s3.amazonaws.com" },
  action: { eventName: "CreateTable" },
  code: { errorCode: "AccessDeniedException" },
  "effect of the policy": { errorMessage: "with an explicit deny in an identity-based policy" },
  "kind of policy": { errorMessage: "because no session policy allows it" },
};
const changing = (keyOf: typeof causeKey) =>
  Object.entries(differences)
    .filter(([, changes]) => keyOf(denialFrom(changes)) !== keyOf(denialFrom()))
    .map(([name]) => name);

describe("causeKey", () => {
  it("is sixteen hexadecimal digits, the same at every run", () => {
    expect(causeKey(denialFrom()))
      .to.match(/^[0-9a-f]{16}$/)
      .and.equal(causeKey(denialFrom()));
  });

  it("stays the same whatever session, key, address, agent, resource, region, time or id", () => {
    const denial = denialFrom(session("ci-1"));
    const another = denialFrom({
      ...session("ci-2"),
      sourceIPAddress: "198.51.100.9",
      userAgent: "other",
      awsRegion: "us-east-1",
      eventTime: "2025-03-04T06:00:00Z",
      eventID: "another",
      errorMessage: String(denial.message).replaceAll("orders", "invoices"),
    });
    expect(causeKey(another)).to.equal(causeKey(denial));
  });

  it("changes with every part of the cause", () => {
    expect(changing(causeKey)).to.deep.equal(Object.keys(differences));
  });

  it("keeps parts apart that read alike when joined", () => {
    const joined = (eventSource: string, eventName: string) => causeKey(denialFrom({ eventSource, eventName }));
    expect(joined("a", 'b","c')).not.to.equal(joined('a","b', "c"));
  });
});

describe("principalKey", () => {
  it("changes with the principal alone", () => {
    expect(changing(principalKey)).to.deep.equal(["type of principal", "name of principal", "account of principal"]);
    expect(principalKey(denialFrom(session("a")))).to.equal(principalKey(denialFrom(session("b"))));
  });
});

describe("spreadKey", () => {
  it("changes with what is refused alone", () => {
    const refused = ["service", "action", "code", "effect of the policy", "kind of policy"];
    expect(changing(spreadKey)).to.deep.equal(refused);
  });

  it("is the same for all that one named guard-rail refuses, and for nothing else", () => {
    const named = (eventName: string, id: string) =>
      spreadKey(
        denialFrom({
          eventName,
          errorMessage: `x with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-1/service_control_policy/${id}`,
        }),
      );
    expect(named("CreateTable", "p-1")).to.equal(named("DeleteTable", "p-1"));
    expect(named("CreateTable", "p-1")).not.to.equal(named("CreateTable", "p-2"));
    const ofUser = (eventName: string) =>
      spreadKey(
        denialFrom({
          eventName,
          errorMessage: "x with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/Own",
        }),
      );
    expect(ofUser("CreateTable"), "a policy of one account").not.to.equal(ofUser("DeleteTable"));
  });
});
