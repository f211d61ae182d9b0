import type { EChartsOption } from "echarts";

import { severityWord } from "../../../core/slack/headline";
import type { AlarmStretch } from "../gathering/alarm-times";
import { levels } from "../gathering/severity-of-headline";
import type { ReportData } from "../report-data";
import { alarmTitle } from "./alarm-title";
import type { ChartWidth } from "./chart";
import { chart, chartColours, chartWidths } from "./chart";
import type { Html } from "./html";
import { shortened } from "./html";

const laneHeight = 20;
const barsHeight = 150;
const top = 26;
const gap = 18;
const bottom = 30;
const mostLanes = 18;
/** Narrower than this, a stretch would not be seen, nor a gap between two. Pixels. */
const leastWidth = 3;
const margins = Object.freeze({ wide: { left: 250, right: 18 }, narrow: { left: 84, right: 12 } });

/** A row below the bars: stretches of time, or single moments where from and to are one. */
interface Lane {
  readonly name: Readonly<Record<ChartWidth, string>>;
  readonly marks: readonly { readonly fromMs: number; readonly toMs: number; readonly colour: string }[];
}

type TimelineData = Pick<ReportData, "timeline" | "alarms" | "messages" | "actions" | "endMs" | "span">;

/** Denied calls over time, and below them when Slack was posted to, what was decided, and which alarms were in ALARM. */
export function timelineChart(data: TimelineData, width: ChartWidth): Html {
  const { left, right } = margins[width];
  const plotWidth = chartWidths[width] - left - right;
  const { binMs, bins } = data.timeline;
  const lanes = lanesOf(data, ((binMs * bins.length) / plotWidth) * leastWidth);
  const height = top + barsHeight + gap + lanes.length * laneHeight + bottom;
  const grids = [
    { left, right, top, height: barsHeight, outerBoundsMode: "none" as const },
    { left, right, top: top + barsHeight + gap, height: lanes.length * laneHeight, outerBoundsMode: "none" as const },
  ];
  const option: EChartsOption = {
    grid: grids,
    legend: {
      top: 0,
      right,
      itemWidth: 12,
      itemHeight: 12,
      textStyle: { color: chartColours.text },
      selectedMode: false,
    },
    xAxis: [timeAxis(data, 0, width), timeAxis(data, 1, width)],
    yAxis: [countAxis, laneAxis(lanes, width)],
    series: [...bars(data, plotWidth), laneSeries(lanes)],
  };
  return chart(`timeline-${width}`, option, width, height);
}

function timeAxis({ timeline }: TimelineData, gridIndex: number, width: ChartWidth): object {
  const { binMs, bins } = timeline;
  const first = bins[0]?.fromMs ?? 0;
  return {
    type: "time",
    containShape: false,
    gridIndex,
    min: first,
    max: (bins.at(-1)?.fromMs ?? first) + binMs,
    splitNumber: width === "wide" ? 8 : 3,
    axisLabel: { show: gridIndex === 1, hideOverlap: true, color: chartColours.text },
    axisLine: { lineStyle: { color: chartColours.line } },
    axisTick: { show: gridIndex === 1, lineStyle: { color: chartColours.line } },
    splitLine: { show: true, lineStyle: { color: chartColours.line, opacity: 0.5 } },
  };
}

const countAxis = Object.freeze({
  type: "value",
  gridIndex: 0,
  minInterval: 1,
  splitNumber: 3,
  axisLabel: { color: chartColours.text },
  splitLine: { lineStyle: { color: chartColours.line, opacity: 0.5 } },
} as const);

function laneAxis(lanes: readonly Lane[], width: ChartWidth): object {
  return {
    type: "category",
    gridIndex: 1,
    inverse: true,
    data: lanes.map(({ name }) => name[width]),
    axisLabel: { color: chartColours.text, interval: 0 },
    axisLine: { lineStyle: { color: chartColours.line } },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: chartColours.line, opacity: 0.5 } },
  };
}

