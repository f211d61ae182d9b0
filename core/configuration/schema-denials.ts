import { accountId, alarm } from "./aws-forms";
import type { AlarmConfiguration, DenialsConfiguration, MuteConfiguration } from "./configuration";
import { duration, secondsOf } from "./duration";
import { andThen, boolean, listOf, oneOf, problemsOf, recordOf, text, textMatching } from "./form";
import type { Form } from "./form";
import { benchmarkAlarmNumbers } from "./names";
import { defaulted, object, optional, present, required } from "./object-form";
import { accepted, describe, quoted, refused } from "./problem";
import type { Reading } from "./problem";

const words = textMatching("a text of 1 to 300 characters on one line", /^\P{C}*\S\P{C}*$/u, 300);

const matcher = textMatching(
  "a text of 1 to 300 characters, * for any characters, and not of * alone",
  /^(?=[^]*[^*\s])\P{C}+$/u,
  300,
);

/** A YAML reader may have made a moment of a date that is not in quotes; midnight of it is the same day. */
const expiryDate = andThen(
  text("a date such as 2030-12-31: the last day, in UTC, on which the mute holds", (value) => isDate(value)),
  (value) => accepted(value.slice(0, 10)),
);

function isDate(value: string): boolean {
  const [, day] = /^(\d{4}-\d\d-\d\d)(?:T00:00:00(?:\.0+)?Z)?$/.exec(value) ?? [];
  const milliseconds = day === undefined ? NaN : Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().slice(0, 10) === day;
}

const matcherKeys = Object.freeze(["source", "event", "principal", "account", "address", "error"] as const);

const mute: Form<MuteConfiguration> = andThen(
  object({
    name: required(words, "name under which what it mutes is counted"),
    owner: required(words, "who answers for it"),
    reason: required(words, "why it is right to say nothing"),
    source: optional(matcher, "event source, for example `s3.amazonaws.com`"),
    event: optional(matcher, "event name, for example `HeadBucket`"),
    principal: optional(matcher, "user or role, by name or ARN"),
    account: optional(accountId, "account id"),
    address: optional(matcher, "address, network or service name that the call came from"),
    error: optional(matcher, "error code, for example `AccessDenied`"),
    expires: optional(expiryDate, "last day on which it holds, in UTC", "never"),
  }),
  (value, path) =>
    present(value, matcherKeys).length > 0
      ? accepted(value)
      : refused(path, "a mute that matches everything", `at least one of ${matcherKeys.join(", ")}`),
);

/** Muted events are counted by name, so a name may stand only once. */
const mutes: Form<readonly MuteConfiguration[]> = andThen(listOf(mute, { most: 500 }), (value, path) => {
  const names = value.map(({ name }) => name);
  const problems = names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? problemsOf(refused(`${path}[${index}].name`, `${quoted(name)} a second time`, "each name once"))
      : [],
  );
  return problems.length === 0 ? accepted(value) : { ok: false, problems };
});

const denials: Form<DenialsConfiguration> = andThen(
  object({
    alarm: defaulted(alarm, {}, "the alarm on denied calls", '`{"threshold":1,"periodSeconds":300}`'),
    mute: defaulted(mutes, [], "denials that are counted and not posted, in addition to the built-in list"),
    builtInMutes: defaulted(boolean(), true, "false: without the built-in list of mutes"),
    window: defaulted(duration("1m", "1d"), "15m", "how long equal denials are gathered under one message"),
  }),
  (value) => accepted({ ...value, windowSeconds: secondsOf(value.window) }),
);

const benchmarkNumber: Form<string> = {
  ...oneOf(benchmarkAlarmNumbers),
  read: (value, path) => {
    const known = oneOf(benchmarkAlarmNumbers).read(value, path);
    return known.ok || value !== "5.1"
      ? known
      : refused(path, "5.1", "5.1 is declared by compliance alone; 5.10 must be in quotes, as YAML reads it as 5.1");
  },
};

const alarmOrFalse: Form<false | AlarmConfiguration> = {
  allowed: `false, or ${alarm.allowed}`,
  pulumiType: "object",
  read: (value, path) => readAlarmOrFalse(value, path),
};

function readAlarmOrFalse(value: unknown, path: string): Reading<false | AlarmConfiguration> {
  if (value === false || value === "false") {
    return accepted(false);
  }
  return typeof value === "boolean" || typeof value === "number"
    ? refused(path, describe(value), alarmOrFalse.allowed)
    : alarm.read(value, path);
}

/** Alarms that are not written are on, with the alarm's own defaults. */
const benchmarkAlarms = andThen(
  recordOf(benchmarkNumber, alarmOrFalse, benchmarkAlarmNumbers.length),
  (written, path) => {
    const usual = alarm.read({}, path);
    return usual.ok ? accepted(allAlarms(written, usual.value)) : usual;
  },
);

function allAlarms(written: Readonly<Record<string, false | AlarmConfiguration>>, usual: AlarmConfiguration) {
  const number = (key: (typeof benchmarkAlarmNumbers)[number]) => written[key] ?? usual;
  return {
    "5.2": number("5.2"),
    "5.3": number("5.3"),
    "5.4": number("5.4"),
    "5.5": number("5.5"),
    "5.6": number("5.6"),
    "5.7": number("5.7"),
    "5.8": number("5.8"),
    "5.9": number("5.9"),
    "5.10": number("5.10"),
    "5.11": number("5.11"),
    "5.12": number("5.12"),
    "5.13": number("5.13"),
    "5.14": number("5.14"),
    "5.15": number("5.15"),
  };
}

export const denialFields = Object.freeze({
  compliance: defaulted(
    oneOf(["securityhub", "cis6", "both", "none"]),
    "securityhub",
    "text of the denied-calls metric filter; its alarm has a topic of its own",
  ),
  denials: defaulted(denials, {}, "denied calls", "see below"),
  benchmarkAlarms: defaulted(
    benchmarkAlarms,
    {},
    "CIS v6 alarms 5.2 to 5.15 by number in quotes: `false`, or `{threshold, periodSeconds}`",
    "all on, `1` in `300` seconds",
  ),
});
