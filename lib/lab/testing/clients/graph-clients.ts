import { Client, GraphError } from "@microsoft/microsoft-graph-client";

/** Asks the lab through Microsoft's client as it is, and writes what it understood. */
const { LAB_ORIGIN, LAB_TOKEN = "" } = process.env;
const client = Client.init({
  baseUrl: `${LAB_ORIGIN}/graph`,
  // The client sends a token to hosts it knows only.
  customHosts: new Set([new URL(LAB_ORIGIN ?? "").hostname]),
  authProvider: (done) => done(null, LAB_TOKEN),
});
const said: unknown[] = [];

const organization = await client.api("/organization").get();
said.push(organization.value[0].displayName);

const application = await client.api("/applications").post({
  displayName: "CMG-ServerApp",
  signInAudience: "AzureADMyOrg",
  identifierUris: [`api://${organization.value[0].id}/CMG`],
});
const path = `/applications/${application.id}`;
await client.api(path).patch({ publicClient: { redirectUris: ["http://localhost"] } });
const found = await client
  .api("/applications")
  .filter(`appId eq '${application.appId}'`)
  .select(["displayName", "publicClient"])
  .get();
said.push(found.value);

const secret = await client.api(`${path}/addPassword`).post({
  passwordCredential: { displayName: "portal" },
});
const { passwordCredentials } = await client.api(path).get();
said.push([secret.secretText.length, passwordCredentials[0].keyId === secret.keyId]);
await client.api(`${path}/removePassword`).post({ keyId: secret.keyId });

const graph = await client
  .api("/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
  .select("id,appRoles")
  .get();
const principal = await client.api("/servicePrincipals").post({ appId: application.appId });
const { id: appRoleId } = graph.appRoles.find(
  (role: { value: string }) => role.value === "Directory.Read.All",
);
const assignment = await client
  .api(`/servicePrincipals/${graph.id}/appRoleAssignedTo`)
  .post({ principalId: principal.id, resourceId: graph.id, appRoleId });
said.push(assignment.resourceDisplayName);

const roles = await client.api("/me/memberOf/microsoft.graph.directoryRole").get();
said.push(roles.value.map((role: { displayName: string }) => role.displayName));

const batch = await client.api("/$batch").post({
  requests: [
    { id: "1", method: "GET", url: "/me?$select=displayName" },
    { id: "2", method: "GET", url: `${path}?$select=displayName` },
  ],
});
said.push(batch.responses.map((one: { id: string; status: number }) => [one.id, one.status]));

await client.api(path).delete();
const refused = await client
  .api(path)
  .get()
  .catch((error: unknown) => error);
said.push(refused instanceof GraphError ? [refused.statusCode, refused.code] : "no error");

console.log(JSON.stringify(said));
