/**
 * The look. Owners change it by the `--ringfence-…` custom properties (docs/widget.md); everything else is
 * out of the page's reach. Only logical sides, so that right to left needs no rule of its own.
 */
const css = `
:host {
  --accent: var(--ringfence-accent, var(--design-accent, light-dark(#1f5f5b, #7fd1c7)));
  --on-accent: var(--ringfence-on-accent, var(--design-on-accent, light-dark(#ffffff, #06211f)));
  --surface: var(--ringfence-surface, var(--design-surface, light-dark(#ffffff, #1b2023)));
  --text: var(--ringfence-text, var(--design-text, light-dark(#1c2326, #eef2f3)));
  --muted: var(--ringfence-muted, light-dark(#566167, #a9b5ba));
  --line: var(--ringfence-line, light-dark(#d5dcdf, #3a4449));
  --field: var(--ringfence-field, light-dark(#ffffff, #12171a));
  --danger: var(--ringfence-danger, light-dark(#a4262c, #ffa9a3));
  --success: var(--ringfence-success, light-dark(#1e7a3c, #7fd79a));
  --radius: var(--ringfence-radius, var(--design-radius, 14px));
  --offset: var(--ringfence-offset, 20px);
  --shadow: var(--ringfence-shadow, 0 1px 2px rgb(0 0 0 / .12), 0 12px 32px rgb(0 0 0 / .18));
  color-scheme: light dark;
  display: block;
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([hidden]) { display: none; }
:host([mode="button"]) {
  position: fixed;
  inset-block-end: var(--offset);
  inset-inline-end: var(--offset);
  z-index: var(--ringfence-z-index, 2147483000);
}
:host([mode="button"][position="bottom-start"]) {
  inset-inline: var(--offset) auto;
}

*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
[data-silent] { visibility: hidden; }

.frame {
  container-type: inline-size;
  color: var(--text);
  font-family: var(--ringfence-font, system-ui, sans-serif);
  font-size: var(--ringfence-font-size, 16px);
  font-weight: 400;
  font-style: normal;
  line-height: 1.5;
  letter-spacing: normal;
  text-align: start;
  text-transform: none;
  text-shadow: none;
  white-space: normal;
  word-spacing: normal;
  cursor: auto;
}
:host([mode="button"]) .frame {
  container-type: normal;
  display: flex;
  flex-direction: column;
  align-items: flex-end;
  gap: 12px;
}
:host([mode="button"][position="bottom-start"]) .frame { align-items: flex-start; }

.panel {
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: var(--radius);
  padding: 20px;
  max-inline-size: 34rem;
}
:host([mode="button"]) .panel {
  inline-size: min(22.5rem, calc(100vw - 2 * var(--offset)));
  max-block-size: calc(100dvh - 2 * var(--offset) - 72px);
  overflow: auto;
  box-shadow: var(--shadow);
  animation: arrive .18s ease-out;
}

.head {
  display: flex;
  align-items: flex-start;
  justify-content: space-between;
  gap: 12px;
}
h2 {
  margin: 0;
  font-size: 1.1875em;
  font-weight: 650;
  line-height: 1.3;
  text-wrap: balance;
}
h2:focus { outline: none; }
p { margin: 0; }
.lead { margin-block: 4px 16px; color: var(--muted); }

form { display: grid; gap: 6px; }
label { font-size: .9375em; font-weight: 600; }
.primary { margin-block-start: 8px; }
@container (min-width: 30rem) {
  form:not(.more) { grid-template-columns: 1fr auto; column-gap: 12px; }
  form:not(.more) > * { grid-column: 1 / -1; }
  form:not(.more) input { grid-column: 1; }
  form:not(.more) .primary { grid-area: 2 / 2; margin: 0; }
}
input:not([type="checkbox"]), select {
  inline-size: 100%;
  min-inline-size: 0;
  min-block-size: 48px;
  padding: 10px 14px;
  color: var(--text);
  background: var(--field);
  border: 1px solid var(--muted);
  border-radius: calc(var(--radius) * .6);
  font: inherit;
  font-variant-numeric: tabular-nums;
}
/* A number reads from the left in every script; it stands where the script begins. */
[dir="rtl"] input { text-align: end; }
input[aria-invalid="true"] { border-color: var(--danger); box-shadow: inset 0 0 0 1px var(--danger); }
.extras { display: contents; }
.consent { display: flex; gap: 10px; margin-block-start: 6px; font-weight: 400; }
.consent input { flex: none; inline-size: 22px; block-size: 22px; margin: 0; accent-color: var(--accent); }
a { color: inherit; }
.hint { font-size: .875em; color: var(--muted); }
.error, .waiting {
  margin-block-start: 4px;
  padding: 10px 12px;
  border-inline-start: 3px solid currentColor;
  border-radius: 4px;
  background: color-mix(in srgb, currentColor 7%, transparent);
  font-size: .9375em;
  overflow-wrap: anywhere;
}
.error { color: var(--danger); }
.waiting { color: var(--muted); }

button {
  font: inherit;
  cursor: pointer;
  border: 1px solid transparent;
  -webkit-tap-highlight-color: transparent;
}
:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 2px;
}
.primary, .launcher {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  gap: 10px;
  color: var(--on-accent);
  background: var(--accent);
  font-weight: 600;
}
.primary {
  min-block-size: 48px;
  padding: 10px 18px;
  border-radius: calc(var(--radius) * .6);
}
.primary[aria-disabled="true"] { cursor: progress; opacity: .75; }
.secondary {
  margin-block-start: 16px;
  min-block-size: 44px;
  padding: 8px 16px;
  color: var(--text);
  background: transparent;
  border-color: var(--muted);
  border-radius: calc(var(--radius) * .6);
  font-weight: 600;
}
.close {
  flex: none;
  inline-size: 44px;
  block-size: 44px;
  margin: -10px;
  padding: 12px;
  color: var(--muted);
  background: transparent;
  border-radius: 50%;
}
.close svg { display: block; inline-size: 18px; block-size: 18px; }
.launcher {
  min-block-size: 56px;
  padding: 12px 22px;
  border-radius: 28px;
  box-shadow: var(--shadow);
}
.launcher svg { flex: none; inline-size: 24px; block-size: 24px; }
@media (hover: hover) {
  .primary:hover, .launcher:hover { background: color-mix(in srgb, var(--accent) 88%, var(--text)); }
  .secondary:hover, .close:hover { background: color-mix(in srgb, currentColor 9%, transparent); }
}

ol {
  display: grid;
  grid-template-columns: repeat(3, 1fr);
  gap: 6px;
  margin: 0 0 16px;
  padding: 0;
  list-style: none;
  font-size: .8125em;
}
li { padding-block-start: 10px; color: var(--muted); position: relative; hyphens: auto; overflow-wrap: break-word; }
li::before {
  content: "";
  position: absolute;
  inset-block-start: 0;
  inset-inline: 0;
  block-size: 4px;
  border-radius: 2px;
  background: var(--line);
}
li[data-at="done"], li[data-at="now"] { color: var(--text); }
li[data-at="now"] { font-weight: 650; }
li[data-at="done"]::before, li[data-at="now"]::before { background: var(--accent); }
.progress { margin-block-start: 16px; }
.progress[data-state="queued"] li[data-at="now"]::before,
.progress[data-state="calling"] li[data-at="now"]::before { animation: breathe 1.4s ease-in-out infinite alternate; }
.progress[data-state="connected"] li::before, .progress[data-state="ended"] li::before { background: var(--success); }
.launcher[data-live] svg { animation: breathe 1s ease-in-out infinite alternate; }

.live {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

@keyframes arrive { from { opacity: 0; transform: translateY(8px); } }
@keyframes breathe { from { opacity: 1; } to { opacity: .35; } }
@media (prefers-reduced-motion: reduce) {
  *, *::before { animation: none !important; }
}
@media (forced-colors: active) {
  .primary, .launcher, .close { border-color: ButtonBorder; }
  li[data-at="done"]::before, li[data-at="now"]::before { background: Highlight; forced-color-adjust: none; }
}
`;

let sheet;

/** One sheet for every element on the page. A constructed sheet needs no `style-src` of the page's policy. */
export function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}
