"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RoleStatus } from "@/lib/hierarchy/model";
import { useCan } from "../shell/access";
import { Banner } from "../ui/banner";
import { AbsoluteTime, RelativeTime } from "../ui/relative-time";

type Role = NonNullable<RoleStatus["role"]>;

/** A changed mode waits for the thread to restart; the product documents three ways (role.md §4.2). */
export function PendingRestart({ role, executiveResponding }: { role: Role; executiveResponding: boolean }) {
  const t = useTranslations("role.pendingRestart");
  const mayControl = useCan()("component.control");
  const thread = serviceManagerOf(role.serverFqdn, "SMS_DMP_DOWNLOADER");
  const executive = serviceManagerOf(role.serverFqdn, "SMS_EXECUTIVE");
  return (
    <Banner tone="warning" title={t("title", { mode: role.configuredMode })}>
      <p>{t("text", { mode: role.runningMode ?? "none" })}</p>
      <ol className="mt-3 grid gap-2 md:grid-cols-3">
        <Way
          name={t("thread.title")}
          text={t("thread.text")}
          href={mayControl ? thread : undefined}
          link={t("openServiceManager")}
        />
        <Way
          name={t("executive.title")}
          text={t("executive.text")}
          href={mayControl ? executive : undefined}
          link={t("openServiceManager")}
        />
        <li className="rounded-md border border-warning/30 bg-surface p-3">
          <p className="font-semibold">{t("backup.title")}</p>
          <p className="text-muted">{t("backup.text")}</p>
          <p className="mt-1">
            {role.nextBackupAt ? (
              <>
                {t("backup.next")} <AbsoluteTime at={role.nextBackupAt} /> (
                <RelativeTime at={role.nextBackupAt} />)
              </>
            ) : (
              t("backup.disabled")
            )}
          </p>
        </li>
      </ol>
      {executiveResponding ? null : <p className="mt-3 font-medium text-danger">{t("executiveSilent")}</p>}
    </Banner>
  );
}

function Way({ name, text, href, link }: { name: string; text: string; href?: string; link: string }) {
  return (
    <li className="flex flex-col rounded-md border border-warning/30 bg-surface p-3">
      <p className="font-semibold">{name}</p>
      <p className="text-muted">{text}</p>
      {href ? (
        <Link
          href={href}
          className="mt-auto inline-flex items-center gap-1.5 rounded-sm pt-1 font-medium text-accent-ink hover:underline"
        >
          {link}
          <ArrowRight aria-hidden className="size-4" />
        </Link>
      ) : null}
    </li>
  );
}

const serviceManagerOf = (server: string, component: string): string =>
  `/components/service-manager?${new URLSearchParams({ server, component })}`;
