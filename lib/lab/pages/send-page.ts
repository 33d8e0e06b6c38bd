import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Html, html } from "./html";

const STYLE = `
:root { color-scheme: light dark; --text: #1b1a19; --muted: #5c5a58; --page: #f3f2f1; --card: #fff; --line: #c8c6c4; --accent: #0b5cad; --on-accent: #fff; --danger: #a4262c; }
@media (prefers-color-scheme: dark) { :root { --text: #f3f2f1; --muted: #b8b5b2; --page: #1b1a19; --card: #252423; --line: #565350; --accent: #6cb8f6; --on-accent: #10283c; --danger: #f5a3a8; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); }
main { margin: 2rem auto; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow-wrap: anywhere; }
.narrow { max-width: 30rem; } .wide { max-width: 72rem; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; } h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; } h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
p { margin: .5rem 0; } .muted { color: var(--muted); } .error { color: var(--danger); font-weight: 600; }
label { display: block; margin: .75rem 0 .25rem; font-weight: 600; } label.inline { display: flex; gap: .5rem; font-weight: 400; }
input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--muted); border-radius: 4px; padding: .5rem .6rem; }
input:not([type=checkbox]), select { width: 100%; }
button { font: inherit; padding: .5rem 1rem; border-radius: 4px; border: 1px solid var(--accent); color: var(--accent); background: transparent; cursor: pointer; }
button.primary { color: var(--on-accent); background: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.actions { display: flex; gap: .75rem; flex-wrap: wrap; margin-top: 1.25rem; }
a { color: var(--accent); } code { font-size: .9em; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .75rem 0 .25rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
fieldset { border: 1px solid var(--line); border-radius: 6px; padding: .5rem 1rem 1rem; margin: 0; } legend { font-weight: 600; padding: 0 .25rem; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); }
@media (max-width: 34rem) { main { margin: 0; border-radius: 0; border-width: 0 0 1px; } }
`;
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

export interface Page {
  title: string;
  body: Html;
  width?: "narrow" | "wide";
  /** Only what is written here runs; no page needs it. */
  script?: string;
}

/** A page that works without scripts, in light and dark, and takes nothing from anywhere else. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
  const { title, body, width = "narrow", script } = page;
  const scripts = script
    ? `; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`
    : "";
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    // Origin is null in forms of pages that send no referrer; then nobody could tell whose form it is.
    "referrer-policy": "same-origin",
    // Without form-action: what answers a form of the sign-in leads back to the app that asked.
    "content-security-policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'${scripts}`,
  });
  response.end(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Lab cloud</title>
${new Html(`<style>${STYLE}</style>`)}
</head>
<body>
<main class="${width}">
<h1>${title}</h1>
${body}
</main>
${script ? new Html(`<script>${script}</script>`) : null}
</body>
</html>
`.text,
  );
}
