import { z } from "zod";
import type { Subscription } from "../directory/model";
import { inSubscription, isAllowed, scopeOf } from "./access";
import { ArmError } from "./arm-error";
import type { ArmAnswer, ArmCall, ArmOperation, SubscriptionCall } from "./arm-operation";
import { listPage } from "./list-page";
import { findRegion } from "./locations";

type ResourceGroup = Subscription["resourceGroups"][number];

const GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
const READ = "Microsoft.Resources/subscriptions/resourceGroups/read";
const WRITE = "Microsoft.Resources/subscriptions/resourceGroups/write";
const DELETE = "Microsoft.Resources/subscriptions/resourceGroups/delete";

/** Up to 90 letters, digits and some signs, no period at the end. */
const NAME = /^[-\w.()]{0,89}[-\w()]$/;
const TAG_FILTER = /^tagName eq '([^']*)'(?: and tagValue eq '([^']*)')?$/i;
const POLL_AFTER = { "retry-after": "1" };

const tags = z.record(z.string(), z.string());
const managedBy = z.string().nullable();
const properties = z.object({}).optional();
const putBody = z.strictObject({
  location: z.string(),
  tags: tags.default({}),
  managedBy: managedBy.default(null),
  properties,
});
const patchBody = z.strictObject({
  name: z.string().optional(),
  tags: tags.optional(),
  managedBy: managedBy.optional(),
  properties,
});

/** Resource groups (reference/protocols/arm.md §5). */
export const RESOURCE_GROUP_OPERATIONS: readonly ArmOperation[] = [
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/resourceGroups",
    versions: "resources",
    handle: inSubscription(null, list),
  },
  { method: "GET", path: GROUP, versions: "resources", handle: inSubscription(READ, read) },
  {
    method: "HEAD",
    path: GROUP,
    versions: "resources",
    handle: inSubscription(READ, (call) => ({ status: findGroup(call) ? 204 : 404 })),
  },
  { method: "PUT", path: GROUP, versions: "resources", handle: inSubscription(WRITE, put) },
  { method: "PATCH", path: GROUP, versions: "resources", handle: inSubscription(WRITE, patch) },
  { method: "DELETE", path: GROUP, versions: "resources", handle: inSubscription(DELETE, startDelete) },
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/operationresults/{operationId}",
    versions: "resources",
    // Whoever started it hears of its end, even if the role that allowed it went with the group.
    handle: pollDelete,
  },
];

function list(call: SubscriptionCall): ArmAnswer {
  const { subscription, query } = call;
  const filter = query.get("$filter");
  const [, tagName, tagValue] = filter === null ? [] : (TAG_FILTER.exec(filter) ?? []);
  if (filter !== null && tagName === undefined) throw new ArmError("InvalidFilterInQueryString", { filter });
  const isWanted = (group: ResourceGroup) =>
    tagName === undefined ||
    (tagValue === undefined ? tagName in group.tags : group.tags[tagName] === tagValue);
  const groups = subscription.resourceGroups.filter(
    (group) => isAllowed(call, subscription, READ, scopeOf(subscription, group.name)) && isWanted(group),
  );
  return listPage(
    groups.map((group) => groupBody(call, group)),
    call,
  );
}

async function read(call: SubscriptionCall): Promise<ArmAnswer> {
  const { service, subscription } = call;
  const group = groupOf(call);
  const deletion = service.deletions.find(subscription.subscriptionId, group.name);
  const body = groupBody(call, group);
  // Who only watches the group sees its end, too.
  if (deletion) await service.deletions.poll(deletion.id);
  return { status: 200, body };
}

