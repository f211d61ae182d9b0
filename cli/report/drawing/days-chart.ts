import type { EChartsOption } from "echarts";

import { severityWord } from "../../../core/slack/headline";
import type { Day } from "../gathering/days";
import { levels } from "../gathering/severity-of-headline";
import type { ChartWidth } from "./chart";
import { chart, chartColours } from "./chart";
import type { Html } from "./html";

const height = 220;

/** Messages to Slack per day, by severity. */
export function daysChart(days: readonly Day[], width: ChartWidth): Html {
  const option: EChartsOption = {
    grid: { left: 44, right: 14, top: 30, bottom: 28, outerBoundsMode: "none" },
    legend: {
      top: 0,
      right: 14,
      itemWidth: 12,
      itemHeight: 12,
      textStyle: { color: chartColours.text },
      selectedMode: false,
    },
    xAxis: {
      type: "category",
      data: days.map(({ day }) => day),
      axisLabel: { color: chartColours.text, hideOverlap: true },
      axisLine: { lineStyle: { color: chartColours.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      splitNumber: 3,
      axisLabel: { color: chartColours.text },
      splitLine: { lineStyle: { color: chartColours.line, opacity: 0.5 } },
    },
    series: [...levels, "none" as const].map((level) => ({
      type: "bar",
      name: level === "none" ? "Digest" : severityWord(level),
      stack: "posts",
      clip: false,
      barMaxWidth: 40,
      itemStyle: { color: chartColours[level] },
      data: days.map(({ posts }) => posts[level]),
    })),
  };
  return chart(`days-${width}`, option, width, height);
}
