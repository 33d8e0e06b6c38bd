import { DIRECTORY_ROLES } from "../directory/directory-roles";
import { findServicePrincipal } from "../directory/find";
import type { Application, PasswordCredential, Tenant } from "../directory/model";
import { type Html, html } from "../pages/html";

/** Who and what is in a tenant; of a secret only what its owner may see again. */
export const tenantSection = (tenant: Tenant): Html => html`
<section aria-labelledby="${tenant.id}">
<h3 id="${tenant.id}">${tenant.displayName}</h3>
<p><code>${tenant.id}</code> · ${tenant.verifiedDomains.map(({ name }) => name).join(", ")}</p>
${table(
  "Users",
  ["User name", "Name", "Directory roles"],
  tenant.users.map(({ userPrincipalName, displayName, directoryRoles, accountEnabled }) => [
    userPrincipalName,
    accountEnabled ? displayName : `${displayName} (disabled)`,
    directoryRoles.map(roleName).join(", ") || "–",
  ]),
)}
${table(
  "Apps",
  ["Name", "Client ID", "App ID URI", "Secrets", "Permissions granted"],
  tenant.applications.map((application) => [
    application.displayName,
    application.appId,
    application.identifierUris.join(", ") || "–",
    application.passwordCredentials.map(secretText).join("; ") || "–",
    grantedTo(tenant, application).join(", ") || "–",
  ]),
)}
${table(
  "Azure subscriptions",
  ["Name", "ID", "State", "Resource groups"],
  tenant.subscriptions.map((subscription) => [
    subscription.displayName,
    subscription.subscriptionId,
    subscription.state,
    subscription.resourceGroups.map(({ name }) => name).join(", ") || "–",
  ]),
)}
</section>`;

const table = (caption: string, headings: readonly string[], rows: readonly string[][]): Html => html`
<div class="scroll"><table>
<caption>${caption}</caption>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;

const roleName = (templateId: string): string =>
  Object.entries(DIRECTORY_ROLES).find(([id]) => id === templateId)?.[1] ?? templateId;

const secretText = ({ hint, endDateTime }: PasswordCredential): string =>
  `${hint}… until ${endDateTime.slice(0, 10)}`;

/** App permissions only: what an app may do on its own. */
function grantedTo(tenant: Tenant, { appId }: Application): string[] {
  const principal = findServicePrincipal(tenant, appId);
  const roles = tenant.servicePrincipals.flatMap(({ appRoles }) => appRoles);
  return tenant.appRoleAssignments
    .filter(({ principalId }) => principalId === principal?.id)
    .map(({ appRoleId }) => roles.find(({ id }) => id === appRoleId)?.value ?? appRoleId);
}
