import { ok, type Result } from "@/lib/result";
import type { Tenant } from "../directory/model";
import { type AadstsCode, refuse } from "./aadsts-errors";
import type { IdentityService } from "./identity-service";

/** Authorities that name no tenant: who signs in decides. */
const ANY_TENANT = ["common", "organizations", "consumers"];

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** The tenant that the first segment of a path names, by its GUID or a domain; null where any tenant will do. */
export function requestedTenant(
  { directory }: IdentityService,
  segment: string,
): Result<Tenant | null, AadstsCode> {
  if (ANY_TENANT.includes(segment.toLowerCase())) return ok(null);
  const tenant = directory.tenant(segment);
  if (tenant) return ok(tenant);
  const isName = GUID.test(segment) || DOMAIN.test(segment);
  return refuse(isName ? "AADSTS90002" : "AADSTS900023", { tenant: segment });
}
