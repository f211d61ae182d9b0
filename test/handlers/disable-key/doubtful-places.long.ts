import { expect } from "chai";

import type { CloudTrailRecord } from "../../../core/cloudtrail/record";
import type { InputItem } from "../../../local/input/items";
import { eventBridgeItem, playProgram } from "../../support/played-program";
import type { Played } from "../../support/played-program";
import { findingEvent } from "../../support/sample-finding";
import { account, enforcing, items, keyOf, minute, office, storyteller } from "./stories";

/** An address of AWS's own in Singapore, which anybody may rent. */
const rented = "13.250.0.1";
/** An address that the country data puts into Germany, as it does the office's. */
const elsewhere = "88.198.77.7";

const decidedOn = ({ decisions }: Played, user: string) => [
  ...new Set(
    decisions.filter(({ subject }) => subject === keyOf(user)).map(({ verdict, reason }) => `${verdict} ${reason}`),
  ),
];
const disabled = ({ changes }: Played) =>
  changes.map(({ operation, input }) => `${operation} ${String((input as { AccessKeyId?: unknown }).AccessKeyId)}`);

describe("disable-key in enforce, of calls from places that say little, through the whole program", function () {
  this.timeout(400_000);

  describe("with two independent signals", () => {
    const { call, journey, work, theft } = storyteller("f0500000");
    const denials = (user: string, atMs: number, changes: CloudTrailRecord) =>
      Array.from({ length: 5 }, (_, index) =>
        call(user, atMs + index * 1_000, { sourceIPAddress: office, ...changes }),
      );
    /** A day of learning and one call more, so that the denials from elsewhere are unlike anything the key has done. */
    const known = (user: string) => [-1_500, -1_490, -20].map((minutes) => work(user, minute(minutes)));
    const strange = { userAgent: "curl/8.5.0", sourceIPAddress: elsewhere };
    const finding = (user: string, ipAddressV4: string, atMs: number): InputItem =>
      eventBridgeItem(
        findingEvent({
          id: `${user}000000000000000000000000`.slice(0, 24),
          account,
          updatedAtMs: atMs,
          key: {
            accessKeyId: keyOf(user),
            principalId: `AIDA${user.toUpperCase()}`,
            userType: "IAMUser",
            userName: user,
          },
          action: {
            actionType: "AWS_API_CALL",
            awsApiCallAction: {
              api: "ListBuckets",
              serviceName: "s3.amazonaws.com",
              remoteIpDetails: { ipAddressV4, country: { countryName: "Singapore" } },
            },
          },
        }),
      );
    const alert = (user: string) => ({ text: `${keyOf(user)} ${user} Singapore`, atMs: minute(10) });
    let played: Played;

    before(async () => {
      played = await playProgram({
        configuration: {
          ...enforcing,
          "api-warden:guardDuty": { findings: { "UnauthorizedAccess:IAMUser/": "enforce" } },
        },
        items: [
          ...items(
            ["laptop", "endpoint", "inside", "host"].map((user) => known(user)),
            journey("machine", minute(0)),
            journey("thief", minute(0)),
            denials("burst", minute(5), { sourceIPAddress: "18.153.0.1" }),
            denials("inside", minute(5), { ...strange, sourceIPAddress: "10.9.9.9" }),
            denials("endpoint", minute(5), { ...strange, vpcEndpointId: "vpce-0a1b" }),
            denials("host", minute(5), { ...strange, sourceIPAddress: "***********" }),
            denials("nowhere", minute(5), { sourceIPAddress: "10.9.9.9" }),
            denials("laptop", minute(5), strange),
            theft("abroad", minute(6)),
          ),
          finding("machine", rented, minute(1)),
          finding("thief", "139.162.21.78", minute(1)),
        ],
        reports: ["burst", "nowhere"].map(alert),
      });
    });

    const rows: readonly [what: string, user: string, decision: string][] = [
      ["a finding about a machine of AWS's, beside the country of another call", "machine", "ask aws-owned-address"],
      [
        "denials from a machine of AWS's in an allowed country, and later an alert without address",
        "burst",
        "ask aws-owned-address",
      ],
      ["denials and unusual calls from a private address", "inside", "ask unknown-origin"],
      ["denials and unusual calls through a VPC endpoint", "endpoint", "ask unknown-origin"],
      ["denials and unusual calls from addresses that data protection masks", "host", "ask unknown-origin"],
      ["denials from a private address, and later an alert without address", "nowhere", "ask unknown-origin"],
    ];
    for (const [what, user, decision] of rows) {
      it(`asks and changes nothing: ${what}`, () => {
        expect(decidedOn(played, user).at(-1)).to.equal(decision);
        expect(disabled(played).filter((change) => change.endsWith(keyOf(user)))).to.deep.equal([]);
      });
    }

    it("disables the keys of which the same is told from other places, and no more", () => {
      const users = ["thief", "laptop", "abroad"];
      expect(disabled(played).sort()).to.deep.equal(users.map((user) => `UpdateAccessKey ${keyOf(user)}`).sort());
      for (const user of users) expect(decidedOn(played, user)).to.include("done signals");
      expect(played.errors).to.deep.equal([]);
    });
  });

  describe("and of the key of another account", () => {
    const member = "222233334444";
    const { theft, work } = storyteller("f0600000");
    const elsewhereToo = {
      identity: { arn: `arn:aws:iam::${member}:user/printer`, accountId: member },
      recipientAccountId: member,
    };
    const stolen = (trail: object) =>
      playProgram({
        configuration: {
          ...enforcing,
          "api-warden:trail": trail,
          "api-warden:accounts": [account, member],
          "api-warden:memberRole": "security/warden-act",
        },
        items: items(
          Array.from({ length: 9 }, (_, index) => work("carol", minute(index - 60))),
          theft("printer", minute(10), elsewhereToo),
        ),
      });

    it("asks where the trail is read from its bucket: the event history shows the own account alone", async () => {
      const played = await stolen({
        bucket: "audit-logs",
        prefix: "AWSLogs/",
        topic: `arn:aws:sns:us-east-1:${account}:log-archive`,
      });
      expect(decidedOn(played, "printer")).to.deep.equal(["ask use-unknown"]);
      expect(played.changes).to.deep.equal([]);
      const texts = played.messages.map(({ message }) => JSON.stringify(message)).join("\n");
      expect(texts).to.include("could not be looked up: no call there is found in the trail");
      expect(texts).not.to.include("No call in the last 24 hours");
    });

    it("disables it where the trail's log group has that account's records", async () => {
      const played = await stolen({ logGroup: "trail" });
      expect(decidedOn(played, "printer")).to.include("done signals");
      expect(disabled(played)).to.deep.equal([`UpdateAccessKey ${keyOf("printer")}`]);
    });
  });
});
