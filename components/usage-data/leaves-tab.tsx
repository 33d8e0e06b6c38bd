"use client";

import { FileJson, ListTree, PackageOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { QueryFailure } from "../live/query-failure";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { FailureMessage } from "../ui/failure-message";
import { Skeleton } from "../ui/skeleton";
import { useAddressParam } from "../ui/use-address-param";
import { chooseRun, readable } from "./choose-run";
import { DocumentActions, PreviewButton } from "./document-actions";
import { DocumentFacts } from "./document-facts";
import { ItemList } from "./item-list";
import type { OpenedDocument } from "./open-document";
import { RawDocument } from "./raw-document";
import { RunSelect } from "./run-select";
import type { UsageDataCommands } from "./usage-data-commands";
import { useDocument } from "./use-document";

const VIEWS = [
  { id: "items", icon: ListTree },
  { id: "raw", icon: FileJson },
] as const;

interface LeavesTabProps {
  runs: readonly UsageDataRun[];
  /** The level in force. */
  level: number;
  commands: Pick<UsageDataCommands, "preview" | "sendPreview">;
  onCompare(runId: string): void;
}

/** What will leave, byte by byte and item by item. */
export function LeavesTab({ runs, level, commands, onCompare }: LeavesTabProps) {
  const t = useTranslations("usageDataPage.leaves");
  const [asked, setAsked] = useAddressParam("run");
  const all = readable(runs);
  const run = all.find(({ runId }) => runId === asked) ?? chooseRun(runs, level);
  const { data: opened, error } = useDocument(run?.runId);
  if (!run) {
    return (
      <Card>
        <EmptyState
          icon={PackageOpen}
          title={t("none")}
          description={t("noneWhy")}
          action={
            <PreviewButton runs={runs} level={level} command={commands.preview} onRequested={() => {}} />
          }
        />
      </Card>
    );
  }
  return (
    <div className="space-y-4">
      <DocumentFacts
        run={run}
        opened={opened}
        choice={<RunSelect label={t("which")} runs={all} value={run.runId} onChange={setAsked} />}
        actions={
          <DocumentActions
            run={run}
            runs={runs}
            level={level}
            commands={commands}
            // The new preview is shown as soon as it is there.
            onPreview={() => setAsked("")}
            onCompare={() => onCompare(run.runId)}
          />
        }
      />
      {error ? (
        <Banner
          tone="danger"
          live
          title={error instanceof QueryFailure ? <FailureMessage failure={error.failure} /> : t("unreadable")}
        />
      ) : null}
      {opened ? <Contents opened={opened} /> : null}
      {opened || error ? null : <Loading />}
    </div>
  );
}

function Contents({ opened }: { opened: OpenedDocument }) {
  const t = useTranslations("usageDataPage.leaves");
  const [chosen, setView] = useAddressParam("view", "items");
  const view = VIEWS.find(({ id }) => id === chosen)?.id ?? "items";
  return (
    <>
      <fieldset aria-label={t("view")} className="flex gap-1">
        {VIEWS.map(({ id, icon: Icon }) => (
          <Button
            key={id}
            variant="ghost"
            aria-pressed={id === view}
            className={cn(id === view && "bg-accent-soft text-accent-ink hover:bg-accent-soft")}
            onClick={() => setView(id)}
          >
            <Icon aria-hidden />
            {t(`views.${id}`)}
          </Button>
        ))}
      </fieldset>
      {view === "raw" ? <RawDocument opened={opened} /> : <ItemList document={opened.document} />}
    </>
  );
}

function Loading() {
  const t = useTranslations("common");
  return (
    <Card>
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      <div className="space-y-3">
        {[1, 2, 3, 4, 5, 6].map((line) => (
          <Skeleton key={line} className="h-9" />
        ))}
      </div>
    </Card>
  );
}
