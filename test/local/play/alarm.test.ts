import { expect } from "chai";

import type { AlarmDeclaration, AlarmState } from "../../../local/play/alarm";
import { evaluateAlarm } from "../../../local/play/alarm";
import { MetricStore } from "../../../local/play/metrics";
import { minutes } from "./fixture";

const declared: AlarmDeclaration = {
  name: "sample",
  metricKeys: ["m"],
  statistic: "Sum",
  periodSeconds: 60,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 1,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  treatMissingData: "notBreaching",
};

/** One value a minute, oldest first; `undefined` for none. Looked at when the last minute has ended. */
function evaluated(
  changes: Partial<AlarmDeclaration>,
  values: readonly (number | undefined)[],
  before: AlarmState = "OK",
) {
  const metrics = new MetricStore();
  values.forEach((value, minute) => value !== undefined && metrics.add("m", minutes(minute), value));
  return evaluateAlarm({ ...declared, ...changes }, metrics, minutes(values.length), before);
}

describe("an alarm", () => {
  it("looks at the period that has just ended, and at all of it", () => {
    expect(evaluated({}, [1])).to.deep.equal({ state: "ALARM", value: 1 });
    expect(evaluated({}, [1, undefined])).to.deep.equal({ state: "OK", value: 0 });
    const five = { periodSeconds: 300, threshold: 4 };
    expect(evaluated(five, [1, 1, 1, undefined, 1])).to.deep.equal({ state: "ALARM", value: 4 });
    expect(evaluated(five, [1, 1, 1, undefined, 1, undefined]).state).to.equal("OK");
  });

  const statistics = [
    ["Sum", 12],
    ["Average", 4],
    ["Minimum", 1],
    ["Maximum", 9],
    ["SampleCount", 3],
  ] as const;
  for (const [statistic, value] of statistics) {
    it(`of ${statistic} has the value ${value} for 1, 2 and 9`, () => {
      expect(evaluated({ statistic, periodSeconds: 180 }, [1, 2, 9]).value).to.equal(value);
    });
  }

  const comparisons = [
    ["GreaterThanOrEqualToThreshold", "OK", "ALARM", "ALARM"],
    ["GreaterThanThreshold", "OK", "OK", "ALARM"],
    ["LessThanOrEqualToThreshold", "ALARM", "ALARM", "OK"],
    ["LessThanThreshold", "ALARM", "OK", "OK"],
  ] as const;
  for (const [comparisonOperator, ...states] of comparisons) {
    it(`with ${comparisonOperator} 5 is ${states.join(", ")} at 4, 5 and 6`, () => {
      const found = [4, 5, 6].map((value) => evaluated({ comparisonOperator, threshold: 5 }, [value]).state);
      expect(found).to.deep.equal(states);
    });
  }

  it("refuses a comparison that it does not know", () => {
    const comparisonOperator = "LessThanLowerThreshold";
    expect(() => evaluated({ comparisonOperator }, [1])).to.throw("LessThanLowerThreshold");
  });

  it("of 2 out of 3 goes off with any two of the last three", () => {
    const twoOfThree = { evaluationPeriods: 3, datapointsToAlarm: 2 };
    expect(evaluated(twoOfThree, [1, 0, 1]).state).to.equal("ALARM");
    expect(evaluated(twoOfThree, [1, 1, 0]).state).to.equal("ALARM");
    expect(evaluated(twoOfThree, [0, 0, 1]).state).to.equal("OK");
    expect(evaluated(twoOfThree, [1, 1, 0, 0]).state).to.equal("OK");
  });

  // Rows as in CloudWatch's documentation: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
  const X = 1;
  const o = 0;
  const none = undefined;
  const missing: [
    points: (number | undefined)[],
    notBreaching: string,
    breaching: string,
    ignore: string,
    missing: string,
  ][] = [
    [[none, none, none], "OK", "ALARM", "as before", "INSUFFICIENT_DATA"],
    [[none, none, X], "OK", "ALARM", "as before", "ALARM"],
    [[o, none, X], "OK", "OK", "OK", "OK"],
    [[none, none, o], "OK", "OK", "OK", "OK"],
    [[X, X, X], "ALARM", "ALARM", "ALARM", "ALARM"],
    [[X, none, X], "OK", "ALARM", "as before", "ALARM"],
  ];
  const treatments = ["notBreaching", "breaching", "ignore", "missing"] as const;
  for (const [points, ...states] of missing) {
    treatments.forEach((treatMissingData, column) => {
      const drawn = points.map((point) => (point === undefined ? "-" : point === X ? "X" : "0")).join(" ");
      it(`of 3 out of 3 over ${drawn} with missing data ${treatMissingData}: ${states[column]}`, () => {
        const changes = { evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData };
        for (const before of ["OK", "ALARM"] as const) {
          const expected = states[column] === "as before" ? before : states[column];
          expect(evaluated(changes, points, before).state).to.equal(expected);
        }
      });
    });
  }
});
