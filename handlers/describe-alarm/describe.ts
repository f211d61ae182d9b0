import type { CountryLookup } from "../../clients/country";
import type { TrailLog } from "../../clients/trail-log";
import { cisAlarms } from "../../core/cis-alarms";
import type { CisAlarm } from "../../core/cis-alarms/alarm";
import type { AlarmNotification } from "../../core/cis-alarms/notification";
import { alarmNotificationOf } from "../../core/cis-alarms/notification";
import type { Source } from "../../core/denials/denial";
import type { CountryOf } from "../../core/mail/actor-lines";
import type { AlarmMailParts, Mail } from "../../core/mail/alarm-mail";
import { alarmMail, otherAlarmMail } from "../../core/mail/alarm-mail";
import { countryNoteAt } from "../post-denials/view";
import { lookUp } from "./look-up";
import type { DescribeAlarmSettings } from "./settings";

export interface DescribeParts {
  readonly settings: DescribeAlarmSettings;
  readonly trail: TrailLog;
  readonly country: CountryLookup;
  /** Called once it is known that there will be a mail, and before what takes time. */
  readonly prepareMail: () => void;
  readonly place: AlarmMailParts["place"];
}

/** The mail about one notification, and what the function's own log says of it. */
export interface Described {
  readonly mail: Mail;
  readonly alarmName: string;
  /** Number of the benchmark's section; absent for an alarm that is not in its table. */
  readonly cis?: string;
  readonly callers?: number;
  readonly lookUpFailed?: string;
}

/**
 * Undefined for an alarm that is no longer in ALARM, of which nobody need be told. Throws an Error for a text that is no
 * notification of an alarm.
 */
export async function describeNotification(text: string, parts: DescribeParts): Promise<Described | undefined> {
  const notification = alarmNotificationOf(text);
  if (notification === undefined) throw new Error("the message is no notification of a CloudWatch alarm");
  const { alarmName, state } = notification;
  if (state !== "ALARM") return undefined;
  const alarm = cisAlarmOf(notification);
  if (alarm === undefined) return { mail: otherAlarmMail(notification), alarmName };
  const { settings, trail, country, place, prepareMail } = parts;
  prepareMail();
  const found = await lookUp(alarm, notification, trail);
  const countryNote = countryNoteAt(settings.country, notification.atMs);
  const countryOf = countryNote === undefined ? countryBy(country) : () => undefined;
  return {
    mail: alarmMail({ alarm, notification, lookUp: found, countryOf, countryNote, place }),
    alarmName,
    cis: alarm.id,
    ...(found.kind === "found" ? { callers: found.actors.length } : { lookUpFailed: found.why }),
  };
}

/** By the metric, whose name ends in `-cis-` and the number: the alarm's own name is made by Pulumi. */
function cisAlarmOf({ metricName }: AlarmNotification): CisAlarm | undefined {
  const number = /-cis-(5\.\d{1,2})$/.exec(metricName)?.[1];
  return cisAlarms.find(({ id }) => id === number);
}

/** Only an address on the Internet has a country; where the data can't be read, none has. */
function countryBy(lookup: CountryLookup): CountryOf {
  return ({ kind, ip, vpcEndpointId }: Source) => {
    if (kind !== "public" || ip === undefined || vpcEndpointId !== undefined) return undefined;
    try {
      return lookup(ip);
    } catch {
      return undefined;
    }
  };
}
