"use client";

import {
  CircleX,
  ClipboardCheck,
  Ellipsis,
  FileSearch,
  type LucideIcon,
  PackagePlus,
  RefreshCw,
  RotateCcw,
  ShieldAlert,
  Trash2,
  Undo2,
  Waypoints,
} from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useDeniedReason } from "@/components/shell/access";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useCommand } from "@/components/ui/use-command";
import type { Action } from "@/lib/access/permissions";
import type { UpdateSummary } from "@/lib/updates/model";
import type { ServicingCommands } from "../update-commands";
import { ReplicationDialog } from "./replication-dialog";
import { ResetDialog } from "./reset-dialog";
import { RetryDialog } from "./retry-dialog";
import { mainAction, type ServicingAction, waitsForDecision, whyNotNow } from "./servicing-actions";
import { ServicingConfirmation } from "./servicing-confirmation";

const LOOKS = {
  install: { icon: PackagePlus, needs: "updates.install" },
  checkPrerequisites: { icon: ClipboardCheck, needs: "updates.check-prerequisites" },
  ignoreWarnings: { icon: ShieldAlert, needs: "updates.retry" },
  retry: { icon: RotateCcw, needs: "updates.retry" },
  retryReplication: { icon: RefreshCw, needs: "updates.retry" },
  validateContent: { icon: FileSearch, needs: "updates.retry" },
  cancel: { icon: CircleX, needs: "updates.install" },
  reset: { icon: Undo2, needs: "updates.reset" },
  deleteContent: { icon: Trash2, needs: "updates.reset" },
} as const satisfies Record<ServicingAction, { icon: LucideIcon; needs: Action }>;

/** In the order of the product's ribbon; what takes something away comes last. */
const GROUPS: readonly (readonly ServicingAction[])[] = [
  ["install", "checkPrerequisites"],
  ["ignoreWarnings", "retry", "retryReplication", "validateContent"],
  ["cancel", "reset", "deleteContent"],
];
const DANGEROUS: ReadonlySet<ServicingAction> = new Set(["cancel", "reset", "deleteContent"]);

/** They change nothing that a second click could not undo, so they ask nothing. */
const AT_ONCE: ReadonlySet<ServicingAction> = new Set(["checkPrerequisites", "validateContent"]);

interface ServicingMenuProps {
  update: UpdateSummary;
  commands: ServicingCommands;
  size?: "sm" | "md";
}

/** The one action that brings a package on, and all others in a menu; what does not fit says why. */
export function ServicingMenu({ update, commands, size = "sm" }: ServicingMenuProps) {
  const t = useTranslations("servicing.actions");
  const router = useRouter();
  const why = useRefusal(update);
  const [asking, setAsking] = useState<ServicingAction | null>(null);
  const { run, pending } = useCommand(
    ({ action, ...choice }: { action: ServicingAction } & Record<string, unknown>) =>
      commands[action]({ packageGuid: update.packageGuid, ...choice }),
    { success: t("done", { name: update.name }), onSuccess: () => setAsking(null) },
  );
  const begin = (action: ServicingAction) => {
    if (action === "install") router.push(`/updates/${update.packageGuid}/install`);
    else if (AT_ONCE.has(action)) run({ action });
    else setAsking(action);
  };
  const dialog = { update, pending, onOpenChange: () => setAsking(null) };
  return (
    <>
      <MainAction update={update} size={size} pending={pending && !asking} why={why} onBegin={begin} />
      <Menu
        label={t("menuOf", { name: update.name })}
        trigger={
          <Button
            size={size}
            aria-label={t("menuOf", { name: update.name })}
            className={size === "sm" ? "px-1.5" : "px-2"}
          >
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <ActionItems why={why} onBegin={begin} />
        <MenuSeparator />
        <MenuItem asChild>
          <Link href={`/updates/flow?package=${update.packageGuid}`}>
            <Waypoints aria-hidden />
            {t("showInFlow")}
          </Link>
        </MenuItem>
      </Menu>
      <RetryDialog
        {...dialog}
        open={asking === "retry"}
        onConfirm={(choice) => run({ action: "retry", ...choice })}
      />
      {asking === "retryReplication" ? (
        <ReplicationDialog
          {...dialog}
          onConfirm={(choice) => run({ action: "retryReplication", ...choice })}
        />
      ) : null}
      {asking === "reset" ? (
        <ResetDialog {...dialog} onConfirm={(choice) => run({ action: "reset", ...choice })} />
      ) : null}
      {asking === "ignoreWarnings" || asking === "cancel" || asking === "deleteContent" ? (
        <ServicingConfirmation {...dialog} action={asking} onConfirm={() => run({ action: asking })} />
      ) : null}
    </>
  );
}

function ActionItems({
  why,
  onBegin,
}: {
  why(action: ServicingAction): string | undefined;
  onBegin(action: ServicingAction): void;
}) {
  const t = useTranslations("servicing.actions");
  return GROUPS.map((group, index) => (
    <div key={group[0]}>
      {index > 0 ? <MenuSeparator /> : null}
      {group.map((action) => {
        const Icon = LOOKS[action].icon;
        return (
          <MenuItem
            key={action}
            icon={<Icon aria-hidden />}
            danger={DANGEROUS.has(action)}
            disabledReason={why(action)}
            onSelect={() => onBegin(action)}
          >
            {t(action)}
          </MenuItem>
        );
      })}
    </div>
  ));
}

function MainAction({
  update,
  size,
  pending,
  why,
  onBegin,
}: {
  update: UpdateSummary;
  size: "sm" | "md";
  pending: boolean;
  why(action: ServicingAction): string | undefined;
  onBegin(action: ServicingAction): void;
}) {
  const t = useTranslations("servicing.actions");
  const variant = size === "md" ? "primary" : "secondary";
  if (waitsForDecision(update)) {
    // The package's page shows the decision with both choices; a row only leads there.
    return size === "md" ? null : (
      <Button asChild size={size}>
        <Link
          href={`/updates/${update.packageGuid}`}
          aria-label={t("of", { action: t("decide"), name: update.name })}
        >
          <ShieldAlert aria-hidden />
          {t("decide")}
        </Link>
      </Button>
    );
  }
  const action = mainAction(update);
  if (!action) return null;
  const Icon = LOOKS[action].icon;
  return (
    <Button
      size={size}
      variant={variant}
      pending={pending}
      disabledReason={why(action)}
      aria-label={t("of", { action: t(action), name: update.name })}
      onClick={() => onBegin(action)}
    >
      {pending ? null : <Icon aria-hidden />}
      {t(action)}
    </Button>
  );
}

/** Returns the function that says why an action cannot be used now: by permission, or by the package's state. */
export function useRefusal(
  update: Pick<UpdateSummary, "state" | "prereqFlag">,
): (action: ServicingAction) => string | undefined {
  const t = useTranslations("servicing.whyNot");
  const deniedReason = useDeniedReason();
  return (action) => {
    const denied = deniedReason(LOOKS[action].needs);
    if (denied) return denied;
    const reason = whyNotNow(action, update);
    return reason ? t(reason) : undefined;
  };
}
