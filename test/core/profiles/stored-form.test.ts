import { expect } from "chai";
import * as fc from "fast-check";

import { learn } from "../../../core/profiles/learn";
import { attributeKinds, mostValues } from "../../../core/profiles/profile";
import type { StoredProfile } from "../../../core/profiles/stored-form";
import { parseStoredProfile, storedProfile } from "../../../core/profiles/stored-form";
import { anyText, dayMs, startMs, strange, usual, usualProfile } from "./sample-request";

function sample(): StoredProfile {
  const profile = usualProfile();
  learn(profile, usual(startMs + dayMs, strange.ip));
  return storedProfile(profile);
}

describe("the stored form of a profile", () => {
  it("is plain data that gives the same profile and the same bytes again", () => {
    const agent = anyText(60);
    const address = fc.nat().map((number) => (number % 2 === 0 ? `10.0.0.${number % 256}` : `2001:db8::${number}`));
    const known = fc.constantFrom(
      "__proto__",
      "constructor",
      "a:b \"c\" 'd' $(e) <f>",
      "2001:db8::1",
      "",
      "x\n".repeat(500),
    );
    const change = fc.record({ userAgent: fc.oneof(agent, known), sourceIPAddress: address });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        const profile = usualProfile();
        for (const [index, values] of changes.entries()) learn(profile, usual(startMs + index * dayMs, values));
        const text = JSON.stringify(storedProfile(profile));
        const again = parseStoredProfile(JSON.parse(text));
        for (const kind of attributeKinds) {
          expect([...again.values[kind].entries()].sort()).to.deep.equal([...profile.values[kind].entries()].sort());
        }
        expect(JSON.stringify(storedProfile(again))).to.equal(text);
      }),
    );
  });

  it("fits into an item of DynamoDB when every kind is full of the longest values", () => {
    const profile = usualProfile();
    for (let index = 0; index < 700; index += 1) {
      const long = `${index} ${"\u0001".repeat(2_000)}`;
      learn(
        profile,
        usual(startMs + index * dayMs, { sourceIPAddress: long, userAgent: long, awsRegion: long, eventName: long }),
      );
    }
    for (const [kind, most] of Object.entries(mostValues)) {
      expect(profile.values[kind as keyof typeof mostValues].size, kind).to.equal(most);
    }
    expect(Buffer.byteLength(JSON.stringify(storedProfile(profile)))).to.be.lessThan(400 * 1024);
  });

  const bad: readonly (readonly [string, unknown, string])[] = [
    ["nothing", undefined, "no object"],
    ["a list", [], "no object"],
    ["a text", "profile", "no object"],
    ["another version", { ...sample(), version: 0 }, "version"],
    ["a newer version", { ...sample(), version: 2 }, "newer"],
    ["no version", { ...sample(), version: undefined }, "version"],
    ["a field too many", { ...sample(), command: "$(reboot)" }, "field that no profile has"],
    ["a temporary key", { ...sample(), accessKeyId: "ASIAEXAMPLEALICE0001" }, "accessKeyId"],
    ["a key id with more in it", { ...sample(), accessKeyId: "AKIAEXAMPLEALICE0001\n" }, "accessKeyId"],
    ["a time that is a text", { ...sample(), firstSeenMs: "0" }, "firstSeenMs"],
    ["a time that no Date holds", { ...sample(), lastSeenMs: 1e16 }, "lastSeenMs"],
    ["times in the wrong order", { ...sample(), lastSeenMs: startMs - 1 }, "later"],
    ["days that are no days", { ...sample(), days: [0.5] }, "days"],
    ["too many days", { ...sample(), days: Array.from({ length: 401 }, (_, day) => day) }, "days"],
    ["a user that is an object", { ...sample(), userName: {} }, "userName"],
    ["a user without end", { ...sample(), userName: "a".repeat(301) }, "userName"],
    ["addresses missing", { ...sample(), ip: undefined }, "ip is not a list"],
    ["addresses in another form", { ...sample(), ip: ["203.0.113.7"] }, "ip has an entry"],
    ["an address that is no text", { ...sample(), ip: [[7, 1, 2]] }, "ip has a value"],
    ["an agent without end", { ...sample(), agent: [["a".repeat(301), 1, 2]] }, "agent has a value"],
    [
      "days of a value in the wrong order",
      { ...sample(), region: [["eu-west-1", 2, 1]] },
      "region has a value without",
    ],
    [
      "a value twice",
      {
        ...sample(),
        event: [
          ["s3:GetObject", 1, 1],
          ["s3:GetObject", 2, 2],
        ],
      },
      "event has a value twice",
    ],
    [
      "more values than fit",
      { ...sample(), region: Array.from({ length: 101 }, (_, index) => [`region ${index}`, 1, 1]) },
      "region has more values",
    ],
  ];
  for (const [title, value, words] of bad) {
    it(`is refused with ${title}`, () => {
      expect(() => parseStoredProfile(value)).to.throw(Error, words);
    });
  }

  it("is refused without repeating anything of it", () => {
    const hostile = "$(reboot) <!channel>";
    for (const name of ["accessKeyId", "account", "userName", "version", "ip", "days", hostile]) {
      expect(() => parseStoredProfile({ ...sample(), [name]: [hostile] }), name).to.throw(
        /^not a key profile: [\w ,-]+$/,
      );
    }
  });
});
