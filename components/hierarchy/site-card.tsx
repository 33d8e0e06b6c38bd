"use client";

import { Building2, ChevronDown } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { SiteRow } from "@/lib/hierarchy/model";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { SecondarySites } from "./secondary-sites";
import { ServerList } from "./server-list";

/** With more sites than this, the servers of each are shown when they are asked for. */
const OPEN_SERVERS_UP_TO = 8;

/** A site with its servers and, behind a button, its secondary sites. */
export function SiteCard({ site, all }: { site: SiteRow; all: readonly SiteRow[] }) {
  const t = useTranslations("role.hierarchy");
  const hierarchy = useTranslations("hierarchy");
  const topLevel = all.find(({ parentSiteCode }) => parentSiteCode === null);
  const isMany = all.length > OPEN_SERVERS_UP_TO;
  return (
    <article className="rounded-lg border border-line bg-surface shadow-card">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
        <span className="grid size-9 place-items-center rounded-md bg-accent-soft text-accent-ink">
          <Building2 aria-hidden className="size-4.5" />
        </span>
        <div className="min-w-0 flex-1 basis-52">
          <h2 className="font-semibold">
            <Link
              href={`/hierarchy/${site.siteCode}`}
              className="flex flex-wrap items-center gap-2 rounded-sm hover:text-accent-ink hover:underline"
            >
              <span className="font-mono">{site.siteCode}</span>
              <span>{site.name}</span>
            </Link>
          </h2>
          <p className="text-muted text-sm">{t(`types.${site.type}`)}</p>
        </div>
        {topLevel && site.fullVersion !== topLevel.fullVersion ? (
          <Badge tone="warning">{hierarchy("mixed.behind")}</Badge>
        ) : null}
        <p className="text-muted text-sm tabular-nums max-sm:basis-full max-sm:pl-12">
          {t("version", { version: site.version, full: site.fullVersion })}
        </p>
      </div>
      {isMany ? null : (
        <div className="border-line border-t">
          <ServerList servers={site.servers} />
        </div>
      )}
      <Disclosures
        parts={[
          isMany && {
            label: hierarchy("servers", { count: site.servers.length }),
            content: <ServerList servers={site.servers} />,
          },
          site.secondaries > 0 && {
            label: hierarchy("secondaries.total", { count: site.secondaries }),
            content: (
              <div className="p-4">
                <SecondarySites parentSiteCode={site.siteCode} />
              </div>
            ),
          },
        ].filter((part) => part !== false)}
      />
    </article>
  );
}

interface Part {
  label: string;
  content: ReactNode;
}

/** Parts that are asked for only when they are wanted: there may be 250 secondary sites below each of 25 primaries. */
function Disclosures({ parts }: { parts: readonly Part[] }) {
  const [open, setOpen] = useState<readonly number[]>([]);
  const toggle = (index: number) =>
    setOpen(open.includes(index) ? open.filter((other) => other !== index) : [...open, index]);
  if (parts.length === 0) return null;
  return (
    <>
      <div className="flex flex-wrap gap-x-2 border-line border-t px-2 py-1">
        {parts.map(({ label }, index) => (
          <Button
            key={label}
            variant="ghost"
            size="sm"
            aria-expanded={open.includes(index)}
            onClick={() => toggle(index)}
          >
            <ChevronDown
              aria-hidden
              className={cn("transition-transform", open.includes(index) && "rotate-180")}
            />
            {label}
          </Button>
        ))}
      </div>
      {parts.map(({ label, content }, index) =>
        open.includes(index) ? (
          <div key={label} className="border-line border-t">
            {content}
          </div>
        ) : null,
      )}
    </>
  );
}
