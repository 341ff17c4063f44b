const LIGHT = `color-scheme: light; --page: #ffffff; --raised: #f6f7f9; --line: #e3e6ea; --text: #14181d; --text-2: #48525d; --text-3: #616b76; --accent: #5341d6; --accent-soft: #eeebff;
  --up: #0a7650; --down: #c92a38; --up-bar: #2aa87c; --down-bar: #e2606a; --warn: #855700; --warn-soft: #fff6dd; --warn-line: #e3c06b; --rival: #8a95a1;
  --up-1: #e8f6f0; --up-2: #cdebdf; --up-3: #a9ddc8; --up-4: #7fcbad; --down-1: #fdeeef; --down-2: #f9d5d8; --down-3: #f3b3b8; --down-4: #ea8d95;`

const DARK = `color-scheme: dark; --page: #0e1114; --raised: #161a1e; --line: #262c33; --text: #e9edf1; --text-2: #a9b3be; --text-3: #8a95a1; --accent: #a79bff; --accent-soft: #25223d;
  --up: #3fcf9b; --down: #ff7a80; --up-bar: #2db487; --down-bar: #e5565f; --warn: #f0c04f; --warn-soft: #2a2212; --warn-line: #6b5419; --rival: #8a95a1;
  --up-1: #12261f; --up-2: #15392c; --up-3: #1a4f3d; --up-4: #206a50; --down-1: #2b191c; --down-2: #452025; --down-3: #612a30; --down-4: #83363d;`

