import { expect } from "chai";

import type { CloudTrailRecord } from "../../../../core/cloudtrail/record";
import { InferredIdentities } from "../../../../local/play/inferred/identities";
import { deniedRecord } from "../../../core/sample-record";
import {
  attackSequence,
  credentials,
  findingAccount,
  findingAtMs,
  findingEvent,
  userKey,
} from "../../../support/sample-finding";

function inferredFrom(event: unknown, ...records: readonly CloudTrailRecord[]): InferredIdentities {
  const inferred = new InferredIdentities();
  inferred.takeFinding(event, findingAtMs);
  for (const record of records) inferred.take(record, findingAtMs - 60_000);
  return inferred;
}

const seen = (inferred: InferredIdentities) =>
  inferred.history().map((change) => ({
    what: "identity" in change ? `${change.identity.kind} ${change.identity.name}` : "",
    key: change.change === "key" ? change.key.accessKeyId : undefined,
    id: change.change === "exists" ? change.id : undefined,
  }));

describe("what a finding tells of users and roles", () => {
  it("is a user with an active key", () => {
    const inferred = inferredFrom(findingEvent());
    expect(seen(inferred)).to.deep.equal([
      { what: "user build", key: undefined, id: "AIDAEXAMPLEBUILD0001" },
      { what: "user build", key: userKey, id: undefined },
    ]);
    expect(inferred.mostSeenAccount).to.equal(findingAccount);
  });

  it("is the role of a session, under the id that its credentials name", () => {
    expect(seen(inferredFrom(findingEvent({ key: credentials.roleSession })))).to.deep.equal([
      { what: "role deploy", key: undefined, id: "AROAEXAMPLEDEPLOY001" },
    ]);
  });

  it("is each actor of an attack sequence", () => {
    const names = seen(inferredFrom(attackSequence())).map(({ what }) => what);
    expect(new Set(names)).to.deep.equal(new Set(["user build", "role deploy"]));
  });

  it("is nobody for a sample, for the root user, and for any other event", () => {
    const others = [
      findingEvent({ additionalInfo: { sample: true } }),
      findingEvent({ key: credentials.root }),
      findingEvent({ key: null }),
      { source: "aws.guardduty", "detail-type": "GuardDuty Finding", detail: {} },
      { source: "aws.health", detail: {} },
    ];
    for (const event of others) {
      const inferred = inferredFrom(event);
      expect(seen(inferred)).to.deep.equal([]);
      expect(inferred.mostSeenAccount).to.equal(undefined);
    }
  });

  it("gives way to what records tell: the account, the path, and when the key was last used", () => {
    const identity = { type: "IAMUser", principalId: "AIDAEXAMPLEBUILD0001", userName: "build" };
    const arn = `arn:aws:iam::${findingAccount}:user/team/build`;
    const userIdentity = { ...identity, arn, accountId: findingAccount, accessKeyId: userKey };
    const record = deniedRecord({ userIdentity, recipientAccountId: "444455556666" });
    const inferred = inferredFrom(findingEvent(), record);
    expect(inferred.mostSeenAccount).to.equal("444455556666");
    const [user, key] = inferred.history();
    expect(user).to.include({ path: "/team/" });
    expect(key?.change === "key" && key.key.lastUsed?.service).to.equal("dynamodb");
  });
});
