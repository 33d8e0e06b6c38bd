import { z } from "zod";
import { Day } from "@/lib/clock";
import { createPassword } from "../../directory/password-credential";
import { GraphError } from "../graph-error";
import type { GraphAnswer, GraphCall, GraphOperation } from "../graph-operation";
import { parseBody } from "../parse-body";
import { permit } from "../permissions";
import { passwordBody } from "./application-body";
import { APPLICATION_PATHS, applicationOf } from "./find-application";

const time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .nullish();
const addBody = z.strictObject({
  passwordCredential: z
    .strictObject({
      displayName: z.string().max(256).nullish(),
      startDateTime: time,
      endDateTime: time,
      customKeyIdentifier: z.string().nullish(),
    })
    .nullish(),
});
const removeBody = z.strictObject({ keyId: z.guid().toLowerCase() });

const DEFAULT_YEARS = 2;

/** Secrets of an app (reference/protocols/graph.md §3.3). */
export const PASSWORD_OPERATIONS: readonly GraphOperation[] = APPLICATION_PATHS.flatMap((path) => [
  { method: "POST", path: `${path}/addPassword`, handle: addPassword },
  { method: "POST", path: `${path}/removePassword`, handle: removePassword },
]);

async function addPassword(call: GraphCall): Promise<GraphAnswer> {
  const { service, tenant, base } = call;
  permit(call, "application.change", applicationOf(call).owners);
  const { passwordCredential } = parseBody(addBody, call.body ?? {}, "PasswordCredential");
  const now = service.now();
  const startDateTime = passwordCredential?.startDateTime ?? now;
  const endDateTime = passwordCredential?.endDateTime ?? yearsAfter(startDateTime, DEFAULT_YEARS);
  if (endDateTime <= startDateTime || endDateTime <= now) throw new GraphError("password-lifetime-invalid");
  checkPolicy(call, endDateTime.getTime() - startDateTime.getTime());
  const propagationSeconds = service.faults.take("slow-secret-propagation", () => true)?.seconds ?? 0;
  const displayName = passwordCredential?.displayName ?? null;
  const made = createPassword({ displayName, startDateTime, endDateTime, propagationSeconds }, now);
  await service.directory.change(tenant.id, (draft) => {
    applicationOf(call, draft).passwordCredentials.push(made.credential);
  });
  const context = `${base}/$metadata#microsoft.graph.passwordCredential`;
  const body = { "@odata.context": context, ...passwordBody(made.credential, made.secretText) };
  return { status: 200, body };
}

async function removePassword(call: GraphCall): Promise<GraphAnswer> {
  const { service, tenant } = call;
  permit(call, "application.change", applicationOf(call).owners);
  const { keyId } = parseBody(removeBody, call.body, "PasswordCredential");
  await service.directory.change(tenant.id, (draft) => {
    const application = applicationOf(call, draft);
    const left = application.passwordCredentials.filter((credential) => credential.keyId !== keyId);
    if (left.length === application.passwordCredentials.length)
      throw new GraphError("password-unknown", { keyId });
    application.passwordCredentials = left;
  });
  return { status: 204 };
}

function checkPolicy({ service }: GraphCall, lifetimeMs: number): void {
  const maxDays = service.faults.take("secret-policy", () => true)?.maxDays;
  if (maxDays === 0) throw new GraphError("passwords-refused");
  if (maxDays !== undefined && lifetimeMs > maxDays * Day.ms)
    throw new GraphError("password-lifetime-refused");
}

function yearsAfter(date: Date, years: number): Date {
  const later = new Date(date);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}