/** Light and dark as the reader's system has it; on paper always light. */
export const STYLE: string = `
:root { ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 440 14px/1.5 Pretendard, "Segoe UI Variable", "Segoe UI", system-ui, -apple-system, "Apple SD Gothic Neo", "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 40px 64px; }
h1 { font-size: 26px; line-height: 1.25; font-weight: 650; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 17px; line-height: 1.3; font-weight: 640; margin: 44px 0 4px; padding-top: 16px; border-top: 1px solid var(--line); }
h2 + p { margin: 0 0 12px; color: var(--text-2); max-width: 78ch; }
h3 { font-size: 13px; font-weight: 600; margin: 0 0 4px; color: var(--text-2); } h3.apart { margin-top: 20px; }
p { margin: 8px 0; } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.meta { color: var(--text-2); margin: 6px 0 0; }
.meta span + span::before { content: " · "; color: var(--text-3); }
.verdict { font-size: 18px; line-height: 1.45; margin: 20px 0 16px; max-width: 68ch; }
.up { color: var(--up); } .down { color: var(--down); } .faint { color: var(--text-3); } .strong { font-weight: 600; }
.caveats { border: 1px solid var(--warn-line); background: var(--warn-soft); border-radius: 8px; padding: 12px 16px 12px 20px; margin: 16px 0 24px; }
.caveats h2 { border: 0; margin: 0 0 4px; padding: 0; font-size: 14px; color: var(--warn); }
.caveats ol { margin: 0; padding-left: 20px; } .caveats li { margin: 3px 0; max-width: 92ch; } .caveats li::marker { color: var(--warn); }
dl.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1px; background: var(--line); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; margin: 0 0 28px; }
dl.figures div { background: var(--page); padding: 12px 16px; }
dt { font-size: 12px; color: var(--text-2); } dd { margin: 0; } dd.value { font-size: 22px; line-height: 1.35; font-weight: 620; letter-spacing: -.01em; } dd.note { font-size: 12px; color: var(--text-3); }
.plot { overflow-x: auto; margin: 4px 0 0; } svg { display: block; width: 100%; min-width: 760px; height: auto; }
svg text { font-size: 12px; fill: var(--text-2); } svg .axis { font-size: 11px; fill: var(--text-3); } svg .end.strong { font-weight: 620; fill: var(--text); font-size: 13px; } svg .end.up { fill: var(--up); } svg .end.down { fill: var(--down); }
.grid { stroke: var(--line); stroke-width: 1; } .zero { stroke: var(--text-3); stroke-width: 1; }
.own { fill: none; stroke: var(--accent); stroke-width: 1.75; stroke-linejoin: round; } .own-area { fill: var(--accent); opacity: .09; } .rival { fill: none; stroke: var(--rival); stroke-width: 1.1; stroke-linejoin: round; }
.fall { fill: none; stroke: var(--down-bar); stroke-width: 1.1; } .fall-area { fill: var(--down-bar); opacity: .2; } .random { stroke: var(--rival); stroke-width: 4; stroke-linecap: round; opacity: .55; }
.mark { stroke: var(--warn); stroke-dasharray: 3 3; } svg .mark-text { fill: var(--warn); font-size: 11px; }
.won { fill: var(--up-bar); fill-opacity: .65; } .lost { fill: var(--down-bar); fill-opacity: .55; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { padding: 6px 8px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: inherit; } thead th { font-size: 12px; color: var(--text-3); vertical-align: bottom; } tbody th { font-weight: 540; }
tbody tr:last-child > * { border-bottom: 0; } .number { text-align: right; white-space: nowrap; } small { display: block; font-size: 12px; color: var(--text-3); font-weight: 440; max-width: 62ch; }
tr.total > * { border-top: 1px solid var(--text-3); } tr.own-row { background: var(--accent-soft); } td.bar { width: 22%; min-width: 90px; vertical-align: middle; }
.heat { border: 2px solid var(--page); border-radius: 4px; } ${[1, 2, 3, 4].map((shade) => `.up-${shade} { background: var(--up-${shade}); } .down-${shade} { background: var(--down-${shade}); }`).join(' ')}
.bar > span, .part { position: relative; display: block; height: 10px; min-width: 80px; } span.bar::before { content: ""; position: absolute; left: 50%; top: -3px; bottom: -3px; border-left: 1px solid var(--line); }
.bar i { position: absolute; top: 0; bottom: 0; border-radius: 2px; min-width: 1px; } .bar i.up, .hours i.up { background: var(--up-bar); } .bar i.down, .hours i.down { background: var(--down-bar); } .bar i.cut { border-radius: 2px 0 0 2px; border-right: 3px double var(--page); }
.part { background: var(--raised); border-radius: 3px; } .part i { display: block; height: 100%; border-radius: 3px; background: var(--accent); opacity: .75; }
.chip { display: inline-block; font-size: 12px; background: var(--raised); border-radius: 4px; padding: 1px 7px; margin: 0 4px 3px 0; color: var(--text-2); white-space: nowrap; } .chip b { font-weight: 600; color: var(--text); }
.groups { columns: 2; column-gap: 40px; margin-top: 12px; } .groups > div { break-inside: avoid; padding-bottom: 24px; } .groups td.bar { width: 26%; }
.hours { list-style: none; display: grid; grid-template-columns: repeat(24, minmax(34px, 1fr)); gap: 2px; margin: 8px 0 0; padding: 0; overflow-x: auto; } .hours li { text-align: center; font-size: 11px; }
.hours span { position: relative; display: block; height: 88px; background: linear-gradient(var(--line), var(--line)) center / 100% 1px no-repeat; } .hours i { position: absolute; left: 20%; right: 20%; border-radius: 2px; } .hours b { display: block; font-weight: 540; color: var(--text-2); } .hours em { font-style: normal; font-size: 10.5px; }
.facts { margin-top: 20px; border-top: 1px solid var(--line); } .facts code { font: 12px/1.5 ui-monospace, "Cascadia Mono", Consolas, monospace; overflow-wrap: anywhere; }
.trades table { font-size: 12px; } .trades th, .trades td { padding: 4px 6px; white-space: nowrap; } .trades .long { color: var(--up); } .trades .short { color: var(--down); }
footer { margin-top: 40px; padding-top: 12px; border-top: 1px solid var(--line); font-size: 12px; color: var(--text-3); }
@media (max-width: 860px) { main { padding: 20px 16px 40px; } dl.figures { grid-template-columns: 1fr 1fr; } .groups { columns: 1; } }
@media print {
  @page { size: A4; margin: 12mm; }
  body { font-size: 11px; -webkit-print-color-adjust: exact; print-color-adjust: exact; } main { max-width: none; padding: 0; } h2 { margin-top: 22px; padding-top: 10px; break-after: avoid; } h3 { break-after: avoid; }
  .plot, dl.figures, .caveats, .groups > div, tr { break-inside: avoid; } thead { display: table-header-group; } .wide, .plot, .hours { overflow: visible; } svg { min-width: 0; } table { font-size: 10.5px; } small { font-size: 9.5px; }
  dl.figures { grid-template-columns: repeat(4, 1fr); } dl.figures div { padding: 8px 10px; } dt, dd.note, thead th { font-size: 9.5px; } dd.value { font-size: 15px; } .trades table { font-size: 7px; } .trades th, .trades td { padding: 2px; } .hours { grid-template-columns: repeat(24, 1fr); } .hours em { font-size: 7px; } .verdict { font-size: 14px; }
}
`
