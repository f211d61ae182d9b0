import type { FunctionPackage } from "../stacks/function-packages";

/** Country of an IP address as ISO 3166-1 alpha-2; undefined where the data doesn't say. */
export type CountryLookup = (address: string) => string | undefined;

/** One source of country data: how to look up, the package that holds the data, and the day the data was made. */
export interface CountrySource {
  /** Makes the look-up, once per container. */
  readonly countryLookup: () => CountryLookup;
  readonly packages: readonly FunctionPackage[];
  /** ISO date. */
  readonly dataDate: string;
}

interface GeoPackage {
  lookup(address: string): { readonly country?: string } | null;
}

// The data is loaded with the first address: a function that looks none up does not pay for it.

export function geoipCountryLookup(): CountryLookup {
  const kept: { geoip?: GeoPackage } = {};
  return (address) => (kept.geoip ??= loadGeoipCountry()).lookup(address)?.country || undefined;
}

export function geoipLiteLookup(): CountryLookup {
  const kept: { geoip?: GeoPackage } = {};
  return (address) => (kept.geoip ??= require("geoip-lite") as GeoPackage).lookup(address)?.country || undefined;
}

function loadGeoipCountry(): GeoPackage {
  // By default the package prepares its data for millions of look-ups, which takes as long as reading it; a message has five.
  // https://github.com/sapics/geoip-country#fast-lookup-setting
  process.env.GEOIP_FAST_LOOKUP ??= "4";
  leaveOutCountryNames();
  return require("geoip-country") as GeoPackage;
}

/**
 * The package adds names, currencies and languages of each country to what it finds, which nobody reads here; loading them
 * takes as long as its data.
 * https://nodejs.org/api/modules.html#requirecache
 */
function leaveOutCountryNames(): void {
  const file = require.resolve("countries-list");
  const nothing = { id: file, filename: file, loaded: true, exports: { countries: {}, continents: {} } };
  require.cache[file] ??= nothing as unknown as NodeJS.Module;
}
