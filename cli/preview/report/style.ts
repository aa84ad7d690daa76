/** The page's style: light and dark by the reader's own setting, nothing loaded from elsewhere. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --paper: #ffffff; --panel: #f6f8fa; --rule: #d0d7de; --accent: #0550ae; --good: #116329; --bad: #a40e26; --warn: #7d4e00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #9da7b3; --paper: #0d1117; --panel: #161b22; --rule: #30363d; --accent: #79c0ff; --good: #56d364; --bad: #ff938a; --warn: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; } p { margin: .5rem 0; } .dim { color: var(--dim); }
a { color: var(--accent); } a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0; }
dl div { background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; padding: .5rem .75rem; } dt { color: var(--dim); font-size: .85rem; } dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--rule); } thead th { color: var(--dim); font-weight: 600; } tbody th { font-weight: 500; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .warn { color: var(--warn); font-weight: 600; }
code, pre { font: .85rem/1.45 ui-monospace, monospace; } pre { overflow-x: auto; margin: .5rem 0; padding: .75rem; background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; }
summary { cursor: pointer; } td ul { margin: 0; padding-left: 1rem; }
svg { max-width: none; font: 13px system-ui, sans-serif; } svg text { fill: var(--ink); text-anchor: middle; } svg .detail { fill: var(--dim); font-size: 11px; }
svg .node rect { fill: var(--paper); stroke: var(--rule); stroke-width: 1.5; } svg .outside rect { stroke-dasharray: 5 4; } svg .lane rect { fill: var(--panel); } svg .lane text { fill: var(--dim); font-size: 12px; text-anchor: start; } svg .edge { fill: none; stroke: var(--accent); stroke-width: 1.5; } svg marker path { fill: var(--accent); }
svg .port { font-size: 11px; stroke: var(--paper); stroke-width: 4px; paint-order: stroke; }
@media print { details { display: none; } }
`;
