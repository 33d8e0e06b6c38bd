"use client";

import { useTranslations } from "next-intl";
import { useMemo, useRef } from "react";
import type { UsageDocument } from "@/lib/usage-data/model";
import { Banner } from "../ui/banner";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { KeyValueList } from "../ui/key-value";
import { useSizes } from "../ui/sizes";
import { VirtualLines } from "../ui/virtual-lines";
import { ChangeBadge, LevelBadge, OutcomeBadge } from "./badges";
import type { ItemRow } from "./item-rows";
import { useItemReason } from "./use-item-reason";

/** One item: why it is collected, from what, and its very value in the document. */
export function ItemDialog({
  row,
  document,
  onClose,
}: {
  row: ItemRow | undefined;
  document: UsageDocument;
  onClose(): void;
}) {
  const last = useRef(row);
  if (row) last.current = row;
  // While the dialog closes it still shows what it was about.
  const shown = row ?? last.current;
  return (
    <Dialog
      open={row !== undefined}
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      title={
        <>
          <span className="font-mono font-normal text-muted">{shown?.id}</span> {shown?.title}
        </>
      }
    >
      {shown ? <Detail row={shown} document={document} /> : null}
    </Dialog>
  );
}

function Detail({ row, document }: { row: ItemRow; document: UsageDocument }) {
  const t = useTranslations("usageDataPage");
  const sizes = useSizes();
  return (
    <div className="space-y-4 pb-4">
      <div className="flex flex-wrap gap-2">
        <OutcomeBadge outcome={row.outcome} />
        <LevelBadge level={row.level} />
        {row.change ? <ChangeBadge change={row.change} /> : null}
      </div>
      <KeyValueList
        items={[
          { label: t("item.section"), value: t(`sections.${row.section}`) },
          { label: t("item.description"), value: row.description },
          { label: t("item.reason"), value: row.reason },
          ...(row.reads ? [{ label: t("item.reads"), value: row.reads }] : []),
          ...(row.size === null ? [] : [{ label: t("item.size"), value: sizes.bytes(row.size) }]),
        ]}
      />
      <Value row={row} document={document} />
      {row.sample === null || row.sample === undefined ? null : (
        <Json title={t("item.sample")} hint={t("item.sampleHint")} value={row.sample} />
      )}
    </div>
  );
}

function Value({ row, document }: { row: ItemRow; document: UsageDocument }) {
  const t = useTranslations("usageDataPage.item");
  const reason = useItemReason();
  const item = document.items.find(({ id }) => id === row.id);
  if (item && "value" in item) return <Json title={t("value")} hint={t("valueHint")} value={item.value} />;
  return (
    <Banner tone={row.outcome === "failed" ? "danger" : "info"} title={t(`none.${row.outcome}`)}>
      {row.why ? <p>{reason(row.why)}</p> : null}
    </Banner>
  );
}

function Json({ title, hint, value }: { title: string; hint: string; value: unknown }) {
  const t = useTranslations("usageDataPage.item");
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const lines = useMemo(() => text.split("\n"), [text]);
  return (
    <div>
      <div className="mb-1 flex items-end justify-between gap-2">
        <div>
          <h3 className="font-semibold">{title}</h3>
          <p className="text-muted text-sm">{hint}</p>
        </div>
        <CopyButton text={text} label={t("copyJson")} />
      </div>
      <VirtualLines lines={lines} label={title} />
    </div>
  );
}
