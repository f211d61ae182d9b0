import type { SignalKind } from "../../core/actions/action";
import { burstCalls } from "../../core/keys/denial-burst";
import { exposedKeysPattern } from "../../core/members/event-patterns";
import { longTermKeysPattern } from "../../stacks/watch-keys";
import type { Detection } from "./detection";

const stolen: readonly string[] = Object.freeze([
  "Ask the key's owner whether it was them, from there, with that tool. No answer is a no.",
  "It was not: answer Warden's question with yes, or disable the key by hand; `warden restore` undoes it.",
  "Look at what the key did since it was first seen there: new users, keys, roles and policies go first.",
  "Give the owner a new key, and find out where the old one was read.",
]);

const common = Object.freeze({
  chapter: "Access keys",
  by: "watch-keys, disable-key",
  severity: "that of the verdict: red where the key was disabled or that failed, orange where people are asked or told",
  page: "keys.md",
  runbook: stolen,
} as const);

const bySignal: Readonly<Record<Exclude<SignalKind, "guardduty">, Detection>> = Object.freeze({
  country: {
    ...common,
    title: "A key from an unexpected country",
    what: "A long-term key called from outside `allowedNetworks` and `allowedCountries`.",
    why: "Stolen keys are seldom used from where their owners work.",
    pattern: longTermKeysPattern,
    condition: "the address's country, as far as the country data is no older than `geo.maxAgeDays`",
    mute: "`allowedNetworks`, `allowedCountries`; **Expected** under a question remembers the address",
  },
  profile: {
    ...common,
    title: "A key that is used as never before",
    what: "A call scores below `profiles.threshold` against the addresses, agents, regions and events that the key is known by.",
    why: "Whoever has a stolen key has another machine, another tool and other aims than its owner.",
    pattern: longTermKeysPattern,
    condition: "the sum of `profiles.weights` of what is known",
    mute: "**Expected** under a question enters what was new into the profile; `profiles.threshold`",
  },
  "denial-burst": {
    ...common,
    title: "A burst of denials of one key",
    what: "Many calls of one long-term key were denied within an hour.",
    why: "Whoever has stolen a key tries out first what it can do.",
    pattern: longTermKeysPattern,
    condition: `at least ${burstCalls} denied calls within an hour`,
    mute: "`protected` keeps the key from ever being changed; grant what the key's program lacks",
  },
  siem: {
    ...common,
    by: "disable-key",
    title: "A key that a SIEM reports",
    what: "A publisher of the topic `suspicious-keys` has named a key.",
    why: "Others see what a trail does not hold.",
    condition: "counts as one signal, whatever the publisher claims",
    mute: "`suspiciousKeys.publishers`; or at the SIEM",
    page: "suspicious-keys.md",
  },
  exposed: {
    ...common,
    by: "respond-to-exposed-key, disable-key",
    title: "A key that AWS found in public",
    what: "AWS Health announces that an access key is exposed, in a public repository for example.",
    why: "Keys in public are used within minutes.",
    pattern: exposedKeysPattern,
    condition: "counts for two signals: with `signalsToEnforce: 2`, `enforce` needs no other",
    runbook: [
      "Disable the key now, where Warden has not done it: it is public, whoever its owner is.",
      "Look at every call of it since it was published, in all regions.",
      "Take the key out of the place where it was found, its history included, and give the owner a role in its place.",
      "Answer the case that AWS Support has opened.",
    ],
    mute: "none: delete the key",
  },
});

/** What speaks against a long-term key, by the kind of signal. Those of GuardDuty have a chapter of their own. */
export const keyDetections: readonly Detection[] = Object.freeze(Object.values(bySignal));
