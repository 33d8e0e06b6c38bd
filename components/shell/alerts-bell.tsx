"use client";

import { Bell } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { AlertRow } from "@/lib/status/model";
import { useLiveQuery } from "../live/use-live-query";
import { Button } from "../ui/button";
import { Tooltip } from "../ui/tooltip";

export function AlertsBell({ initial }: { initial: AlertRow[] }) {
  const t = useTranslations("shell");
  const { data = initial } = useLiveQuery("listAlerts", {}, { initialData: initial });
  const active = data.filter((alert) => alert.state === 0).length;
  const label = t("activeAlerts", { count: active });
  return (
    <Tooltip content={label}>
      <Button asChild variant="ghost" size="icon" className="relative">
        <Link href="/alerts" aria-label={label}>
          <Bell aria-hidden />
          {active > 0 ? (
            <span
              aria-hidden
              className="absolute top-0.5 right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-danger-solid px-1 font-semibold text-[0.625rem] text-white tabular-nums"
            >
              {active > 99 ? "99+" : active}
            </span>
          ) : null}
        </Link>
      </Button>
    </Tooltip>
  );
}
