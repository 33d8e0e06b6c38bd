"use client";

import { Printer } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RoleChangeView } from "@/lib/hierarchy/role-changes/role-change-view";
import { Banner } from "../../ui/banner";
import { Button } from "../../ui/button";

/** What became of it in one sentence, and the ways on. */
export function ChangeReportHeader({ change }: { change: RoleChangeView }) {
  const t = useTranslations("roleMove.report");
  const { state, toServer, fromServer } = change;
  const isOver = state === "complete" || state === "failed";
  const tone =
    state === "complete" ? "success" : state === "failed" || state === "stopped" ? "warning" : "info";
  return (
    <Banner
      tone={tone}
      live
      title={
        state === "complete"
          ? t(`complete.${change.kind}`, { to: toServer ?? "", from: fromServer ?? "" })
          : t(`outcome.${state}`)
      }
      actions={
        isOver ? (
          <span className="flex flex-wrap gap-2 print:hidden">
            <Button size="sm" onClick={() => window.print()}>
              <Printer aria-hidden />
              {t("print")}
            </Button>
            <Button asChild size="sm">
              <Link href="/service-connection-point">{t("open")}</Link>
            </Button>
          </span>
        ) : undefined
      }
    >
      <p>{t(isOver ? "keptText" : "leaveText")}</p>
    </Banner>
  );
}
