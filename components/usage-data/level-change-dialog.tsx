"use client";

import { useTranslations } from "next-intl";
import type { UsageDataItem } from "@/lib/usage-data/catalogue-model";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import type { UsageDataLevel } from "@/lib/usage-data/model";
import { Banner } from "../ui/banner";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { FailureMessage } from "../ui/failure-message";
import { AbsoluteTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import { useLevelName } from "./badges";
import { useCatalogue } from "./catalogue";
import { isLeaving } from "./choose-run";
import type { UsageDataCommands } from "./usage-data-commands";

interface LevelChangeDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  from: UsageDataLevel;
  to: UsageDataLevel;
  runs: readonly UsageDataRun[];
  nextCollectionAt: Date | null;
  command: UsageDataCommands["changeLevel"];
  onChanged(): void;
}

/** Asks before the level changes, and names every item that comes or goes with it. */
export function LevelChangeDialog({
  open,
  onOpenChange,
  from,
  to,
  runs,
  nextCollectionAt,
  command,
  onChanged,
}: LevelChangeDialogProps) {
  const t = useTranslations("usageDataPage.levelChange");
  const levelName = useLevelName();
  const { items } = useCatalogue();
  const { run, pending, failure } = useCommand(command, {
    success: t("saved", { level: levelName(to) }),
    onSuccess() {
      onOpenChange(false);
      onChanged();
    },
    quiet: true,
  });
  const raises = to > from;
  const [low, high] = raises ? [from, to] : [to, from];
  const affected = items.filter(
    (item) => item.hasSource && item.change !== "removed" && item.level > low && item.level <= high,
  );
  const discarded = raises ? 0 : runs.filter((one) => isLeaving(one) && one.level > to).length;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title", { level: levelName(to) })}
      description={t(raises ? "raise" : "lower", { count: affected.length })}
      confirmLabel={t("confirm", { level: levelName(to) })}
      pending={pending}
      onConfirm={() => run({ level: to })}
    >
      <div className="space-y-3">
        {failure ? <Banner tone="danger" live title={<FailureMessage failure={failure} />} /> : null}
        {discarded > 0 ? <Banner tone="warning" title={t("discards", { count: discarded })} /> : null}
        <AffectedItems items={affected} />
        <p className="text-muted">
          {t("effect")} {nextCollectionAt ? <AbsoluteTime at={nextCollectionAt} style="zoned" /> : null}
        </p>
      </div>
    </ConfirmDialog>
  );
}

function AffectedItems({ items }: { items: readonly UsageDataItem[] }) {
  const t = useTranslations("usageDataPage");
  if (items.length === 0) return <p className="text-muted">{t("levelChange.none")}</p>;
  return (
    <section
      aria-label={t("levelChange.items")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-56 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2"
    >
      {[...Map.groupBy(items, (item) => item.section)].map(([section, own]) => (
        <div key={section} className="py-1">
          <h3 className="font-medium text-sm">{t(`sections.${section}`)}</h3>
          <ul className="text-muted text-sm">
            {own.map((item) => (
              <li key={item.id} className="flex gap-2">
                <span className="w-18 shrink-0 font-mono">{item.id}</span> {item.title}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
