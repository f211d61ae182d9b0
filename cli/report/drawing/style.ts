/** The page's style, for screens wide and narrow, in light and in dark, and for paper. Contrast is at least that of WCAG AA. */
export const style = `
:root { color-scheme: light dark;
  --page: #f4f5f7; --card: #ffffff; --text: #16191d; --quiet: #515a65; --line: #878f99; --edge: #d5d9de; --accent: #0b57a8; --code: #eceef1;
  --critical: #b3141d; --high: #a84300; --low: #745800; --info: #0b5cad; --none: #59626d; --alarm: #6b3fa0; --on-badge: #ffffff; }
@media (prefers-color-scheme: dark) { :root {
  --page: #111417; --card: #1a1f24; --text: #e8ebee; --quiet: #a9b3be; --line: #717b86; --edge: #343c45; --accent: #84bdff; --code: #2a3138;
  --critical: #ff8f87; --high: #ffb27a; --low: #e6c65a; --info: #82c1ff; --none: #b0bac4; --alarm: #c6a7f2; --on-badge: #14171a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header, main, footer { max-width: 1200px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 20px; display: flex; flex-wrap: wrap; gap: 4px 16px; justify-content: space-between; }
header p { margin: 0; overflow-wrap: anywhere; } footer { padding-bottom: 32px; }
.brand { letter-spacing: .02em; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 10px 0 6px; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 0 10px; }
h3 { font-size: 1rem; margin: 16px 0 6px; } .slack h3 { margin: 0 0 8px; }
p, ul { margin: 0 0 10px; } ul { padding-left: 20px; }
a { color: var(--accent); text-underline-offset: 2px; }
a:focus-visible, summary:focus-visible, .scrolls:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -9999px; } .skip:focus { left: 12px; top: 12px; background: var(--card); padding: 8px 14px; z-index: 2; }
.muted { color: var(--quiet); } .lead { font-size: 1.06rem; max-width: 62em; overflow-wrap: anywhere; }
main > section { background: var(--card); border: 1px solid var(--edge); border-radius: 10px; padding: 18px 20px; margin: 16px 0; scroll-margin-top: 8px; }
#answer, #figures { background: none; border: 0; padding: 0; }
.cards { display: grid; grid-template-columns: 1.2fr .9fr 1.2fr; gap: 14px; margin-top: 14px; }
.card { background: var(--card); border: 1px solid var(--edge); border-top: 4px solid var(--accent); border-radius: 10px; padding: 14px 16px; min-width: 0; overflow-wrap: anywhere; }
.card dl { display: block; } .card dt { font-size: .8125rem; line-height: 1.35; } .card dd { margin-bottom: 7px; line-height: 1.4; }
.card ul { padding-left: 18px; margin-bottom: 6px; } .card li { margin-bottom: 6px; } .card > *:last-child { margin-bottom: 0; }
.deeds { list-style: none; padding: 0 !important; } .deeds li { margin-bottom: 10px; overflow-wrap: anywhere; } .deeds .muted { font-size: .875rem; }
dl { margin: 0; display: grid; grid-template-columns: minmax(5.5em, max-content) 1fr; gap: 4px 14px; } dt { color: var(--quiet); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.figures { grid-template-columns: repeat(5, 1fr); gap: 10px; } .figures div { background: var(--card); border: 1px solid var(--edge); border-radius: 10px; padding: 10px 12px; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures dt { font-size: .875rem; line-height: 1.3; } .figures dd { font-size: 1.45rem; font-weight: 650; font-variant-numeric: tabular-nums; }
#figures h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
nav ul { list-style: none; padding: 0; margin: 18px 0 0; display: flex; flex-wrap: wrap; gap: 6px 18px; }
nav a { display: inline-block; padding: 3px 0; }
.badge { display: inline-block; border-radius: 5px; padding: 0 8px; font-size: .8125rem; font-weight: 650; line-height: 1.5; color: var(--on-badge); white-space: nowrap; background: var(--none); }
.badge.critical { background: var(--critical); } .badge.high { background: var(--high); } .badge.low { background: var(--low); } .badge.info { background: var(--info); }
code { font: .88em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--code); border-radius: 4px; padding: 1px 4px; overflow-wrap: anywhere; } code.id, td time { white-space: nowrap; }
.values { list-style: none; padding: 0; margin: 0; } .nowrap { white-space: nowrap; }
.dot { display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin-right: .45em; background: var(--none); }
.dot.critical { background: var(--critical); } .dot.high { background: var(--high); } .dot.low { background: var(--low); } .dot.info { background: var(--info); }
figure { margin: 0 0 12px; } figcaption { color: var(--quiet); font-size: .875rem; max-width: 70em; }
.chart svg { display: block; width: 100%; height: auto; } svg.narrow { display: none !important; }
.scrolls { overflow-x: auto; margin: 10px 0 14px; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; color: var(--quiet); font-size: .875rem; padding-bottom: 4px; }
th, td { text-align: left; vertical-align: top; padding: 7px 10px; border-top: 1px solid var(--edge); font-weight: 400; min-width: 5.5em; max-width: 24em; }
th, td, td code, th code { overflow-wrap: break-word; }
thead th { font-weight: 650; border-top: 0; border-bottom: 2px solid var(--line); vertical-align: bottom; overflow-wrap: normal; } tbody th { min-width: 10em; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; min-width: 0; }
.bar { display: block; height: 12px; min-width: 3px; margin-top: 6px; border-radius: 3px; background: var(--none); }
.bar.critical { background: var(--critical); } .bar.high { background: var(--high); } .bar.low { background: var(--low); } .bar.info { background: var(--info); }
details { border-top: 1px solid var(--edge); padding: 8px 0; } summary { cursor: pointer; padding: 2px 0; overflow-wrap: anywhere; } details[open] > summary { margin-bottom: 8px; }
.slack { border: 1px solid var(--edge); border-left: 4px solid var(--none); border-radius: 8px; padding: 12px 16px; margin: 12px 0; overflow-wrap: anywhere; }
.slack.critical { border-left-color: var(--critical); } .slack.high { border-left-color: var(--high); } .slack.low { border-left-color: var(--low); } .slack.info { border-left-color: var(--info); }
.slack p { margin: 0 0 8px; } .slack > *:last-child { margin-bottom: 0; } .byline, .context { color: var(--quiet); font-size: .875rem; } .byline b { color: var(--text); }
.app { font-size: .7rem; text-transform: uppercase; border: 1px solid var(--line); border-radius: 3px; padding: 0 4px; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 2px 20px; } .fields p { min-width: 0; } .button { display: inline-block; border: 1px solid var(--line); border-radius: 5px; padding: 2px 12px; }
.mail { white-space: pre-wrap; font: .88rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
@media (max-width: 900px) { .cards { grid-template-columns: 1fr; } .figures { grid-template-columns: repeat(2, 1fr); } }
@media (max-width: 600px) { header, main, footer { padding-left: 12px; padding-right: 12px; } h1 { font-size: 1.5rem; } main > section { padding: 14px 12px; }
  #answer, #figures { padding: 0; } .fields { grid-template-columns: 1fr; } svg.narrow { display: block !important; } svg.wide { display: none !important; } th, td { padding: 6px 8px; } }
@media print { @page { margin: 14mm; }
  :root { --page: #ffffff; --card: #ffffff; --text: #000000; --quiet: #444b54; --line: #878f99; --edge: #c3c8ce; --accent: #0b57a8; --code: #f0f1f3;
    --critical: #b3141d; --high: #a84300; --low: #745800; --info: #0b5cad; --none: #59626d; --alarm: #6b3fa0; --on-badge: #ffffff; color-scheme: light; }
  body { font-size: 10.5pt; } .cards { grid-template-columns: 1.2fr 1fr; } .card:last-child { grid-column: 1 / -1; } header, main, footer { max-width: none; padding: 0; } nav, .skip { display: none; }
  main > section { border: 0; padding: 0; margin: 0 0 14pt; break-before: auto; } #timeline, #messages { break-before: page; }
  .badge, .bar, .dot, code { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, summary, caption { break-after: avoid; } tr, .card, .slack, figure { break-inside: avoid; } .scrolls { overflow: visible; } table { font-size: 8pt; } th, td { padding: 3pt 5pt; min-width: 0 !important; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; } svg.wide { display: block !important; } svg.narrow { display: none !important; } }
`;
