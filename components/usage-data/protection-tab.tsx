"use client";

import { useTranslations } from "next-intl";
import { Card } from "../ui/card";
import { HASH_CHECKS } from "./hash-checks";
import { HashDemonstration } from "./hash-demonstration";
import { ShellCommands } from "./shell-commands";

const PARTS = ["same", "key", "consequences"] as const;

/** What leaves in place of a name, why the product's own way would not do, and what that means. */
export function ProtectionTab() {
  const t = useTranslations("usageDataPage.protection");
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title={t("ours.title")}>
        <p className="max-w-prose">{t("ours.text")}</p>
        <p className="my-3 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-sm">
          {t("ours.formula")}
        </p>
        <dl className="space-y-3">
          {PARTS.map((part) => (
            <div key={part}>
              <dt className="font-semibold">{t(`ours.${part}.title`)}</dt>
              <dd className="max-w-prose text-muted">{t(`ours.${part}.text`)}</dd>
            </div>
          ))}
        </dl>
        <h3 className="mt-5 font-semibold">{t("ours.check.title")}</h3>
        <p className="mb-3 max-w-prose text-muted">{t("ours.check.text")}</p>
        <ShellCommands commands={HASH_CHECKS} />
      </Card>
      <div className="min-w-0 space-y-4">
        <Card title={t("product.title")}>
          <p className="max-w-prose">{t("product.text")}</p>
          <p className="my-3 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-sm">
            {t("product.formula")}
          </p>
          <p className="max-w-prose">{t("product.why")}</p>
        </Card>
        <HashDemonstration />
        <Card title={t("guard.title")}>
          <p className="max-w-prose">{t("guard.text")}</p>
          <p className="mt-2 max-w-prose text-muted">{t("guard.check")}</p>
        </Card>
      </div>
    </div>
  );
}
