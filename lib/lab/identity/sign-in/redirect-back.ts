import type { ServerResponse } from "node:http";
import { html } from "../../pages/html";
import { sendPage } from "../../pages/send-page";

export const RESPONSE_MODES = ["query", "fragment", "form_post"] as const;
export type ResponseMode = (typeof RESPONSE_MODES)[number];

/** Brings the browser back to the app, with what it is to be told (OAuth 2.0 Multiple Response Types §2.1, Form Post). */
export function redirectBack(
  response: ServerResponse,
  redirectUri: string,
  mode: ResponseMode,
  answer: Readonly<Record<string, string | undefined>>,
): void {
  const fields = Object.entries(answer).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  if (mode === "form_post") {
    const inputs = fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
    sendPage(response, 200, {
      title: "Working…",
      body: html`<p>If nothing happens, go on yourself.</p>
<form method="post" action="${redirectUri}">${inputs}<div class="actions"><button class="primary" type="submit">Continue</button></div></form>`,
      script: "document.forms[0].submit()",
    });
    return;
  }
  const text = new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();
  const separator = mode === "fragment" ? "#" : redirectUri.includes("?") ? "&" : "?";
  response.writeHead(302, { location: `${redirectUri}${separator}${text}`, "cache-control": "no-store" });
  response.end();
}
