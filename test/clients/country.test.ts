import { execFileSync } from "node:child_process";

import { expect } from "chai";

const program = `
const lookup = require("./clients/country").geoipCountryLookup();
const found = ["8.8.8.8", "2001:4860:4860::8888", "10.0.0.1", "no address"].map((one) => lookup(one) ?? null);
const loaded = Object.keys(require.cache).filter((file) => file.includes("countries-list"));
const read = loaded.map((file) => require.cache[file].exports);
process.stdout.write(JSON.stringify({ found, read }));
`;

describe("the country of an address, from geoip-country", () => {
  it("is found without the names of all countries", () => {
    const said = execFileSync(process.execPath, ["--require", "./cli/register-typescript.cjs", "--eval", program], {
      encoding: "utf8",
    });

    expect(JSON.parse(said)).to.deep.equal({
      found: ["US", "US", null, null],
      read: [{ countries: {}, continents: {} }],
    });
  });
});
