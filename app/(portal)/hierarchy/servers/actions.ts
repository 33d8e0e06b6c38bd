"use server";

import { currentUser } from "@/app/_server/current-user";
import { runUseCase } from "@/app/_server/run-use-case";
import { settings } from "@/app/_server/settings";
import { can } from "@/lib/access/permissions";
import { cancelJoin } from "@/lib/hierarchy/enrolment/cancel-join";
import { addressForOthers } from "@/lib/hierarchy/enrolment/database-access";
import { letServerJoin } from "@/lib/hierarchy/enrolment/let-server-join";
import { findPortalPin } from "@/lib/hierarchy/enrolment/portal-pin";
import { revokeServer } from "@/lib/hierarchy/enrolment/revoke-server";
import { addServer } from "@/lib/hierarchy/site-system-roles/add-server";
import { deleteServer } from "@/lib/hierarchy/site-system-roles/delete-server";
import { removeInstallationAccount } from "@/lib/hierarchy/site-system-roles/installation-account/remove-installation-account";
import { setInstallationAccount } from "@/lib/hierarchy/site-system-roles/installation-account/set-installation-account";
import { testInstallationAccount } from "@/lib/hierarchy/site-system-roles/installation-account/test-installation-account";
import { ok } from "@/lib/result";

export async function letServerJoinAction(serverId: unknown) {
  const { publicUrl: url, databaseUrl, databaseAddress: address } = settings();
  const user = await currentUser();
  // Who may not ask moves nothing: the refusal needs no look at the portal's certificate.
  const pin = user && can(user.actor, "role.manage") ? await findPortalPin(url) : undefined;
  const invited = await runUseCase(letServerJoin, { serverId, portal: { url, pin } });
  return invited.ok
    ? ok({ ...invited.value, database: addressForOthers({ databaseUrl, address }) })
    : invited;
}

export async function cancelJoinAction(input: unknown) {
  return runUseCase(cancelJoin, input);
}

export async function revokeServerAction(input: unknown) {
  return runUseCase(revokeServer, input);
}

export async function addServerAction(input: unknown) {
  return runUseCase(addServer, input);
}

export async function deleteServerAction(input: unknown) {
  return runUseCase(deleteServer, input);
}

export async function setInstallationAccountAction(input: unknown) {
  return runUseCase(setInstallationAccount, input);
}

export async function removeInstallationAccountAction(input: unknown) {
  return runUseCase(removeInstallationAccount, input);
}

export async function testInstallationAccountAction(input: unknown) {
  return runUseCase(testInstallationAccount, input);
}
