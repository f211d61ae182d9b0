import type { AddressList, GuardDutyConfiguration } from "./configuration";
import { listOf, numberBetween, oneOf, recordOf, text, textMatching } from "./form";
import type { Form } from "./form";
import { modes } from "./names";
import { httpsUrl, isAddress, isDomain, isNetwork } from "./network-forms";
import { defaulted, object, optional } from "./object-form";
import { accepted } from "./problem";

/** GuardDuty's quotas: entries of all threat lists, and of the one trusted list. */
const mostThreats = 250_000;
const mostTrusted = 2_000;

const listEntry = text(
  "an address, a network or a domain",
  (value) => isAddress(value) || isNetwork(value) || isDomain(value),
);

function addressList(most: number): Form<AddressList> {
  const entries = listOf(listEntry, { least: 1, most });
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