async function put(call: SubscriptionCall): Promise<ArmAnswer> {
  const { service, tenant, subscription, params } = call;
  const name = params.resourceGroupName ?? "";
  if (!NAME.test(name)) throw new ArmError("InvalidResourceGroup", { name });
  const wanted = parseBody(putBody, call.body);
  const region = findRegion(wanted.location);
  if (!region) throw new ArmError("LocationNotAvailableForResourceGroup", { location: wanted.location });
  const existing = findGroup(call);
  if (existing && service.deletions.find(subscription.subscriptionId, name))
    throw new ArmError("ResourceGroupBeingDeleted", { name });
  if (existing && existing.location !== region.name)
    throw new ArmError("InvalidResourceGroupLocation", {
      location: region.name,
      existing: existing.location,
    });
  const group = {
    name: existing?.name ?? name,
    location: region.name,
    tags: wanted.tags,
    managedBy: wanted.managedBy,
  };
  await service.directory.change(tenant.id, ({ subscriptions }) => {
    const { resourceGroups } = sameSubscription(subscriptions, subscription);
    const index = resourceGroups.findIndex((one) => isSame(one.name, name));
    resourceGroups.splice(index < 0 ? resourceGroups.length : index, index < 0 ? 0 : 1, group);
  });
  return { status: existing ? 200 : 201, body: groupBody(call, group) };
}

async function patch(call: SubscriptionCall): Promise<ArmAnswer> {
  const { service, tenant, subscription } = call;
  const changes = parseBody(patchBody, call.body);
  const { name, location, ...before } = groupOf(call);
  const after = {
    name,
    location,
    tags: changes.tags ?? before.tags,
    managedBy: changes.managedBy === undefined ? before.managedBy : changes.managedBy,
  };
  await service.directory.change(tenant.id, ({ subscriptions }) => {
    const { resourceGroups } = sameSubscription(subscriptions, subscription);
    Object.assign(resourceGroups.find((group) => group.name === name) ?? {}, after);
  });
  return { status: 200, body: groupBody(call, after) };
}

function startDelete(call: SubscriptionCall): ArmAnswer {
  const { service, tenant, subscription, query, base } = call;
  const group = findGroup(call);
  if (!group) return { status: 200 };
  const operation = service.deletions.start(tenant.id, subscription.subscriptionId, group.name);
  const version = new URLSearchParams({ "api-version": query.get("api-version") ?? "" });
  const location = `${base}${scopeOf(subscription)}/operationresults/${operation}?${version}`;
  return { status: 202, headers: { location, ...POLL_AFTER } };
}

async function pollDelete({ service, params, path, base, query }: ArmCall): Promise<ArmAnswer> {
  const state = await service.deletions.poll(params.operationId ?? "");
  if (!state) throw new ArmError("ResourceNotFound", { path });
  if (state === "done") return { status: 200 };
  return { status: 202, headers: { location: `${base}${path}?${query}`, ...POLL_AFTER } };
}

const isSame = (name: string, other: string): boolean => name.toLowerCase() === other.toLowerCase();

const findGroup = ({ subscription, params }: SubscriptionCall): ResourceGroup | undefined =>
  subscription.resourceGroups.find(({ name }) => isSame(name, params.resourceGroupName ?? ""));

function groupOf(call: SubscriptionCall): ResourceGroup {
  const group = findGroup(call);
  if (!group) throw new ArmError("ResourceGroupNotFound", { name: call.params.resourceGroupName ?? "" });
  return group;
}

function sameSubscription(subscriptions: Subscription[], { subscriptionId }: Subscription): Subscription {
  const found = subscriptions.find((one) => one.subscriptionId === subscriptionId);
  if (!found) throw new ArmError("SubscriptionNotFound", { id: subscriptionId });
  return found;
}

function groupBody({ service, subscription }: SubscriptionCall, group: ResourceGroup) {
  const isDeleting = service.deletions.find(subscription.subscriptionId, group.name) !== undefined;
  return {
    id: scopeOf(subscription, group.name),
    name: group.name,
    type: "Microsoft.Resources/resourceGroups",
    location: group.location,
    tags: group.tags,
    ...(group.managedBy !== null && { managedBy: group.managedBy }),
    properties: { provisioningState: isDeleting ? "Deleting" : "Succeeded" },
  };
}

function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ArmError("InvalidRequestContent", {
    problem: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`,
  });
}
