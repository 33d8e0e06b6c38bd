import type { Tenant } from "../directory/model";
import type { ActiveFault } from "../faults";
import { type Html, html } from "../pages/html";
import type { Page } from "../pages/send-page";
import type { RecentRequest } from "../recent-requests";
import { FAULT_FORMS, faultForms } from "./fault-forms";
import { tenantSection } from "./tenant-section";

export const LAB_PAGE_PATH = "/lab";
export const SWITCH_ON_PATH = "/lab/switch-on";
export const SWITCH_OFF_PATH = "/lab/switch-off";

export interface LabState {
  active: readonly ActiveFault[];
  tenants: readonly Tenant[];
  requests: readonly RecentRequest[];
  /** Why the form that was just sent did nothing. */
  problem?: string;
}

/** What the lab cloud is up to, and the switches of its faults. */
export const labPage = ({ active, tenants, requests, problem }: LabState): Page => ({
  title: "Lab cloud",
  width: "wide",
  body: html`
<p class="muted">A stand-in for the vendor’s cloud and for Azure, on this computer only. Passwords and secrets are in <code>lab-azure-accounts.json</code> of the data folder; this page has none.</p>
${problem && html`<p class="error" role="alert">${problem}</p>`}
<h2>Faults that are on</h2>
${active.length === 0 ? html`<p>None.</p>` : activeFaults(active)}
<h2>Switch a fault on</h2>
<div class="cards">${faultForms().map(([kind, form]) => faultForm(kind, form))}</div>
<h2>Azure AD</h2>
${tenants.map(tenantSection)}
<h2>Asked lately</h2>
${requests.length === 0 ? html`<p>Nothing.</p>` : recentRequests(requests)}`,
});

const activeFaults = (active: readonly ActiveFault[]): Html => html`
<div class="scroll"><table>
<thead><tr><th scope="col">Fault</th><th scope="col">Settings</th><th scope="col">Action</th></tr></thead>
<tbody>${active.map(({ number, fault: { fault, ...settings } }) => {
  const { title } = FAULT_FORMS[fault];
  const shown = Object.entries(settings).map(([name, value]) => `${name}: ${value === "" ? "any" : value}`);
  return html`<tr><td>${title}</td><td>${shown.join(", ")}</td><td>
<form method="post" action="${SWITCH_OFF_PATH}"><button type="submit" name="number" value="${number}" aria-label="Switch off: ${title}">Switch off</button></form></td></tr>`;
})}</tbody>
</table></div>
<form method="post" action="${SWITCH_OFF_PATH}"><div class="actions"><button type="submit">Switch all off</button></div></form>`;

function faultForm(
  kind: string,
  { title, explanation, fields }: ReturnType<typeof faultForms>[number][1],
): Html {
  const inputs = fields.map(({ name, label, type, initial }) => {
    const id = `${kind}-${name}`;
    return html`<label for="${id}">${label}</label><input id="${id}" name="${name}" type="${type}" value="${initial}">`;
  });
  return html`
<form method="post" action="${SWITCH_ON_PATH}"><fieldset>
<legend>${title}</legend>
<p class="muted">${explanation}</p>
<input type="hidden" name="fault" value="${kind}">
${inputs}
<div class="actions"><button type="submit" aria-label="Switch on: ${title}">Switch on</button></div>
</fieldset></form>`;
}

const recentRequests = (requests: readonly RecentRequest[]): Html => html`
<div class="scroll"><table>
<thead><tr><th scope="col">Time (UTC)</th><th scope="col">Request</th><th scope="col">Answer</th></tr></thead>
<tbody>${requests.map(
  ({ at, method, path, status }) =>
    html`<tr><td>${at.toISOString().slice(11, 19)}</td><td><code>${method} ${path}</code></td><td>${status ?? "cut"}</td></tr>`,
)}</tbody>
</table></div>`;
