import type { CountryLookup } from "../clients/country";
import type { PreparedTopic } from "../clients/topic";
import { snsTopic } from "../clients/topic";
import type { TrailLog } from "../clients/trail-log";
import { trailLog } from "../clients/trail-log";
import { consolePortal } from "./console-portal";
import { describeNotification } from "./describe-alarm/describe";
import { messagesOf } from "./describe-alarm/messages";
import type { DescribeAlarmEnvironment, DescribeAlarmSettings } from "./describe-alarm/settings";
import { namingAccountsInMail } from "./named-accounts";
import { log } from "./post-denials/audit";

/** Messages that a container remembers, so that one that SNS or Lambda delivers again is not mailed again. */
const mostRemembered = 100;

/**
 * Makes the handler of `describe-alarm`, once per container: mails each change of a CIS alarm into ALARM with the callers
 * whose calls made it go off. Where they can't be looked up, the mail goes without them.
 */
export function describeAlarm(
  settings: DescribeAlarmSettings,
  country: CountryLookup,
): (event: unknown) => Promise<void> {
  const environment = process.env as unknown as DescribeAlarmEnvironment;
  const kept: { topic?: PreparedTopic; trail?: TrailLog; told: Set<string> } = { told: new Set() };
  return async (event) => {
    const trail = (kept.trail ??= trailLog(environment.LOG_GROUP_NAME));
    const topic = (kept.topic ??= namingAccountsInMail(snsTopic(environment.MAIL_TOPIC_ARN), settings));
    const place = {
      logGroup: environment.LOG_GROUP_NAME,
      homeRegion: process.env.AWS_REGION,
      ...consolePortal(process.env),
    };
    for (const { id, text } of messagesOf(event)) {
      if (kept.told.has(id)) continue;
      const described = await describeNotification(text, {
        settings,
        trail,
        country,
        place,
        prepareMail: topic.prepare,
      });
      if (described === undefined) {
        log("ignored", { why: "an alarm that is no longer in ALARM" });
        continue;
      }
      const { mail, ...details } = described;
      await topic.publish(mail.text, mail.subject);
      log("mailed", details);
      if (kept.told.size >= mostRemembered) kept.told.clear();
      kept.told.add(id);
    }
  };
}
