import { expect } from "chai";

import { parseConfiguration } from "../../core/configuration/parse";
import { countrySource } from "../../stacks/country-source";

function sourceFor(source: string) {
  const checked = parseConfiguration({ trail: { create: true }, geo: { source, maxAgeDays: 3650 } });
  if ("problems" in checked) throw new Error(JSON.stringify(checked.problems));
  return countrySource(checked.configuration);
}

describe("the country data of a stack", () => {
  for (const source of ["geoip-country", "geoip-lite"]) {
    it(`is that of the package ${source}, with its date`, () => {
      const { packages, dataDate } = sourceFor(source);
      expect(packages).to.deep.equal([source]);
      expect(dataDate).to.match(/^20\d\d-\d\d-\d\d$/);
    });
  }

  it("is no MaxMind file: a form of the setting that the program does not read yet, which it says", () => {
    expect(() => sourceFor("GeoLite2-Country.mmdb")).to.throw(
      'api-warden:geo.source is "GeoLite2-Country.mmdb": a MaxMind file can\'t be read yet; allowed are geoip-country and geoip-lite',
    );
  });
});
