import { html, raw } from 'hono/html';
import type { Account } from './signIn.ts';

export type Markup = ReturnType<typeof html>;

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #fff; --ground: #eef1f6; --line: #d5dae1; --accent: #0f5cad; --on-accent: #fff; --warn: #8a3800; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebef; --soft: #a3adb8; --paper: #1d2229; --ground: #12161b; --line: #3a424c; --accent: #7db8f7; --on-accent: #08233f; --warn: #ffb27a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-columns: minmax(0, 1fr); place-items: center; padding: 1.5rem 1rem; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", sans-serif; }
main { width: min(30rem, 100%); background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 2rem; box-shadow: 0 8px 30px rgb(0 0 0 / 0.08); }
@media (max-width: 480px) { main { padding: 1.25rem; } }
.brand { display: flex; align-items: center; gap: 0.6rem; font-size: 0.85rem; color: var(--soft); margin: 0 0 1.25rem; }
.brand::before { content: ""; width: 1.1rem; height: 1.1rem; border-radius: 30% 70% 30% 70%; background: var(--accent); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.5rem; }
p { margin: 0 0 1rem; } .soft { color: var(--soft); } .small { font-size: 0.875rem; }
ul { list-style: none; margin: 0 0 1.25rem; padding: 0; }
.people { border: 1px solid var(--line); border-radius: 8px; overflow: hidden; max-height: 26rem; overflow-y: auto; }
.people li + li { border-top: 1px solid var(--line); }
.people button { all: unset; box-sizing: border-box; display: flex; gap: 0.8rem; align-items: center; width: 100%; padding: 0.7rem 0.9rem; cursor: pointer; }
.people button:hover { background: color-mix(in srgb, var(--accent) 10%, transparent); }
:focus-visible, .people button:focus-visible { outline: 3px solid var(--accent); outline-offset: -3px; }
.face { flex: none; width: 2.5rem; height: 2.5rem; border-radius: 50%; display: grid; place-items: center; color: #fff; font-weight: 600; font-size: 0.9rem; }
.who { min-width: 0; } .who b { display: block; font-weight: 600; } .who span { display: block; color: var(--soft); font-size: 0.875rem; overflow-wrap: anywhere; }
.tag { margin-left: auto; flex: none; font-size: 0.75rem; border: 1px solid var(--line); border-radius: 99px; padding: 0.1rem 0.6rem; color: var(--soft); }
.grants li { padding: 0.55rem 0 0.55rem 1.75rem; position: relative; border-bottom: 1px solid var(--line); }
.grants li::before { content: ""; position: absolute; left: 0.4rem; top: 0.85rem; width: 0.35rem; height: 0.7rem; border: solid var(--accent); border-width: 0 0.15rem 0.15rem 0; transform: rotate(42deg); }
.grants code { display: block; color: var(--soft); font-size: 0.8rem; }
form.search { display: flex; gap: 0.5rem; margin: 0 0 1rem; }
input[type=search] { flex: 1; min-width: 0; font: inherit; color: inherit; background: transparent; border: 1px solid var(--soft); border-radius: 8px; padding: 0.5rem 0.75rem; }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; justify-content: flex-end; margin-top: 1.25rem; }
.button { font: inherit; font-weight: 600; border-radius: 8px; padding: 0.55rem 1.4rem; border: 1px solid var(--soft); background: transparent; color: inherit; cursor: pointer; }
.button.main { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
label.check { display: flex; gap: 0.6rem; align-items: start; } label.check input { margin-top: 0.35rem; }
.problem { border-left: 4px solid var(--warn); padding: 0.25rem 0 0.25rem 1rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.15rem 1rem; font-size: 0.8rem; color: var(--soft); margin: 0; } dd { margin: 0; overflow-wrap: anywhere; }
`;

/** A whole sign-in page. */
export function page(title: string, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · simulated Microsoft 365</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <p class="brand">Simulated Microsoft 365 sign-in</p>
          ${content}
        </main>
      </body>
    </html>`;
}

/** A person as a button of a form: choosing them sends `sim_person`. */
export function personButton({ tenant, person }: Account, tags: string[]): Markup {
  return html`<li>
    <button type="submit" name="sim_person" value="${person.id}">
      ${face(person.displayName)}
      <span class="who"
        ><b>${person.displayName}</b><span>${person.userPrincipalName}</span
        ><span>${tenant.displayName}</span></span
      >
      ${tags.map((tag) => html`<span class="tag">${tag}</span>`)}
    </button>
  </li>`;
}

export function personLine({ person }: Account): Markup {
  return html`<p class="small soft">
    Signed in as <b>${person.displayName}</b> (${person.userPrincipalName})
  </p>`;
}

function face(name: string): Markup {
  const words = name.split(/\s+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.charAt(0) ?? '')
    .join('');
  let hue = 0;
  for (const letter of name) hue = (hue * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return html`<span class="face" style="background: hsl(${hue} 45% 30%)" aria-hidden="true"
    >${initials.toUpperCase()}</span
  >`;
}

/** Parameters carried along through a GET form. */
export function hiddenFields(params: Iterable<[string, string]>): Markup[] {
  return [...params].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);
}
