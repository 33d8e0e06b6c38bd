"use client";

import { useFormatter, useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext } from "react";
import type { Action, Permission } from "@/lib/access/permissions";

type Permissions = Readonly<Record<Action, Permission>>;

const AccessContext = createContext<Permissions | null>(null);

/** Makes known to the page what the signed-in user may do. It only decides what is shown: use cases refuse. */
export function AccessProvider({ permissions, children }: { permissions: Permissions; children: ReactNode }) {
  return <AccessContext value={permissions}>{children}</AccessContext>;
}

/** Returns `can(action)` for the signed-in user. */
export function useCan(): (action: Action) => boolean {
  const permissions = useContext(AccessContext);
  return (action) => permissions?.[action].allowed ?? false;
}

/** Returns a function that says why an action is refused and whose role allows it; nothing if it is allowed. */
export function useDeniedReason(): (action: Action) => string | undefined {
  const t = useTranslations("access.denied");
  const permissions = useContext(AccessContext);
  const roles = useRolesThatMay();
  return (action) => {
    const permission = permissions?.[action];
    if (permission?.allowed) return undefined;
    return permission?.reason === "scope" ? t("scope") : t("role", { roles: roles(action) });
  };
}

/** Returns a function that lists the security roles that may do a refused action, in the reader's language. */
export function useRolesThatMay(): (action: Action) => string {
  const t = useTranslations("access.roles");
  const format = useFormatter();
  const permissions = useContext(AccessContext);
  return (action) => {
    const permission = permissions?.[action];
    if (!permission || permission.allowed) return "";
    return format.list(
      permission.rolesThatMay.map((role) => t(role)),
      { type: "disjunction" },
    );
  };
}
