import type { Configuration } from "./configuration";
import { problemsOf } from "./form";
import { object } from "./object-form";
import type { Problem } from "./problem";
import { settings } from "./schema";
import { joinSlack } from "./schema-people";

/** The Pulumi project's name, and with it the namespace of its settings. */
export const namespace = "api-warden";

/**
 * Checks all settings at once and fills in defaults.
 * @param values keys of the namespace without it (`namespaceValues`); values as JavaScript values, or as the text that
 * `pulumi.runtime.allConfig()` gives (lists and objects as JSON, numbers and booleans in words). Secrets decrypted.
 * @returns the configuration, or every problem in the order of the table; it never throws.
 */
export function parseConfiguration(
  values: Readonly<Record<string, unknown>>,
): { readonly configuration: Configuration } | { readonly problems: readonly Problem[] } {
  const table = object(settings).read(values, "");
  if (!table.ok) {
    return { problems: [...table.problems, ...slackProblems(values)] };
  }
  const { slackWebhook, organization, ...kept } = table.value;
  const slack = joinSlack(kept.slack, slackWebhook !== undefined);
  if (!slack.ok) {
    return { problems: slack.problems };
  }
  const accounts =
    organization === undefined
      ? {}
      : {
          organization: organization.accounts,
          ...(organization.lookUp === undefined ? {} : { accountLookUp: organization.lookUp }),
        };
  return {
    configuration: {
      ...kept,
      ...accounts,
      complianceEmails: kept.complianceEmails ?? kept.emails,
      slack: slack.value,
    },
  };
}

/** What is wrong between `slack` and `slackWebhook`, said also where other settings are wrong. */
function slackProblems(values: Readonly<Record<string, unknown>>): readonly Problem[] {
  const written = object({ slack: settings.slack, slackWebhook: settings.slackWebhook }).read(
    { slack: values["slack"], slackWebhook: values["slackWebhook"] },
    "",
  );
  return written.ok ? problemsOf(joinSlack(written.value.slack, written.value.slackWebhook !== undefined)) : [];
}

/** The keys of this project's namespace, without it, from all configuration (`api-warden:trail`, `aws:region`, …). */
export function namespaceValues(all: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const start = `${namespace}:`;
  const own = Object.entries(all).filter(([key]) => key.startsWith(start));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(start.length), value]));
}
