import type { EChartsOption } from "echarts";
import { init } from "echarts";

import type { Html } from "./html";
import { trusted } from "./html";

/** Colours of the page that charts are drawn in; the page's style says what they are in light and in dark. */
export const chartColours = Object.freeze({
  text: "#010101",
  line: "#010102",
  critical: "#010103",
  high: "#010104",
  low: "#010105",
  info: "#010106",
  alarm: "#010107",
  none: "#010108",
});

/** How wide a chart is drawn, in CSS pixels: for a screen or paper, and for a telephone held upright. */
export const chartWidths = Object.freeze({ wide: 960, narrow: 340 });

export type ChartWidth = keyof typeof chartWidths;

/**
 * A chart as SVG without script, with the page's colours in place of those of `chartColours`. `name` sets the names inside apart from
 * those of other charts on the page.
 */
export function chart(name: string, option: EChartsOption, width: ChartWidth, height: number): Html {
  const drawing = init(null, null, { renderer: "svg", ssr: true, width: chartWidths[width], height });
  try {
    drawing.setOption({
      ...option,
      animation: false,
      useUTC: true,
      textStyle: { fontFamily: "system-ui, sans-serif", fontSize: 12, color: chartColours.text },
    });
    return trusted(withPageColours(drawing.renderToSVGString(), name).replace("<svg ", `<svg class="${width}" `));
  } finally {
    drawing.dispose();
  }
}

/** The library counts its drawings over the life of the process, and its names would differ from page to page. */
function withPageColours(svg: string, name: string): string {
  const coloured = Object.entries(chartColours).reduce(
    (text, [colour, mark]) => text.replaceAll(mark, `var(--${colour})`),
    svg,
  );
  return coloured
    .replaceAll(/ (?:fill|stroke)="(var\(--[a-z]+\))"/g, (attribute, colour: string) =>
      attribute.startsWith(" fill") ? ` style="fill:${colour}"` : ` style="stroke:${colour}"`,
    )
    .replaceAll(/style="([^"]*)"([^<>]*?) style="([^"]*)"/g, 'style="$1;$3"$2')
    .replaceAll(/zr\d+-/g, `${name}-`)
    .replaceAll(/ class="[a-z-]+-cls-\d+"| pointer-events="[a-z]+"| xml:space="[a-z]+"| ecmeta_[a-z_]+="[^"]*"/g, "")
    .replaceAll(/<style\s*>[\s\S]*?<\/style>/g, "");
}
