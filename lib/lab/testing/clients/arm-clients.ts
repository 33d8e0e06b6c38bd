import { ResourceManagementClient } from "@azure/arm-resources";
import { SubscriptionClient } from "@azure/arm-resources-subscriptions";

/** Asks the lab through Microsoft's clients as they are, and writes what these understood. */
const { LAB_ORIGIN, LAB_TOKEN = "" } = process.env;
const endpoint = `${LAB_ORIGIN}/arm`;
const credential = {
  getToken: async () => ({ token: LAB_TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }),
};

const names: string[] = [];
const versions = new Set<string | null>();
const subscriptions = new SubscriptionClient(credential, { endpoint });
for await (const { displayName, subscriptionId = "" } of subscriptions.subscriptions.list()) {
  names.push(displayName ?? "");
  const resources = new ResourceManagementClient(credential, subscriptionId, { endpoint });
  for (const client of [subscriptions, resources])
    client.pipeline.addPolicy({
      name: "note-version",
      sendRequest: (request, next) => {
        versions.add(new URL(request.url).searchParams.get("api-version"));
        return next(request);
      },
    });
  await subscriptions.subscriptions.get(subscriptionId);
  for await (const location of subscriptions.subscriptions.listLocations(subscriptionId))
    if (location.name === "westeurope") names.push(location.metadata?.physicalLocation ?? "");

  await resources.resourceGroups.createOrUpdate("rg-new", { location: "westeurope", tags: { a: "1" } });
  for await (const group of resources.resourceGroups.list({ top: 1 })) names.push(group.name ?? "");
  await resources.resourceGroups.delete("rg-new");
  const { body } = await resources.resourceGroups.checkExistence("rg-new");
  names.push(`exists: ${body}`);
  await resources.providers.register("Microsoft.Storage");
  await resources.providers.get("Microsoft.Storage");
  const { registrationState } = await resources.providers.get("Microsoft.Storage");
  names.push(registrationState ?? "");
  const refused = await resources.resourceGroups.get("rg-none").catch((error: unknown) => error);
  names.push(refused instanceof Error && "code" in refused ? String(refused.code) : "no error");
}
for await (const tenant of subscriptions.tenants.list()) names.push(tenant.defaultDomain ?? "");

console.log(JSON.stringify({ names, versions: [...versions].toSorted() }));
