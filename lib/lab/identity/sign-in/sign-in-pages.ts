import type { Application, PermissionScope, Tenant, User } from "../../directory/model";
import { type Html, html } from "../../pages/html";
import type { Page } from "../../pages/send-page";
import { messageOf, type Refusal } from "../aadsts-errors";

/** What a form carries from one of its steps to the next. */
export type HiddenFields = Readonly<Record<string, string>>;

const hiddenInputs = (fields: HiddenFields): Html[] =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);

export interface SignInForm {
  appName: string;
  loginHint: string;
  hidden: HiddenFields;
  /** Why the last attempt failed. */
  fault?: Refusal;
}

export const signInPage = ({ appName, loginHint, hidden, fault }: SignInForm): Page => ({
  title: "Sign in",
  body: html`
<p>to continue to <strong>${appName}</strong></p>
${fault && html`<p class="error" role="alert" id="fault">${messageOf(fault)} (${fault.code})</p>`}
<form method="post">
${hiddenInputs(hidden)}
<label for="login">User name</label>
<input id="login" name="login" type="text" autocomplete="username" inputmode="email" autocapitalize="none" spellcheck="false" required value="${loginHint}"${fault ? html` aria-describedby="fault"` : null}>
<label for="passwd">Password</label>
<input id="passwd" name="passwd" type="password" autocomplete="current-password" required>
<div class="actions"><button class="primary" type="submit">Sign in</button></div>
</form>
<p class="muted">This is the lab's own Azure AD. Its users and their passwords are in the file <code>lab-azure-accounts.json</code> of the data folder.</p>`,
});

export interface ConsentForm {
  tenant: Tenant;
  user: User;
  application: Application;
  scopes: readonly PermissionScope[];
  mayConsentForAll: boolean;
  hidden: HiddenFields;
}

export const consentPage = ({ user, application, scopes, mayConsentForAll, hidden }: ConsentForm): Page => ({
  title: "Permissions requested",
  body: html`
<p>${user.userPrincipalName}</p>
<p><strong>${application.displayName}</strong> would like to:</p>
<ul>${scopes.map(({ value, adminConsentDisplayName }) => html`<li>${adminConsentDisplayName ?? value} <code>${value}</code></li>`)}</ul>
<form method="post">
${hiddenInputs(hidden)}
${mayConsentForAll && html`<label class="inline"><input type="checkbox" name="for_all" value="1"> Consent on behalf of your organization</label>`}
${decisions}
</form>`,
});

const decisions = html`<div class="actions">
<button class="primary" type="submit" name="decision" value="accept">Accept</button>
<button type="submit" name="decision" value="cancel">Cancel</button>
</div>`;

export const approvalPage = ({ user, application, hidden }: ConsentForm): Page => ({
  title: "Need admin approval",
  body: html`
<p>${user.userPrincipalName}</p>
<p><strong>${application.displayName}</strong> needs permission to access resources in your organization that only an administrator can grant. Ask an administrator to grant permission to this app before you can use it. (AADSTS90094)</p>
<form method="post">
${hiddenInputs(hidden)}
<div class="actions"><button type="submit" name="decision" value="give-up">Return to the application without granting consent</button></div>
</form>`,
});

export interface AppPermission {
  resourceName: string;
  name: string;
  value: string;
}

/** For an administrator who grants an app all that its registration lists. */
export const adminConsentPage = (
  application: Application,
  user: User,
  permissions: readonly AppPermission[],
): Page => ({
  title: "Permissions requested",
  body: html`
<p>${user.userPrincipalName}</p>
<p><strong>${application.displayName}</strong> asks for your organization's consent to:</p>
<ul>${permissions.map(({ resourceName, name, value }) => html`<li>${name} <code>${value}</code> (${resourceName})</li>`)}</ul>
<p>If you accept, this app gets these permissions for all users of your organization.</p>
<form method="post">${decisions}</form>`,
});

export const deviceCodePage = (typed: string, fault: string | null): Page => ({
  title: "Enter code",
  body: html`
<p>Enter the code that the app or the device shows.</p>
${fault && html`<p class="error" role="alert" id="fault">${fault}</p>`}
<form method="post">
<label for="user_code">Code</label>
<input id="user_code" name="user_code" type="text" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required value="${typed}"${fault ? html` aria-describedby="fault"` : null}>
<div class="actions"><button class="primary" type="submit">Next</button></div>
</form>`,
});

export const deviceDonePage = (appName: string): Page => ({
  title: "You have signed in",
  body: html`<p>You have signed in to <strong>${appName}</strong>. You may now close this window.</p>`,
});

export const deviceEndedPage = (refusal: Refusal): Page => ({
  title: "The sign-in has ended",
  body: html`<p role="alert">${messageOf(refusal)} (${refusal.code})</p><p>Nothing was granted. You may now close this window.</p>`,
});

export const signedOutPage: Page = {
  title: "You signed out of your account",
  body: html`<p>It is a good idea to close all browser windows.</p>`,
};

/** For what must not be told to the app that asked, because nobody knows whether it is that app. */
export const refusalPage = (refusal: Refusal, support: string): Page => ({
  title: "Sorry, but we’re having trouble signing you in",
  body: html`<p class="error" role="alert">${refusal.code}: ${messageOf(refusal)}</p><p class="muted">${support}</p>`,
});
