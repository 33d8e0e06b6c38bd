"use client";

import {
  ArrowRight,
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleX,
  ClipboardCheck,
  CloudDownload,
  CloudOff,
  Download,
  Hourglass,
  KeyRound,
  type LucideIcon,
  Network,
  PackageCheck,
  Power,
  RefreshCw,
  RotateCw,
  Send,
  ServerOff,
  ShieldAlert,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { NextStep } from "@/lib/overview/next-step";
import { useAlertText } from "../alerts/alert-text";
import { TONES, type Tone } from "../ui/badge";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { TransferProgress } from "../ui/progress-bar";
import { ServicingProgressLine } from "../updates/servicing-progress";

const LOOKS = {
  "role-not-installed": { icon: ServerOff, tone: "danger", href: "/service-connection-point/install" },
  "executive-silent": { icon: ServerOff, tone: "danger", href: "/components" },
  alert: { icon: CircleAlert, tone: "danger", href: "/alerts" },
  "secrets-unreadable": { icon: KeyRound, tone: "danger", href: "/tenants/renew" },
  "secret-expired": { icon: KeyRound, tone: "danger", href: "/tenants" },
  "secret-expiring": { icon: KeyRound, tone: "warning", href: "/tenants" },
  "thread-stopped": {
    icon: Power,
    tone: "warning",
    href: "/components/service-manager?component=SMS_DMP_DOWNLOADER",
  },
  "pending-restart": { icon: RotateCw, tone: "warning", href: "/service-connection-point" },
  "installation-failed": { icon: CircleX, tone: "danger", href: "/updates" },
  "replication-failed": { icon: CircleX, tone: "danger", href: "/updates" },
  "prerequisites-failed": { icon: CircleX, tone: "danger", href: "/updates" },
  "warnings-decision": { icon: ShieldAlert, tone: "warning", href: "/updates" },
  "restart-pending": { icon: RotateCw, tone: "warning", href: "/updates" },
  "waiting-for-window": { icon: Hourglass, tone: "info", href: "/updates" },
  installing: { icon: PackageCheck, tone: "info", href: "/updates" },
  "checking-prerequisites": { icon: ClipboardCheck, tone: "info", href: "/updates" },
  replicating: { icon: Send, tone: "info", href: "/updates" },
  "check-passed": { icon: PackageCheck, tone: "success", href: "/updates" },
  "secondaries-behind": { icon: Network, tone: "accent", href: "/hierarchy?sites=behind" },
  offline: { icon: CloudOff, tone: "neutral", href: "/offline" },
  "download-failed": { icon: CircleX, tone: "danger", href: "/updates" },
  "download-paused": { icon: CirclePause, tone: "warning", href: "/updates" },
  downloading: { icon: Download, tone: "info", href: "/updates" },
  checking: { icon: RefreshCw, tone: "info", href: "/updates" },
  "check-failed": { icon: CircleX, tone: "danger", href: "/updates" },
  "never-checked": { icon: RefreshCw, tone: "accent", href: "/updates" },
  "ready-to-install": { icon: PackageCheck, tone: "success", href: "/updates" },
  "available-to-download": { icon: CloudDownload, tone: "accent", href: "/updates" },
  "all-current": { icon: CircleCheck, tone: "success", href: null },
} as const satisfies Record<NextStep["kind"], { icon: LucideIcon; tone: Tone; href: string | null }>;

export function NextStepCard({ step }: { step: NextStep }) {
  const t = useTranslations("overview.nextStep");
  const alertText = useAlertText();
  const { icon: Icon, tone } = LOOKS[step.kind];
  const words =
    step.kind === "alert"
      ? { title: alertText(step.alert).title, text: alertText(step.alert).cure }
      : { title: t(`${step.kind}.title`, valuesOf(step)), text: t(`${step.kind}.text`, valuesOf(step)) };
  const href = hrefOf(step);
  return (
    <section
      aria-labelledby="next-step"
      className="flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border border-line bg-surface p-4 shadow-card sm:flex-nowrap sm:items-center"
    >
      <span className={cn("grid size-11 shrink-0 place-items-center rounded-lg", TONES[tone])}>
        <Icon aria-hidden className="size-5.5" />
      </span>
      <div className="min-w-0 flex-1 basis-56 break-words">
        <h2 id="next-step" className="font-semibold text-base sm:text-lg">
          <span className="block font-medium text-muted text-xs">{t("heading")}</span>
          {words.title}
        </h2>
        <p className="max-w-prose text-muted">{words.text}</p>
        {"update" in step && step.update.servicing ? (
          <div className="mt-2.5 max-w-xl empty:hidden">
            <ServicingProgressLine update={step.update} />
          </div>
        ) : null}
        {step.kind === "downloading" ? (
          <div className="mt-2.5 max-w-xl">
            <TransferProgress
              label={t("downloading.title", valuesOf(step))}
              bytesDone={step.update.download?.bytesDone ?? 0}
              totalBytes={step.update.totalBytes}
              bytesPerSecond={step.update.download?.bytesPerSecond ?? null}
            />
          </div>
        ) : null}
      </div>
      {href ? (
        <Button asChild variant={tone === "info" || tone === "neutral" ? "secondary" : "primary"}>
          <Link href={href}>
            {t(`${step.kind}.action`)}
            <ArrowRight aria-hidden />
          </Link>
        </Button>
      ) : null}
    </section>
  );
}

function valuesOf(step: NextStep): Record<string, string | number> {
  if ("update" in step) {
    const { sites = 0, installed = 0, failed = 0, warned = 0 } = step.update.servicing ?? {};
    return { name: step.update.name, sites, installed, failed, warned };
  }
  if ("version" in step) return { count: step.count, version: step.version };
  if ("count" in step) return { count: step.count };
  if ("service" in step) return { service: step.service };
  if ("mode" in step) return { mode: step.mode };
  return {};
}

function hrefOf(step: NextStep): string | null {
  if (step.kind === "alert") return step.alert.link ?? LOOKS.alert.href;
  if ("update" in step) return `/updates/${step.update.packageGuid}`;
  return LOOKS[step.kind].href;
}
