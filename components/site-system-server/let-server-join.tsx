"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { letServerJoinAction } from "@/app/(portal)/hierarchy/servers/actions";
import type { InvitedServer } from "@/lib/hierarchy/enrolment/let-server-join";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { useCommand } from "../ui/use-command";

type Invited = InvitedServer & { database: string };

/** Makes a one-time token and shows it, once, in the command that uses it. */
export function LetServerJoin({ server }: { server: SiteSystemServer }) {
  const t = useTranslations("enrolment.let");
  const denied = useDeniedReason()("role.manage");
  const [invited, setInvited] = useState<Invited | null>(null);
  const command = useCommand(letServerJoinAction, { onSuccess: setInvited });
  return (
    <>
      <Button disabledReason={denied} pending={command.pending} onClick={() => command.run(server.id)}>
        {t(server.enrolment?.state === "waiting" ? "again" : "action")}
      </Button>
      {invited ? <InvitationDialog invited={invited} onClose={() => setInvited(null)} /> : null}
    </>
  );
}

function InvitationDialog({ invited, onClose }: { invited: Invited; onClose(): void }) {
  const t = useTranslations("enrolment.let");
  const format = useFormatter();
  const line = `npm run executive -- --server ${invited.fqdn} --join ${invited.token}`;
  const isLoopback = /^(localhost|\[::1\]|127\.)/.test(invited.database);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title", { server: invited.fqdn })}
      description={t("text", {
        expires: format.dateTime(new Date(invited.expiresAt), { dateStyle: "medium", timeStyle: "short" }),
      })}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      }
    >
      <div className="space-y-4 pb-2">
        <div className="flex items-start gap-2 rounded-md bg-sunken p-3">
          <code className="min-w-0 flex-1 break-all text-sm">{line}</code>
          <CopyButton text={line} label={t("copy")} />
        </div>
        <Banner
          tone={isLoopback ? "warning" : "info"}
          title={t(isLoopback ? "loopbackTitle" : "databaseTitle", { address: invited.database })}
        >
          {t(isLoopback ? "loopback" : "database")}
        </Banner>
      </div>
    </Dialog>
  );
}
