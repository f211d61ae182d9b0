import type { CountrySource } from "../clients/country";
import type { Configuration } from "../core/configuration/configuration";
import type { CountryRule } from "../core/keys/country-check";
import { profileSettings } from "../core/profiles/profile";
import type { WatchKeysSettings } from "../handlers/watch-keys/settings";

/** Where calls with long-term keys may come from, as plain data for a handler to capture. */
export function countryRule(configuration: Configuration, country: CountrySource): CountryRule {
  const { allowedNetworks, allowedCountries, geo } = configuration;
  return { allowedNetworks, allowedCountries, dataDate: country.dataDate, maxAgeDays: geo.maxAgeDays };
}

/** How keys are profiled, as plain data for a handler to capture. */
export function profileRules({ profiles }: Configuration): WatchKeysSettings["profiles"] {
  const { include, learnFor, forgetAfter, threshold } = profiles;
  return { ...profileSettings(profiles), include, words: { learnFor, forgetAfter, threshold } };
}
