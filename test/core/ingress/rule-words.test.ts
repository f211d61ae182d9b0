import { expect } from "chai";

import { ruleText } from "../../../core/ingress/rule-words";
import { rule } from "./rules";

describe("a rule in words", () => {
  const said: readonly (readonly [Parameters<typeof rule>[0], string])[] = [
    [{}, "tcp port 22 from `0.0.0.0/0`"],
    [{ protocol: "6", fromPort: 20, toPort: 25 }, "tcp ports 20 to 25 from `0.0.0.0/0`"],
    [{ protocol: "udp", fromPort: -1, toPort: -1, from: "::/0" }, "all udp ports from `::/0`"],
    [{ protocol: "-1" }, "all traffic from `0.0.0.0/0`"],
    [{ protocol: "icmp", fromPort: 8, toPort: 0 }, "icmp type 8 code 0 from `0.0.0.0/0`"],
    [{ protocol: "58", fromPort: -1, toPort: -1 }, "all of icmpv6 from `0.0.0.0/0`"],
    [{ protocol: "47" }, "protocol `47` from `0.0.0.0/0`"],
    [{ source: { kind: "prefix-list", id: "pl-1" } }, "tcp port 22 from the prefix list `pl-1`"],
    [{ source: { kind: "group", id: "sg-1" } }, "tcp port 22 from the group `sg-1`"],
    [{ source: { kind: "unknown" } }, "tcp port 22 from an unknown source"],
  ];
  for (const [changes, text] of said) it(text, () => expect(ruleText(rule(changes))).to.equal(text));
});
