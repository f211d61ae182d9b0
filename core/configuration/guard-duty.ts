import { entryForm, readEntry } from "../threat-list/entry";
import type { AddressList, GuardDutyConfiguration } from "./configuration";
import { andThen, listOf, numberBetween, oneOf, recordOf, textMatching } from "./form";
import type { Form } from "./form";
import { modes } from "./names";
import { httpsUrl } from "./network-forms";
import { defaulted, object, optional } from "./object-form";
import { accepted, describe, refused } from "./problem";

/** GuardDuty's quotas for one list. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html */
export const mostThreats = 250_000;
export const mostTrusted = 2_000;

/** An entry in the form in which it is uploaded. */
const listEntry: Form<string> = {
  allowed: entryForm,
  pulumiType: "string",
  read: (value, path) => {
    if (typeof value !== "string") return refused(path, describe(value), entryForm);
    const reading = readEntry(value);
    if ("entry" in reading) return accepted(reading.entry);
    const { why, expected } = reading.fault;
    return refused(path, why === "" ? describe(value) : `${describe(value)}, ${why}`, expected);
  },
};

/** The list's own form sees two equal texts; two spellings of one entry are seen here. */
function addressEntries(most: number): Form<readonly string[]> {
  return andThen(listOf(listEntry, { least: 1, most }), (entries, path) => {
    const seen = new Set<string>();
    const repeated = entries.findIndex((entry) => seen.size === seen.add(entry).size);
    return repeated < 0
      ? accepted(entries)
      : refused(`${path}[${repeated}]`, `${describe(entries[repeated])} a second time`, "each entry once");
  });
}

function addressList(most: number): Form<AddressList> {
  const entries = addressEntries(most);
  const allowed = `${httpsUrl.allowed}, or ${entries.allowed}`;
  return {
    allowed,
    pulumiType: "string",
    read: (value, path) => {
      const url = httpsUrl.read(value, path);
      if (url.ok) {
        return accepted({ kind: "url", url: url.value });
      }
      const list = entries.read(value, path);
      if (list.ok) {
        return accepted({ kind: "entries", entries: list.value });
      }
      const problems = list.problems.map((problem) => (problem.path === path ? { ...problem, allowed } : problem));
      return { ok: false, problems };
    },
  };
}

const findingType = textMatching(
  "a GuardDuty finding type or the beginning of one, such as UnauthorizedAccess:IAMUser/",
  /^[A-Za-z]+(?:[:/.!-][A-Za-z0-9]*)*$/,
  150,
);

export const guardDuty: Form<GuardDutyConfiguration> = object({
  detector: defaulted(oneOf(["create", "existing", "none"]), "create", "whether the stack creates the detector"),
  findings: defaulted(
    recordOf(findingType, oneOf(modes), 200),
    {},
    "finding type, or the beginning of one, to mode; the more cautious of it and the action's own mode holds",
    "`notify` for all",
  ),
  minSeverity: defaulted(numberBetween(1, 10), 4, "severity from which findings without a playbook are told about"),
  threatList: optional(addressList(mostThreats), "list of addresses known to be bad: its entries, or its URL"),
  trustedList: optional(addressList(mostTrusted), "list of addresses known to be good: its entries, or its URL"),
});
