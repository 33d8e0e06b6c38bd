"use client";

import { useTranslations } from "next-intl";
import { cancelJoinAction } from "@/app/(portal)/hierarchy/servers/actions";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { useCommand } from "../ui/use-command";

/** Takes back a token nobody has used. */
export function CancelJoin({ server }: { server: SiteSystemServer }) {
  const t = useTranslations("enrolment.cancel");
  const denied = useDeniedReason()("role.manage");
  const command = useCommand(cancelJoinAction, { success: t("done") });
  return (
    <Button
      disabledReason={denied}
      pending={command.pending}
      onClick={() => command.run({ serverId: server.id })}
    >
      {t("action")}
    </Button>
  );
}
