"use client";

import { ToyBrick } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Result } from "@/lib/result";
import type { FeatureList, FeatureRow } from "@/lib/updates/features/list-features";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { DataTable } from "../ui/data-table/data-table";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { AbsoluteTime } from "../ui/relative-time";
import { ConsentDialog } from "./consent-dialog";
import { useFeatureColumns } from "./feature-columns";
import { TurnOnDialog } from "./turn-on-dialog";

export interface FeatureCommands {
  enable(input: unknown): Promise<Result<unknown>>;
  consent(input: unknown): Promise<Result<unknown>>;
}

/** The node Features: what can be turned on, and what stands in the way. */
export function FeaturesView({ initial, commands }: { initial: FeatureList; commands: FeatureCommands }) {
  const t = useTranslations("features");
  const { data: list = initial } = useLiveQuery("listFeatures", {}, { initialData: initial });
  const [asked, setAsked] = useState<FeatureRow | null>(null);
  const columns = useFeatureColumns(list, setAsked);
  return (
    <>
      <PageHeader
        title={t("page.title")}
        description={t("page.description")}
        breadcrumbs={[{ label: t("page.updates"), href: "/updates" }]}
      />
      <div className="space-y-4">
        <ConsentBanner list={list} command={commands.consent} />
        <Card padded={false}>
          <DataTable
            label={t("page.title")}
            fileName="features"
            rows={list.features}
            columns={columns}
            rowId={(feature) => feature.featureGuid}
            initialSort={{ id: "name", desc: false }}
            initiallyHidden={["guid"]}
            pageSize={50}
            empty={
              <EmptyState icon={ToyBrick} title={t("page.emptyTitle")} description={t("page.emptyText")} />
            }
          />
        </Card>
      </div>
      {asked ? (
        <TurnOnDialog
          feature={asked}
          name={t(`features.${asked.name}.name`)}
          command={commands.enable}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  );
}

function ConsentBanner({ list, command }: { list: FeatureList; command: FeatureCommands["consent"] }) {
  const t = useTranslations("features.page.consent");
  const denied = useDeniedReason()("features.consent");
  const [open, setOpen] = useState(false);
  if (list.consentAt) {
    return (
      <p className="text-muted">
        {t("givenBy", { name: list.consentBy ?? "" })} <AbsoluteTime at={list.consentAt} />
      </p>
    );
  }
  return (
    <>
      <Banner
        tone="info"
        title={t("missing")}
        actions={
          <Button disabledReason={denied} onClick={() => setOpen(true)}>
            {t("open")}
          </Button>
        }
      >
        {t("missingText")}
      </Banner>
      <ConsentDialog open={open} onOpenChange={setOpen} command={command} />
    </>
  );
}
