"use client";

import { RadioTower } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "../ui/badge";

/** The product's name of the service connection point role. */
const SERVICE_CONNECTION_POINT_ROLE = "SMS Dmp Connector";

export const isServiceConnectionPoint = (role: string): boolean => role === SERVICE_CONNECTION_POINT_ROLE;

/** A site system role by its name. */
export function RoleBadge({ role }: { role: string }) {
  const t = useTranslations("role.hierarchy.roles");
  // Roles that this product does not manage are named as the product names them.
  const name = t.has(role) ? t(role) : role;
  if (!isServiceConnectionPoint(role)) return <Badge>{name}</Badge>;
  return (
    <Badge tone="accent">
      <RadioTower aria-hidden className="size-3" />
      {name}
    </Badge>
  );
}
