"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField } from "@/components/ui/field";
import { LogLines } from "@/components/ui/log-lines";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { UpdateLogLine } from "@/lib/updates/model";

const LEAST_SEVERITY: Record<string, number> = { warnings: 2, errors: 3 };

/** The lines of all logs that name the package, as they were written; a step's link shows those of its time. */
export function LogTab({ packageGuid }: { packageGuid: string }) {
  const t = useTranslations("updatesPage.log");
  const filter = useFilter();
  // Pages already turned, newest first: the way back.
  const [pages, setPages] = useState<number[]>([]);
  const before = pages.at(-1);
  const { data } = useLiveQuery("listUpdateLogLines", {
    packageGuid,
    leastSeverity: LEAST_SEVERITY[filter.severity] ?? 1,
    ...(filter.file ? { file: filter.file } : {}),
    ...(filter.site ? { site: filter.site } : {}),
    ...(filter.from ? { from: filter.from } : {}),
    ...(filter.to ? { to: filter.to } : {}),
    ...(before ? { before } : {}),
  });
  if (!data) return <Card>{t("loading")}</Card>;
  if (data.files.length === 0) {
    return (
      <Card>
        <EmptyState title={t("empty")} description={t("follow")} />
      </Card>
    );
  }
  const { lines, older } = data;
  return (
    <Card>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <Filters filter={filter} files={data.files} sites={data.sites} onChange={() => setPages([])} />
        <div className="ml-auto flex items-center gap-1 text-muted text-sm">
          {t("count", { count: lines.length })}
          <CopyButton text={asText(lines)} label={t("copy")} />
        </div>
      </div>
      <TimeRange filter={filter} />
      {lines.length > 0 ? (
        <LogLines
          lines={lines.map((line) => ({ ...line, source: sourceOf(line, filter) }))}
          label={t("label")}
          // A step's own lines begin with its first.
          follow={pages.length === 0 && !filter.from}
        />
      ) : (
        <p className="py-6 text-center text-muted">{t("emptyFiltered")}</p>
      )}
      <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted text-sm">{t(pages.length > 0 ? "olderShown" : "follow")}</p>
        <div className="flex gap-2">
          {pages.length > 0 ? (
            <Button size="sm" onClick={() => setPages(pages.slice(0, -1))}>
              {t("newer")}
            </Button>
          ) : null}
          {older ? (
            <Button size="sm" onClick={() => setPages([...pages, older])}>
              {t("older")}
            </Button>
          ) : null}
        </div>
      </div>
    </Card>
  );
}

/** What tells lines of several logs and sites apart; the component alone where one log of one site is shown. */
const sourceOf = ({ siteCode, logFile }: UpdateLogLine, { site, file }: Filter): string | undefined =>
  [site ? "" : siteCode, file ? "" : logFile].filter(Boolean).join(" ") || undefined;

type Filter = ReturnType<typeof useFilter>;

/** The filter lives in the address, so that a step can link to exactly its lines. */
function useFilter() {
  const [file, setFile] = useAddressParam("file");
  const [site, setSite] = useAddressParam("site");
  const [severity, setSeverity] = useAddressParam("severity", "all");
  const [from, setFrom] = useAddressParam("from");
  const [to, setTo] = useAddressParam("to");
  return {
    file,
    site,
    severity,
    from: instant(from),
    to: instant(to),
    setFile,
    setSite,
    setSeverity,
    allTimes: () => {
      setFrom("");
      setTo("");
    },
  };
}

/** An address is typed by anyone; what is no instant filters nothing. */
const instant = (text: string): string =>
  Number.isNaN(Date.parse(text)) ? "" : new Date(text).toISOString();

function Filters({
  filter,
  files,
  sites,
  onChange,
}: {
  filter: Filter;
  files: readonly string[];
  sites: readonly string[];
  onChange(): void;
}) {
  const t = useTranslations("updatesPage.log");
  const choose = (set: (value: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value);
    onChange();
  };
  // Logs are named without regard to case: `cmupdate.log` is `CMUpdate.log`.
  const chosen = files.find((name) => name.toLowerCase() === filter.file.toLowerCase()) ?? filter.file;
  return (
    <>
      <SelectField label={t("file")} value={chosen} onChange={choose(filter.setFile)}>
        <option value="">{t("allFiles")}</option>
        {[...new Set([...files, ...(chosen ? [chosen] : [])])].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      {sites.length > 0 ? (
        <SelectField label={t("site")} value={filter.site} onChange={choose(filter.setSite)}>
          <option value="">{t("allSites")}</option>
          {[...new Set([...sites, ...(filter.site ? [filter.site] : [])])].map((code) => (
            <option key={code}>{code}</option>
          ))}
        </SelectField>
      ) : null}
      <SelectField label={t("severity")} value={filter.severity} onChange={choose(filter.setSeverity)}>
        <option value="all">{t("allSeverities")}</option>
        <option value="warnings">{t("warningsAndErrors")}</option>
        <option value="errors">{t("errors")}</option>
      </SelectField>
    </>
  );
}

function TimeRange({ filter: { from, to, allTimes } }: { filter: Filter }) {
  const t = useTranslations("updatesPage.log");
  const format = useFormatter();
  if (!from && !to) return null;
  const time = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" });
  return (
    <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      {from && to ? t("between", { from: time(from), to: time(to) }) : t("since", { from: time(from || to) })}
      <Button size="sm" onClick={allTimes}>
        {t("allTimes")}
      </Button>
    </p>
  );
}

const asText = (lines: readonly UpdateLogLine[]) =>
  lines
    .map(
      ({ time, siteCode, logFile, component, message }) =>
        `${time.toISOString()}  ${siteCode}  ${logFile}  ${component}  ${message}`,
    )
    .join("\n");
