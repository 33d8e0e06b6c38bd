"use client";

import { CircleX, Download, Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { useDeniedReason } from "@/components/shell/access";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useSizes } from "@/components/ui/sizes";
import { useCommand } from "@/components/ui/use-command";
import type { UpdateSummary } from "@/lib/updates/model";
import { consoleState } from "@/lib/updates/state-machine";
import { checkRefusal } from "./check-view";
import { offeredActions, openDownload, type UpdateAction } from "./download-view";
import { isServiceable } from "./servicing/servicing-actions";
import { ServicingMenu } from "./servicing/servicing-menu";
import type { UpdateCommands } from "./update-commands";

const ICONS = { download: Download, pause: Pause, resume: Play, cancel: CircleX } as const;

interface UpdateActionsProps {
  update: UpdateSummary;
  commands: Pick<UpdateCommands, "package" | "servicing">;
  size?: "sm" | "md";
}

/** What can be done with a package now: its download, and after that its servicing. */
export function UpdateActions({ update, commands, size = "sm" }: UpdateActionsProps) {
  const actions = offeredActions(update);
  const serviceable = isServiceable(update);
  if (actions.length === 0 && !serviceable) return null;
  return (
    <div className="flex justify-end gap-1.5">
      {actions.map((action) => (
        <ActionButton
          key={action}
          action={action}
          update={update}
          command={commands.package[action]}
          size={size}
        />
      ))}
      {serviceable ? <ServicingMenu update={update} commands={commands.servicing} size={size} /> : null}
    </div>
  );
}

function ActionButton({
  action,
  update,
  command,
  size,
}: {
  action: UpdateAction;
  update: UpdateSummary;
  command: UpdateCommands["package"][UpdateAction];
  size: "sm" | "md";
}) {
  const t = useTranslations("updatesPage");
  const refusal = useRefusal();
  const [asking, setAsking] = useState(false);
  const { run, pending } = useCommand(command, {
    success: t(`actions.done.${action}`, { name: update.name }),
    onSuccess: () => setAsking(false),
  });
  const Icon = ICONS[action];
  const again = action === "download" && consoleState(update.state) === "failed-to-download";
  const words = t(`actions.${again ? "downloadAgain" : action}`);
  // A row has no room for "Cancel download"; its accessible name says it in full.
  const shown = action === "cancel" && size === "sm" ? t("actions.cancelShort") : words;
  const input = { packageGuid: update.packageGuid };
  return (
    <>
      <Button
        size={size}
        variant={action === "download" && size === "md" ? "primary" : "secondary"}
        pending={pending && !asking}
        disabledReason={refusal(action)}
        aria-label={t("actions.of", { action: words, name: update.name })}
        onClick={() => (action === "cancel" ? setAsking(true) : run(input))}
      >
        {pending ? null : <Icon aria-hidden />}
        {shown}
      </Button>
      {action === "cancel" ? (
        <CancelDialog
          update={update}
          open={asking}
          onOpenChange={setAsking}
          pending={pending}
          onConfirm={() => run(input)}
        />
      ) : null}
    </>
  );
}

/** Returns the function that says why an action cannot be used now: by permission, or because nothing connects. */
function useRefusal(): (action: UpdateAction) => string | undefined {
  const t = useTranslations("updatesPage.check");
  const deniedReason = useDeniedReason();
  const { data: role } = useLiveQuery("getRoleStatus");
  return (action) => {
    const denied = deniedReason("updates.download");
    if (denied) return denied;
    // Pausing and canceling are wishes that wait for the thread; only a new download needs the cloud.
    const refusal = action === "download" && role ? checkRefusal(role) : null;
    return refusal ? t(refusal) : undefined;
  };
}

function CancelDialog({
  update,
  ...dialog
}: {
  update: UpdateSummary;
  open: boolean;
  onOpenChange(open: boolean): void;
  pending: boolean;
  onConfirm(): void;
}) {
  const t = useTranslations("updatesPage.cancelDialog");
  const sizes = useSizes();
  return (
    <ConfirmDialog
      {...dialog}
      danger
      title={t("title", { name: update.name })}
      description={t("description", { bytes: sizes.bytes(openDownload(update)?.bytesDone ?? 0) })}
      confirmLabel={t("confirm")}
      dismissLabel={t("keep")}
    />
  );
}
