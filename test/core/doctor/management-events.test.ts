import { expect } from "chai";

import type { ManagementEvents } from "../../../core/doctor/facts";
import type { TrailSelectors } from "../../../core/doctor/management-events";
import { managementEvents } from "../../../core/doctor/management-events";

const advanced = (...values: readonly (string | undefined)[]): TrailSelectors => ({
  AdvancedEventSelectors: values.map((readOnly) => ({
    FieldSelectors: [
      { Field: "eventCategory", Equals: ["Management"] },
      ...(readOnly === undefined ? [] : [{ Field: "readOnly", Equals: [readOnly] }]),
    ],
  })),
});

const cases: readonly (readonly [string, TrailSelectors, ManagementEvents])[] = [
  ["no selectors", {}, "all"],
  ["a selector of everything", { EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true }] }, "all"],
  ["a selector that says nothing of them", { EventSelectors: [{ ReadWriteType: "ReadOnly" }] }, "read-only"],
  [
    "a selector of changes",
    { EventSelectors: [{ ReadWriteType: "WriteOnly", IncludeManagementEvents: true }] },
    "write-only",
  ],
  ["a selector of data alone", { EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: false }] }, "none"],
  ["an advanced selector", advanced(undefined), "all"],
  ["an advanced selector of reads", advanced("true"), "read-only"],
  ["an advanced selector of changes", advanced("false"), "write-only"],
  ["advanced selectors of both", advanced("true", "false"), "all"],
  [
    "an advanced selector of data",
    { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: "eventCategory", Equals: ["Data"] }] }] },
    "none",
  ],
];

describe("the management events that a trail records", () => {
  for (const [what, selectors, events] of cases) {
    it(`${what}: ${events}`, () => expect(managementEvents(selectors)).to.equal(events));
  }
});
