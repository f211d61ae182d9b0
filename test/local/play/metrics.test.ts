import { expect } from "chai";

import { metricKey, MetricStore } from "../../../local/play/metrics";
import { minutes } from "./fixture";

describe("metrics", () => {
  it("are told apart by namespace, name and dimensions, whose order doesn't matter", () => {
    expect(metricKey("N", "m", { a: 1, b: 2 })).to.equal(metricKey("N", "m", { b: 2, a: 1 }));
    const keys = [
      metricKey("N", "m"),
      metricKey("N", "m", { a: 1 }),
      metricKey("N", "m", { a: 2 }),
      metricKey("M", "m"),
    ];
    expect(new Set(keys).size).to.equal(4);
  });

  it("keep sum, number, least and most of the minutes asked for, the end not among them", () => {
    const store = new MetricStore();
    store.add("m", minutes(0), 3);
    store.add("m", minutes(0) + 59_999, 5);
    store.add("m", minutes(1), 1);
    store.add("m", minutes(2), 100);
    expect(store.over("m", minutes(0), minutes(1))).to.deep.equal({ sum: 8, samples: 2, least: 3, most: 5 });
    expect(store.over("m", minutes(0), minutes(2))).to.deep.equal({ sum: 9, samples: 3, least: 1, most: 5 });
    expect(store.over("m", minutes(3), minutes(4))).to.equal(undefined);
    expect(store.over("other", minutes(0), minutes(9))).to.equal(undefined);
  });

  it("name the minutes that hold a value, sorted", () => {
    const store = new MetricStore();
    for (const minute of [5, 2, 5]) store.add("m", minutes(minute) + 1, 1);
    expect(store.minutesOf("m")).to.deep.equal([minutes(2), minutes(5)]);
    expect(store.minutesOf("other")).to.deep.equal([]);
  });

  it("of a filter with a default value have it where nothing matched", () => {
    const store = new MetricStore();
    store.setDefault("m", 0);
    store.add("m", minutes(0), 2);
    expect(store.over("m", minutes(1), minutes(2))).to.deep.equal({ sum: 0, samples: 1, least: 0, most: 0 });
    expect(store.over("m", minutes(0), minutes(1))?.sum).to.equal(2);
  });

  it("of a queue's depth go on being what they were last", () => {
    const store = new MetricStore();
    store.setGauge("m", minutes(3) + 30_000, 2);
    expect(store.over("m", minutes(2), minutes(3))).to.equal(undefined);
    expect(store.over("m", minutes(3), minutes(4))?.most).to.equal(2);
    expect(store.over("m", minutes(50), minutes(51))?.most).to.equal(2);
  });
});
