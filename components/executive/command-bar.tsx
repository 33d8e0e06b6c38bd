"use client";

import { CircleStop, Play, RotateCw, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useDeniedReason } from "@/components/shell/access";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useCommand } from "@/components/ui/use-command";
import type { ComponentOperation, ComponentRow } from "@/lib/executive/model";
import { fail, ok, type Result } from "@/lib/result";
import { openCommand, refusalOf } from "./component-state-view";
import type { ExecutiveCommands } from "./executive-commands";

const OPERATIONS = ["query", "stop", "start", "restart"] as const satisfies ComponentOperation[];
const ICONS = { query: Search, stop: CircleStop, start: Play, restart: RotateCw } as const;
const ACTIONS = {
  query: "component.query",
  stop: "component.control",
  start: "component.control",
  restart: "component.control",
} as const;

type Asked = "stop" | "restart";

/** The commands of the menu *Component*, for the selected rows. */
export function CommandBar({
  selected,
  operate,
}: {
  selected: readonly ComponentRow[];
  operate: ExecutiveCommands["operate"];
}) {
  const t = useTranslations("componentsPage");
  const refusal = useRefusal(selected);
  const [asked, setAsked] = useState<Asked | null>(null);
  // The outcome comes with the row; only a refusal is worth a message of its own.
  const { run, pending } = useCommand(
    (operation: ComponentOperation) => operateAll(operate[operation], operation, selected),
    { onSuccess: () => setAsked(null) },
  );
  const underWay = selected.length === 1 && selected[0] ? openCommand(selected[0]) : null;
  return (
    <div role="toolbar" aria-label={t("manager.commands")} className="flex flex-wrap items-center gap-2">
      {OPERATIONS.map((operation) => {
        const Icon = ICONS[operation];
        const busy = underWay === operation || (pending && asked === null && operation === "query");
        return (
          <Button
            key={operation}
            variant={operation === "query" ? "primary" : "secondary"}
            pending={busy}
            disabledReason={busy ? undefined : refusal(operation)}
            onClick={() =>
              operation === "stop" || operation === "restart" ? setAsked(operation) : run(operation)
            }
          >
            {busy ? null : <Icon aria-hidden />}
            {t(`operations.${operation}`)}
          </Button>
        );
      })}
      <p className="text-muted text-sm">{t("manager.selected", { count: selected.length })}</p>
      {asked && selected[0] ? (
        <ConfirmOperation
          operation={asked}
          row={selected[0]}
          pending={pending}
          onClose={() => setAsked(null)}
          onConfirm={() => run(asked)}
        />
      ) : null}
    </div>
  );
}

/** Returns the function that says why an operation cannot be given to the selected rows now. */
function useRefusal(
  selected: readonly ComponentRow[],
): (operation: ComponentOperation) => string | undefined {
  const t = useTranslations("componentsPage.refused");
  const deniedReason = useDeniedReason();
  return (operation) => {
    const denied = deniedReason(ACTIONS[operation]);
    if (denied) return denied;
    if (selected.length === 0) return t("none");
    if (selected.length > 1 && operation !== "query") return t("several");
    const refusals = selected.map((row) => refusalOf(operation, row));
    // Several are queried when at least one of them can be.
    const refused = refusals.every((refusal) => refusal !== null) ? refusals[0] : null;
    return refused ? t(refused) : undefined;
  };
}

function ConfirmOperation({
  operation,
  row,
  pending,
  onClose,
  onConfirm,
}: {
  operation: Asked;
  row: ComponentRow;
  pending: boolean;
  onClose(): void;
  onConfirm(): void;
}) {
  const t = useTranslations("componentsPage");
  const isExecutive = row.component === "SMS_EXECUTIVE";
  const text = { stop: "stopText", restart: "restartText" } as const;
  const executiveText = { stop: "executiveStopText", restart: "executiveRestartText" } as const;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      danger={operation === "stop"}
      title={t(`confirm.${operation}Title`, { component: row.component, server: row.serverFqdn })}
      description={t(`confirm.${(isExecutive ? executiveText : text)[operation]}`)}
      confirmLabel={t(`operations.${operation}`)}
      pending={pending}
      onConfirm={onConfirm}
    />
  );
}

/** Gives the command to each row that can take it; the first refusal is told, the others still get theirs. */
async function operateAll(
  command: ExecutiveCommands["operate"][ComponentOperation],
  operation: ComponentOperation,
  rows: readonly ComponentRow[],
): Promise<Result<number>> {
  const able = rows.filter((row) => refusalOf(operation, row) === null);
  const results = await Promise.all(
    able.map((row) => command({ serverId: row.serverId, component: row.component, operation })),
  );
  const refused = results.find((result) => !result.ok);
  return refused && !refused.ok ? fail(refused.code, { params: refused.params }) : ok(able.length);
}
