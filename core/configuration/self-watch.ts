import type { SelfWatchConfiguration } from "./configuration";
import { secondsOf } from "./duration";
import { andThen, boolean, textMatching } from "./form";
import type { Form } from "./form";
import { defaulted, object } from "./object-form";
import { accepted } from "./problem";

const secondsPerHour = 3600;

/**
 * Whole hours, because the alarm adds up by the hour; at most a day, the longest that CloudWatch looks back over periods of an hour
 * in every region. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const silentAfter = textMatching("off, or whole hours from 1h to 24h", /^(?:off|1d|(?:[1-9]|1\d|2[0-4])h)$/);

const fields = object({
  errors: defaulted(boolean(), true, "alarm where functions fail for a quarter of an hour"),
  throttles: defaulted(boolean(), true, "alarm where Lambda holds functions back for a quarter of an hour"),
  deliveries: defaulted(boolean(), true, "alarm where a message to people was not taken"),
  silentAfter: defaulted(silentAfter, "3h", "alarm where no CloudTrail record has come for so long; `off`: none"),
});

/** The alarms on Warden itself. */
export const selfWatch: Form<SelfWatchConfiguration> = andThen(fields, (value) => {
  if (value.silentAfter === "off") return accepted(value);
  return accepted({ ...value, silentAfterHours: secondsOf(value.silentAfter) / secondsPerHour });
});
