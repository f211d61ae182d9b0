import * as fs from "node:fs";

import * as pulumi from "@pulumi/pulumi";

import type { CountrySource } from "../clients/country";
import { geoipCountryLookup, geoipLiteLookup } from "../clients/country";
import type { Configuration } from "../core/configuration/configuration";

/** Day on which geoip-lite 1.4.10 was published; the package does not date its data, which is no newer. https://www.npmjs.com/package/geoip-lite */
const geoipLiteDate = "2024-12-07";

const dayMs = 86_400_000;

/** The country data that the configuration asks for. Says so at preview where it is already older than allowed. */
export function countrySource({ geo }: Configuration): CountrySource {
  const source = sourceOf(geo.source);
  const ageDays = Math.floor((Date.now() - Date.parse(source.dataDate)) / dayMs);
  if (ageDays > geo.maxAgeDays) {
    void pulumi.log.warn(
      `api-warden:geo: the country data of ${geo.source} is of ${source.dataDate}, ${ageDays} days old (maxAgeDays is ${geo.maxAgeDays}): countries will read "unknown". Update the package, or raise maxAgeDays.`,
    );
  }
  return source;
}

function sourceOf(name: string): CountrySource {
  switch (name) {
    case "geoip-country":
      return { countryLookup: geoipCountryLookup, packages: ["geoip-country"], dataDate: geoipCountryDate() };
    case "geoip-lite":
      return { countryLookup: geoipLiteLookup, packages: ["geoip-lite"], dataDate: geoipLiteDate };
    default:
      throw new pulumi.RunError(
        `api-warden:geo.source is ${JSON.stringify(name)}: a MaxMind file can't be read yet; allowed are geoip-country and geoip-lite`,
      );
  }
}

/** The package's version ends with the date of its data: 5.0.YYYYMMDDhhmm. */
function geoipCountryDate(): string {
  const manifest = fs.readFileSync("node_modules/geoip-country/package.json", "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const [, year, month, day] = /\.(\d{4})(\d\d)(\d\d)\d{4}$/.exec(version) ?? [];
  if (year === undefined) throw new Error(`geoip-country ${version} does not date its data`);
  return `${year}-${month}-${day}`;
}
