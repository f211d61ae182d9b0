import { widenedCallers } from "../profiles/request";
import type { ProfilesConfiguration } from "./configuration";
import { countryCode } from "./countries";
import { duration, secondsOf } from "./duration";
import { andThen, integerBetween, listOf, oneOf, text } from "./form";
import type { Form } from "./form";
import { network } from "./network-forms";
import { defaulted, object, optional } from "./object-form";
import { accepted, keyPath, refused } from "./problem";

const geoSource = text(
  "geoip-country or geoip-lite; the path of a MaxMind file (.mmdb) is refused by preview and local run until it can be read",
  (value) => value === "geoip-country" || value === "geoip-lite" || /^[\x20-\x7e]{1,500}\.mmdb$/.test(value),
);

const geo = object({
  source: defaulted(
    geoSource,
    "geoip-country",
    "country data: `geoip-country` or `geoip-lite`. A MaxMind file is refused, by preview and local run, until it can be read",
  ),
  maxAgeDays: defaulted(
    integerBetween(1, 3650),
    60,
    "age at which country data no longer counts: the event's time less the data's date",
  ),
});

const weight = integerBetween(0, 100);

const weights = andThen(
  object({
    ip: defaulted(weight, 40, "points of a known address"),
    agent: defaulted(weight, 25, "points of a known user agent"),
    region: defaulted(weight, 25, "points of a known region"),
    event: defaulted(weight, 10, "points of a known event"),
  }),
  (value, path) => {
    const sum = value.ip + value.agent + value.region + value.event;
    return sum === 100 ? accepted(value) : refused(path, `weights that add up to ${sum}`, "weights that add up to 100");
  },
);

const profiles: Form<ProfilesConfiguration> = andThen(
  object({
    weights: defaulted(
      weights,
      {},
      "points of what is known about a key",
      '`{"ip":40,"agent":25,"region":25,"event":10}`',
    ),
    threshold: defaulted(integerBetween(1, 100), 70, "a score below it is suspicious"),
    include: defaulted(
      listOf(oneOf(widenedCallers), { most: widenedCallers.length }),
      [],
      "callers that profiles leave out otherwise: `root` with a long-term key, and `services` that use a key in its user's name",
    ),
    learnFor: defaulted(duration("1m", "90d"), "1d", "how long a new key is only learnt from"),
    forgetAfter: defaulted(duration("1d", "3650d"), "90d", "how long something unseen stays known"),
  }),
  (value, path) => {
    const learnForSeconds = secondsOf(value.learnFor);
    const forgetAfterSeconds = secondsOf(value.forgetAfter);
    return forgetAfterSeconds > learnForSeconds
      ? accepted({ ...value, learnForSeconds, forgetAfterSeconds })
      : refused(keyPath(path, "forgetAfter"), value.forgetAfter, `longer than learnFor (${value.learnFor})`);
  },
);

export const keyFields = Object.freeze({
  allowedCountries: optional(
    listOf(countryCode, { least: 1, most: 249 }),
    "countries that calls with long-term keys may come from",
    "none: the country rule is off",
  ),
  allowedNetworks: defaulted(listOf(network), [], "networks that calls may come from, checked before the country"),
  geo: defaulted(geo, {}, "where countries of addresses come from", "see below"),
  profiles: defaulted(profiles, {}, "key profiles: how known a call looks for its key", "see below"),
});
