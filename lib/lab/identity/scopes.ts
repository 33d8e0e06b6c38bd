import { ok, type Result } from "@/lib/result";
import { RESOURCE_APPS } from "../directory/microsoft-apps";
import { type AadstsCode, refuse } from "./aadsts-errors";

/** What says something about the sign-in, and nothing about a resource (OpenID Connect Core §5.4, §11). */
const SIGN_IN_SCOPES = ["openid", "profile", "email", "offline_access"] as const;
type SignInScope = (typeof SIGN_IN_SCOPES)[number];

export const isSignInScope = (scope: string): scope is SignInScope =>
  SIGN_IN_SCOPES.some((name) => name === scope);

export interface RequestedScopes {
  signIn: readonly SignInScope[];
  /** Name of the one API that the token shall be for. */
  resource: string;
  /** Values of its scopes, or `.default` for all that were configured and granted. */
  values: readonly string[];
  /** What stands before each value where the request spelled it; empty for Graph's short names. */
  prefix: string;
}

/**
 * Takes a `scope` parameter apart. A value without a resource is one of Graph's. A resource that ends in `/` is followed
 * by a second one: `https://management.core.windows.net//.default`.
 */
export function parseScopes(text: string): Result<RequestedScopes, AadstsCode> {
  const scopes = text.split(/\s+/).filter((scope) => scope !== "");
  const signIn = SIGN_IN_SCOPES.filter((scope) => scopes.includes(scope));
  const rest = scopes.filter((scope) => !isSignInScope(scope));
  const [graph] = RESOURCE_APPS.graph.names;
  const parts = rest.map((scope) => {
    const [, prefix = "", value = scope] = /^(.*\/)([^/]*)$/.exec(scope) ?? [];
    return { prefix, value };
  });
  const [first] = parts;
  if (!first) return ok({ signIn, resource: graph, values: [], prefix: "" });
  if (parts.some(({ prefix }) => prefix !== first.prefix)) return refuse("AADSTS700022");
  if (parts.some(({ value }) => value === "")) return refuse("AADSTS70011", { scope: text });
  const resource = first.prefix === "" ? graph : first.prefix.slice(0, -1);
  return ok({ signIn, resource, values: parts.map(({ value }) => value), prefix: first.prefix });
}
