"use client";

import { useTranslations } from "next-intl";
import type { OperationView } from "@/lib/azure-services/operations/get-operation";
import { Banner } from "../ui/banner";

/** What stayed behind in Azure and is left to do by hand. */
export function Leftovers({ leftovers }: Pick<OperationView, "leftovers">) {
  const t = useTranslations("azureServicesPage.operation");
  const words = useTranslations("azureServices.leftovers");
  if (leftovers.length === 0) return null;
  return (
    <Banner tone="warning" title={t("leftovers")}>
      <ul className="list-disc space-y-1 pl-5">
        {leftovers.map(({ what, params }) => (
          <li key={`${what} ${JSON.stringify(params)}`}>
            {words.has(what) ? words(what, params) : t("leftover", { what, params: JSON.stringify(params) })}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