function bars({ timeline }: TimelineData, plotWidth: number): object[] {
  const { binMs, bins } = timeline;
  const barWidth = Math.max(1, Math.floor((plotWidth / Math.max(1, bins.length)) * 0.85));
  return levels.map((level) => ({
    type: "bar",
    name: severityWord(level),
    stack: "denied",
    clip: false,
    barWidth,
    itemStyle: { color: chartColours[level] },
    // Bars are stacked by their position in the list, so that every bin has to be in each.
    data: bins.map(({ fromMs, counts }) => [fromMs + binMs / 2, counts[level]]),
  }));
}

/** The part of the library's drawing interface that a lane needs. */
interface LaneDrawing {
  value(dimension: number): number;
  coord(at: readonly [number, number]): readonly [number, number];
}

function laneSeries(lanes: readonly Lane[]): object {
  const marks = lanes.flatMap((lane, position) => lane.marks.map((mark) => ({ ...mark, position })));
  return {
    type: "custom",
    xAxisIndex: 1,
    yAxisIndex: 1,
    clip: false,
    renderItem: ({ dataIndex }: { readonly dataIndex: number }, drawing: LaneDrawing) => {
      const [x, y] = drawing.coord([drawing.value(0), drawing.value(2)]);
      const [end] = drawing.coord([drawing.value(1), drawing.value(2)]);
      const isMoment = drawing.value(0) === drawing.value(1);
      const [width, height] = isMoment ? [4, 14] : [Math.max(leastWidth, end - x), 10];
      const shape = { x: isMoment ? x - 2 : x, y: y - height / 2, width, height, r: 2 };
      return { type: "rect", shape, style: { fill: marks[dataIndex]?.colour ?? chartColours.none } };
    },
    data: marks.map(({ fromMs, toMs, position }) => [fromMs, toMs, position]),
  };
}

/** `leastGapMs`: stretches that are closer together are drawn as one. */
function lanesOf({ alarms, messages, actions, endMs }: TimelineData, leastGapMs: number): Lane[] {
  const posts = messages.shown.map(({ at, severity }) => momentAt(Date.parse(at), chartColours[severity ?? "none"]));
  const decided = actions.map(({ firstMs, ifEnforced }) =>
    momentAt(firstMs, ifEnforced.verdict === "done" ? chartColours.critical : chartColours.none),
  );
  const ofAlarms = [...alarms]
    .sort((one, other) => (one.stretches[0]?.fromMs ?? 0) - (other.stretches[0]?.fromMs ?? 0))
    .slice(0, mostLanes)
    .map(({ alarm, stretches }) => ({
      name: { wide: shortened(longName(alarm), 40), narrow: shortened(alarm, 12) },
      marks: joined(stretches, endMs, leastGapMs).map((stretch) => ({ ...stretch, colour: chartColours.alarm })),
    }));
  return [
    { name: { wide: "Slack messages", narrow: "Slack" }, marks: posts },
    { name: { wide: "Decisions", narrow: "Decisions" }, marks: decided },
    ...ofAlarms,
  ];
}

function joined(
  stretches: readonly AlarmStretch[],
  endMs: number,
  leastGapMs: number,
): readonly { readonly fromMs: number; readonly toMs: number }[] {
  const drawn: { readonly fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs = endMs } of stretches) {
    const last = drawn.at(-1);
    if (last !== undefined && fromMs - last.toMs < leastGapMs) last.toMs = Math.max(last.toMs, toMs);
    else drawn.push({ fromMs, toMs });
  }
  return drawn;
}

function longName(alarm: string): string {
  if (alarm === "denied-calls") return "denied-calls";
  const title = alarmTitle(alarm);
  return title === undefined ? alarm : `${alarm} ${title}`;
}

function momentAt(atMs: number, colour: string): Lane["marks"][number] {
  return { fromMs: atMs, toMs: atMs, colour };
}
