"use client";

import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ENDPOINT_PARTIES } from "@/lib/connectivity/endpoints/model";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { SelectField } from "../ui/field";

const FORMATS = ["txt", "csv", "json"] as const;
const SCOPES = ["connected", "all"] as const;

/** The allow list as a file, for a firewall, a proxy, or the person who keeps them. */
export function AllowListDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const t = useTranslations("endpointsPage.allowList");
  const words = useTranslations("connectivity.parties");
  const locale = useLocale();
  const [scope, setScope] = useState<string>("connected");
  const [party, setParty] = useState("");
  const href = (format: string) => {
    const asked = new URLSearchParams({ format, scope, locale, ...(party && { party }) });
    return `/api/endpoints?${asked}`;
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} description={t("text")}>
      <div className="grid gap-4 pb-4 sm:grid-cols-2">
        <SelectField label={t("scope")} value={scope} onChange={(event) => setScope(event.target.value)}>
          {SCOPES.map((one) => (
            <option key={one} value={one}>
              {t(`scopes.${one}`)}
            </option>
          ))}
        </SelectField>
        <SelectField label={t("party")} value={party} onChange={(event) => setParty(event.target.value)}>
          <option value="">{t("everyone")}</option>
          {ENDPOINT_PARTIES.map((one) => (
            <option key={one} value={one}>
              {words(one)}
            </option>
          ))}
        </SelectField>
        <ul className="space-y-2 sm:col-span-2">
          {FORMATS.map((format) => (
            <li key={format} className="flex flex-wrap items-center justify-between gap-2">
              <span>{t(`formats.${format}`)}</span>
              <Button asChild size="sm">
                <a
                  href={href(format)}
                  download
                  aria-label={t("downloadAs", { format: t(`formats.${format}`) })}
                >
                  <Download aria-hidden />
                  {t("download")}
                </a>
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
