"use client";

import { useTranslations } from "next-intl";
import { Card } from "../ui/card";
import { RelativeTime } from "../ui/relative-time";
import { RoleChangeProgress } from "./role-change-progress";
import { useRoleChanges } from "./use-role-changes";

/** The change of the role that is under way or waits for a decision; nothing when there is none. */
export function RoleChangeCard() {
  const t = useTranslations("roleChanges");
  const changes = useRoleChanges();
  const open = changes?.find(({ state }) => state !== "complete" && state !== "failed");
  if (!open) return null;
  return (
    <Card
      title={t(`kinds.${open.kind}`)}
      description={
        <>
          {t(open.toServer ? "onServer" : "fromServer", { server: open.toServer ?? open.fromServer ?? "" })}{" "}
          {open.requestedBy}, <RelativeTime at={open.requestedAt} />
        </>
      }
    >
      <RoleChangeProgress change={open} />
    </Card>
  );
}
