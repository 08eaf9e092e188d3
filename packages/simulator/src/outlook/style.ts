/** The one style sheet of the Outlook-like pages: light and dark, three panes that become one on a phone. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --paper: #fff; --ground: #f3f5f8; --line: #d4dae1; --accent: #0b5a9d; --on-accent: #fff; --chosen: #e2eefa; --warn: #9a3412; --warn-ground: #fff1e8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaef; --soft: #a2adb9; --paper: #1b2026; --ground: #12161b; --line: #37404a; --accent: #82bbf5; --on-accent: #07233f; --chosen: #1f3346; --warn: #ffb488; --warn-ground: #3a2418; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", sans-serif; min-height: 100vh; display: flex; flex-direction: column; }
a { color: var(--accent); } h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 0.75rem; overflow-wrap: anywhere; } h2 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
p { margin: 0 0 0.75rem; } .listed { font-size: 1.1rem; margin: 0 0 0.75rem; } .soft { color: var(--soft); } .small { font-size: 0.85rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; border-radius: 4px; }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: 0.5rem 1rem; z-index: 2; }
header.top { background: var(--paper); border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.5rem; padding: 0 1.25rem; }
header.top .brand { font-weight: 650; color: inherit; text-decoration: none; padding: 0.8rem 0; white-space: nowrap; }
header.top .brand span { color: var(--soft); font-weight: 400; font-size: 0.85rem; }
nav.tabs { display: flex; gap: 0.25rem; overflow-x: auto; } nav.tabs a { padding: 0.8rem 1rem; text-decoration: none; color: var(--soft); border-bottom: 3px solid transparent; }
nav.tabs a[aria-current] { color: var(--ink); font-weight: 600; border-color: var(--accent); }
header.top .me { margin-left: auto; display: flex; align-items: center; gap: 0.6rem; padding: 0.4rem 0; min-width: 0; } .me b { font-weight: 600; } .me a { white-space: nowrap; }
.notice, .alert { margin: 1rem 1.25rem 0; padding: 0.6rem 1rem; border-radius: 8px; border: 1px solid var(--line); background: var(--paper); }
.alert { border-color: var(--warn); background: var(--warn-ground); color: var(--warn); }
main.single { width: min(60rem, 100%); margin: 0 auto; padding: 2rem 1.25rem; }
main.panes { flex: 1; display: grid; grid-template-columns: 13.5rem minmax(16rem, 22rem) minmax(0, 1fr); min-height: 0; }
.pane { padding: 1rem; border-right: 1px solid var(--line); min-width: 0; } .pane:last-child { border: 0; } .pane.list, .pane.detail { background: var(--paper); }
.pane.detail { padding: 1.5rem 2rem; }
ul.plain { list-style: none; margin: 0; padding: 0; }
.folders a { display: flex; justify-content: space-between; gap: 0.5rem; padding: 0.45rem 0.7rem; border-radius: 6px; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
.folders a:hover, .rows a:hover { background: color-mix(in srgb, var(--accent) 9%, transparent); }
.folders a[aria-current], .rows a[aria-current] { background: var(--chosen); font-weight: 600; } .count { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; }
ul.rows { margin: 0 -1rem; } .rows li { border-top: 1px solid var(--line); }
.rows a { display: flex; gap: 0.75rem; padding: 0.6rem 1rem; color: inherit; text-decoration: none; } .rows a > span:last-child { min-width: 0; flex: 1; }
.rows b { font-weight: 550; display: flex; justify-content: space-between; gap: 0.5rem; } .rows .unread b { font-weight: 750; } .rows small { display: block; color: var(--soft); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; } .rows time { color: var(--soft); font-weight: 400; font-size: 0.8rem; white-space: nowrap; }
.face { flex: none; width: 2.4rem; height: 2.4rem; border-radius: 50%; display: grid; place-items: center; color: #fff; font-weight: 600; font-size: 0.85rem; } .face.big { width: 4rem; height: 4rem; font-size: 1.4rem; }
.headline { display: flex; gap: 1rem; align-items: center; margin-bottom: 1rem; } .headline h1 { margin: 0; }
.bar { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin: 0 0 1rem; } .bar form { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0; }
.button, button { font: inherit; font-weight: 550; border: 1px solid color-mix(in srgb, var(--soft) 60%, transparent); background: transparent; color: inherit; border-radius: 6px; padding: 0.4rem 0.9rem; cursor: pointer; text-decoration: none; display: inline-block; }
.button.main, button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); } button.danger { color: var(--warn); border-color: var(--warn); }
.button:hover, button:hover { filter: brightness(1.08); }
input, select, textarea { font: inherit; color: inherit; background: var(--paper); border: 1px solid color-mix(in srgb, var(--soft) 70%, transparent); border-radius: 6px; padding: 0.4rem 0.6rem; width: 100%; min-width: 0; } input[type=checkbox] { width: auto; }
.search { display: flex; gap: 0.5rem; margin: 0 0 0.75rem; } .search input { flex: 1; }
fieldset { border: 0; border-top: 1px solid var(--line); margin: 1.25rem 0 0; padding: 0.75rem 0 0; min-width: 0; } legend { font-weight: 600; padding: 0 0.75rem 0 0; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); gap: 0.75rem 1rem; } .fields .wide { grid-column: 1 / -1; } label > span { display: block; font-size: 0.85rem; color: var(--soft); }
dl.facts { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: 0.4rem 1.25rem; margin: 0; } dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
details.manage { margin-top: 1rem; } details.manage summary { cursor: pointer; color: var(--soft); } details.manage form { display: grid; gap: 0.5rem; margin: 0.6rem 0 1rem; }
.rows li.task { display: flex; align-items: center; padding-left: 1rem; } .rows li.task a { flex: 1; min-width: 0; padding-left: 0.6rem; } .rows li.task b { font-weight: 500; overflow-wrap: anywhere; } .rows li.done b { text-decoration: line-through; color: var(--soft); } .rows li.task small { white-space: normal; } .rows small.late { color: var(--warn); }
button.check { flex: none; width: 1.6rem; height: 1.6rem; padding: 0; border-radius: 50%; line-height: 1; border-width: 2px; } button.check[aria-pressed=true] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.check[aria-pressed=true]::after { content: ""; display: block; width: 0.35rem; height: 0.7rem; margin: -0.15rem auto 0; border: solid currentColor; border-width: 0 2px 2px 0; transform: rotate(45deg); }
ul.steps li { display: flex; gap: 0.6rem; align-items: center; padding: 0.35rem 0; border-top: 1px solid var(--line); } ul.steps form { margin: 0; display: flex; gap: 0.5rem; min-width: 0; } ul.steps form.grow { flex: 1; } ul.steps button:not(.check) { padding: 0.3rem 0.6rem; }
iframe.mail { width: 100%; height: min(65vh, 50rem); border: 1px solid var(--line); border-radius: 8px; background: #fff; }
.empty { color: var(--soft); padding: 2rem 0; text-align: center; } .back { display: none; margin-bottom: 1rem; } .pager { display: flex; justify-content: space-between; gap: 1rem; padding-top: 0.75rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: 0.75rem; } .cards a { display: flex; gap: 0.75rem; align-items: center; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 0.8rem; color: inherit; text-decoration: none; height: 100%; } .cards a:hover { border-color: var(--accent); } .cards span:last-child { min-width: 0; } .cards b, .cards small { display: block; overflow-wrap: anywhere; } .cards small { color: var(--soft); }
main.calendar { flex: 1; display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); min-height: 0; } main.calendar .pane.detail { padding: 1.25rem 1.5rem; } h1.after, .bar.after { margin-top: 1.25rem; } .bar.spread { justify-content: space-between; } .bar.spread h1, .bar.spread .bar { margin: 0; } .check { display: flex; align-items: center; align-self: end; min-height: 2.3rem; gap: 0.4rem; } .checks { display: flex; flex-wrap: wrap; gap: 0.4rem 1rem; }
ol.week, ol.month, ol.agenda { list-style: none; margin: 0; padding: 0; } ol.week { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); gap: 0.5rem; } ol.week li { min-height: 24rem; } ol.month { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); } ol.month { border: 1px solid var(--line); } ol.month li { min-height: 6.5rem; outline: 1px solid var(--line); padding: 0.25rem; } ol.month li.other { background: var(--ground); }
.day { display: block; color: var(--soft); text-decoration: none; font-size: 0.85rem; padding: 0.2rem 0.3rem; border-radius: 4px; } .day:hover { text-decoration: underline; } li[aria-current="date"] > .day { color: var(--on-accent); background: var(--accent); font-weight: 600; } ol.agenda li { border-top: 1px solid var(--line); padding: 0.5rem 0; }
a.event { display: block; margin: 0.2rem 0; padding: 0.25rem 0.45rem; border-left: 3px solid var(--accent); border-radius: 4px; background: var(--chosen); color: inherit; text-decoration: none; font-size: 0.85rem; line-height: 1.35; overflow-wrap: anywhere; } a.event:hover { text-decoration: underline; } a.event b { font-weight: 550; } a.event time { color: var(--soft); white-space: nowrap; font-variant-numeric: tabular-nums; } a.event.free, a.event.tentative { border-left-style: dashed; background: transparent; outline: 1px solid var(--line); } a.event.gone b { text-decoration: line-through; } ol.month a.event { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
@media (max-width: 900px) {
  main.calendar { display: block; } main.calendar.open .pane.folders { display: none; } ol.week, ol.month { display: block; } ol.week li, ol.month li { min-height: 0; padding: 0.25rem 0; outline: 0; border-top: 1px solid var(--line); } ol.month li.free, ol.month li.other { display: none; } ol.month { border: 0; } ol.month a.event { white-space: normal; }
  main.panes { display: block; } .pane { border-right: 0; border-bottom: 1px solid var(--line); } .pane.detail { padding: 1.25rem 1rem; }
  main.panes.open .pane.folders, main.panes.open .pane.list { display: none; } .back { display: inline-block; } main.panes:not(.open) .pane.detail { display: none; }
  header.top { padding: 0 1rem; gap: 0 1rem; } header.top .me { margin-left: 0; order: 2; width: 100%; } nav.tabs { order: 3; } header.top .brand span { display: none; }
  .notice, .alert { margin: 1rem 1rem 0; } dl.facts { grid-template-columns: 1fr; gap: 0; } dl.facts dd { margin-bottom: 0.6rem; }
}
`;
