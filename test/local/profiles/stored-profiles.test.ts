import { expect } from "chai";
import fc from "fast-check";

import { parseProfiles, profilesText } from "../../../local/profiles/stored-profiles";
import type { KeptProfile } from "../../../local/profiles/stored-profiles";
import { key, keptProfile, sampleRequest } from "./sample-profile";

const other = "AKIAEXAMPLE000000002";
const hostile = '$(touch /tmp/x) `id` <img src=x> "a:b" \u202e __proto__ \n 2001:db8::1';

function sample(): Map<string, KeptProfile> {
  return new Map([
    [other, keptProfile([sampleRequest(5, { agent: hostile, ip: "2001:db8::1" }, other)])],
    [
      key,
      keptProfile([
        sampleRequest(0),
        sampleRequest(90, { event: "__proto__" }),
        sampleRequest(4_000, { region: "us-east-1" }),
      ]),
    ],
  ]);
}

describe("profiles as text", () => {
  it("are read as they were written, and written as they were read, byte for byte", () => {
    const text = profilesText(sample());
    expect(profilesText(parseProfiles(text))).to.equal(text);
    expect(parseProfiles(text).get(other)?.profile.values.agent.has(hostile)).to.equal(true);
  });

  it("are the same text whatever the order they came in", () => {
    expect(profilesText(new Map([...sample()].reverse()))).to.equal(profilesText(sample()));
  });

  it("may be laid out anew", () => {
    const text = profilesText(sample());
    expect(profilesText(parseProfiles(JSON.stringify(JSON.parse(text), null, 2)))).to.equal(text);
  });

  it("are refused as a whole, or are the same, when a byte is missing, changed or too much", () => {
    const text = profilesText(sample());
    let refused = 0;
    fc.assert(
      fc.property(
        fc.nat({ max: text.length - 1 }),
        fc.constantFrom("", "0", '"', "x", ",", " "),
        fc.boolean(),
        (at, put, replaces) => {
          const damaged = text.slice(0, at) + put + text.slice(at + (replaces || put === "" ? 1 : 0));
          try {
            expect(profilesText(parseProfiles(damaged))).to.equal(text);
          } catch (error) {
            expect((error as Error).name).to.equal("Error");
            refused += 1;
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(refused).to.be.greaterThan(200);
  });

  const envelope = (changes: object): string =>
    JSON.stringify({ ...(JSON.parse(profilesText(sample())) as object), ...changes });
  const refused: readonly { what: string; text: () => string; why: RegExp }[] = [
    { what: "half a file", text: () => profilesText(sample()).slice(0, 400), why: /not JSON, or not all of it/ },
    { what: "an empty file", text: () => "", why: /not JSON/ },
    { what: "another program's file", text: () => '{"name":"x","version":1}', why: /holds no key profiles/ },
    { what: "a list", text: () => "[]", why: /holds no key profiles/ },
    { what: "a newer version", text: () => envelope({ version: 2 }), why: /newer Warden/ },
    { what: "a version that never was", text: () => envelope({ version: "1" }), why: /version that is not known/ },
    { what: "a part that is not known", text: () => envelope({ run: "sh" }), why: /parts are not right/ },
    { what: "profiles that are not those", text: () => envelope({ profiles: [] }), why: /checksum/ },
  ];
  for (const { what, text, why } of refused) {
    it(`are not read from ${what}`, () => {
      expect(() => parseProfiles(text())).to.throw(why);
    });
  }
});
