"use client";

import { CalendarClock, CalendarPlus, Pencil, Trash2 } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { ServiceWindow } from "@/lib/hierarchy/service-windows";
import { useDaysText } from "../executive/schedule-text";
import { useDeniedReason } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Button, IconButton } from "../ui/button";
import { Card } from "../ui/card";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { EmptyState } from "../ui/empty-state";
import { useLiveNow } from "../ui/now";
import { AbsoluteTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";
import { useCommand } from "../ui/use-command";
import { ServiceWindowDialog } from "./service-window-dialog";
import type { SiteCommands } from "./site-commands";
import type { SiteDetail } from "./site-view";
import { nextOccurrences } from "./window-occurrences";
import { Span } from "./window-preview";

type WindowCommands = Pick<SiteCommands, "addServiceWindow" | "changeServiceWindow" | "removeServiceWindow">;

/** When updates may be installed at a site; several windows combine, none means always. */
export function ServiceWindowsTab({ site, commands }: { site: SiteDetail; commands: WindowCommands }) {
  const t = useTranslations("hierarchy.windows");
  const denied = useDeniedReason()("service-windows.manage");
  const [edited, setEdited] = useState<ServiceWindow | "new" | null>(null);
  const windows = site.serviceWindows;
  const add = (
    <Button disabledReason={denied} onClick={() => setEdited("new")}>
      <CalendarPlus aria-hidden />
      {t("add")}
    </Button>
  );
  const shown = edited === "new" ? null : edited;
  return (
    <Card title={t("title")} description={t("hint")} actions={windows.length > 0 ? add : null} padded={false}>
      {windows.length === 0 ? (
        <EmptyState icon={CalendarClock} title={t("none")} description={t("noneHint")} action={add} />
      ) : (
        <>
          <div className="px-4 pb-3">
            <OpenNow site={site} />
          </div>
          <ul aria-label={t("title")} className="divide-y divide-line border-line border-t">
            {windows.map((window) => (
              <WindowRow
                key={window.id}
                window={window}
                denied={denied}
                onEdit={() => setEdited(window)}
                remove={commands.removeServiceWindow}
              />
            ))}
          </ul>
        </>
      )}
      {edited ? (
        <ServiceWindowDialog
          siteCode={site.siteCode}
          window={shown}
          others={windows.filter(({ id }) => id !== shown?.id)}
          commands={commands}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </Card>
  );
}

/** Whether the site may install now, and until or from when. */
function OpenNow({ site }: { site: SiteDetail }) {
  const t = useTranslations("hierarchy.windows.now");
  const { open, opensAt, closesAt } = site.serviceWindow;
  const at = open ? closesAt : opensAt;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusBadge tone={open ? "success" : "warning"}>{t(open ? "open" : "closed")}</StatusBadge>
      {at ? (
        <span className="text-muted">
          {t(open ? "closes" : "opens")} <AbsoluteTime at={at} />
        </span>
      ) : open ? null : (
        <span className="text-muted">{t("never")}</span>
      )}
    </p>
  );
}

function WindowRow({
  window,
  denied,
  onEdit,
  remove,
}: {
  window: ServiceWindow;
  denied: string | undefined;
  onEdit(): void;
  remove: SiteCommands["removeServiceWindow"];
}) {
  const t = useTranslations("hierarchy.windows");
  const [asking, setAsking] = useState(false);
  const now = useLiveNow(60_000);
  const { run, pending } = useCommand(remove, {
    success: t("removed", { name: window.name }),
    onSuccess: () => setAsking(false),
  });
  const next = window.enabled ? nextOccurrences(window, now)[0] : undefined;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{window.name}</p>
        <p className="text-muted text-sm">
          <Rhythm window={window} />
        </p>
        <p className="text-sm">
          {window.enabled ? (
            next ? (
              <>
                {t("next")} <Span of={next} />
              </>
            ) : (
              t("preview.never")
            )
          ) : (
            t("turnedOff")
          )}
        </p>
      </div>
      <div className="flex gap-1">
        <IconButton label={t("changeOf", { name: window.name })} disabledReason={denied} onClick={onEdit}>
          <Pencil aria-hidden />
        </IconButton>
        <IconButton
          label={t("removeOf", { name: window.name })}
          disabledReason={denied}
          onClick={() => setAsking(true)}
        >
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        danger
        title={t("removeTitle", { name: window.name })}
        description={t("removeText")}
        confirmLabel={t("remove")}
        pending={pending}
        onConfirm={() => run({ id: window.id })}
      />
    </li>
  );
}

/** Days or date, begin, length and time zone in words. */
function Rhythm({ window }: { window: ServiceWindow }) {
  const t = useTranslations("hierarchy.windows");
  const days = useDaysText();
  const format = useFormatter();
  const sizes = useSizes();
  const on =
    window.startsOn === null
      ? days(window)
      : format.dateTime(new Date(`${window.startsOn}T12:00:00Z`), { dateStyle: "full", timeZone: "UTC" });
  return t("rhythm", {
    on,
    begin: window.beginTime,
    duration: sizes.duration(window.durationMinutes * 60_000),
    zone: window.timeZone,
  });
}
