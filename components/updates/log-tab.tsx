"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField } from "@/components/ui/field";
import { LogLines } from "@/components/ui/log-lines";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { UpdateDetail, UpdateLogLine } from "@/lib/updates/model";

/** `getUpdate` answers with so many lines at most. */
const LINES_AT_MOST = 500;

const LEAST_SEVERITY = { all: 1, warnings: 2, errors: 3 } as const;

/** The lines of all logs that name the package, as they were written. */
export function LogTab({ update }: { update: UpdateDetail }) {
  const t = useTranslations("updatesPage.log");
  const [file, setFile] = useAddressParam("log");
  const [severity, setSeverity] = useAddressParam("severity", "all");
  const files = [...new Set(update.logLines.map((line) => line.logFile))].sort();
  const least = severity === "warnings" || severity === "errors" ? LEAST_SEVERITY[severity] : 1;
  const lines = update.logLines.filter((line) => (!file || line.logFile === file) && line.severity >= least);
  if (update.logLines.length === 0) {
    return (
      <Card>
        <EmptyState title={t("empty")} description={t("follow")} />
      </Card>
    );
  }
  return (
    <Card>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <SelectField label={t("file")} value={file} onChange={(event) => setFile(event.target.value)}>
          <option value="">{t("allFiles")}</option>
          {files.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
        <SelectField
          label={t("severity")}
          value={severity}
          onChange={(event) => setSeverity(event.target.value)}
        >
          <option value="all">{t("allSeverities")}</option>
          <option value="warnings">{t("warningsAndErrors")}</option>
          <option value="errors">{t("errors")}</option>
        </SelectField>
        <div className="ml-auto flex items-center gap-1 text-muted text-sm">
          {t("count", { count: lines.length })}
          <CopyButton text={asText(lines)} label={t("copy")} />
        </div>
      </div>
      {lines.length > 0 ? (
        <LogLines lines={lines} label={t("label")} />
      ) : (
        <p className="py-6 text-center text-muted">{t("emptyFiltered")}</p>
      )}
      <p className="mt-2 text-muted text-sm">
        {update.logLines.length >= LINES_AT_MOST ? t("limited", { count: LINES_AT_MOST }) : t("follow")}
      </p>
    </Card>
  );
}

const asText = (lines: readonly UpdateLogLine[]) =>
  lines
    .map((line) => `${line.time.toISOString()}  ${line.logFile}  ${line.component}  ${line.message}`)
    .join("\n");
