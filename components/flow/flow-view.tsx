"use client";

import { Workflow } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import { FLOWS, type FlowName } from "@/lib/updates/servicing/flows";
import type { FlowPosition } from "@/lib/updates/servicing/get-servicing-flow";
import { useLiveQuery } from "../live/use-live-query";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { Tabs } from "../ui/tabs";
import { useAddressParam } from "../ui/use-address-param";
import { logHref } from "../updates/log-href";
import { updateStateView } from "../updates/update-state-view";
import { FlowPanel } from "./flow-panel";
import { FlowTable } from "./flow-table";
import type { FlowChip, FlowEdgeView, FlowNodeView } from "./flow-view-model";

const FLOW_NAMES = Object.keys(FLOWS) as FlowName[];

// Measures itself, and so has nothing to show before it is in a browser.
const FlowDiagram = dynamic(() => import("./flow-diagram"), {
  ssr: false,
  loading: () => <Skeleton className="h-96 w-full" />,
});

/** The two flowcharts, and where each package is in them now. The address names flow, package, step and form. */
export function FlowView({ initial }: { initial: FlowPosition[] }) {
  const t = useTranslations("flow");
  const [flow, setFlow] = useAddressParam("flow", "download");
  const [chosenPackage] = useAddressParam("package");
  const input = chosenPackage ? { packageGuid: chosenPackage } : {};
  const { data } = useLiveQuery("getServicingFlow", input, { initialData: { positions: initial } });
  const positions = data?.positions ?? initial;
  const name = FLOW_NAMES.find((known) => known === flow) ?? "download";
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: t("updates"), href: "/updates" }]}
      />
      <Tabs
        label={t("flows")}
        value={name}
        onChange={setFlow}
        tabs={FLOW_NAMES.map((id) => ({
          id,
          label: t(`names.${id}`),
          content: <Flow flow={id} positions={positions} chosenPackage={chosenPackage || null} />,
        }))}
      />
    </>
  );
}

interface FlowProps {
  flow: FlowName;
  positions: readonly FlowPosition[];
  chosenPackage: string | null;
}

function Flow({ flow, positions, chosenPackage }: FlowProps) {
  const t = useTranslations("flow");
  const [form, setForm] = useAddressParam("view", "diagram");
  const [step, setStep] = useAddressParam("step");
  const [, setPackage] = useAddressParam("package");
  const { nodes, edges } = useFlowViews(flow, positions, chosenPackage);
  const sectionTitle = useCallback((section: string) => t(`sections.${section}`), [t]);
  const selected = nodes.find((node) => node.id === step) ?? null;
  const shared = { nodes, edges, label: t(`names.${flow}`), sectionTitle, onSelect: setStep };
  const chosen = positions.find((position) => position.packageGuid === chosenPackage);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-muted">{t(`about.${flow}`)}</p>
        <Button onClick={() => setForm(form === "table" ? "diagram" : "table")}>
          {t(form === "table" ? "showDiagram" : "showTable")}
        </Button>
      </div>
      {chosen ? (
        <Banner
          tone="info"
          title={t("onlyOne", { name: chosen.name })}
          actions={<Button onClick={() => setPackage("")}>{t("showAll")}</Button>}
        />
      ) : null}
      {nodes.every((node) => node.chips.length === 0) ? (
        <p className="flex items-center gap-2 text-muted">
          <Workflow aria-hidden className="size-4" />
          {t(`nothing.${flow}`)}
        </p>
      ) : null}
      {form === "table" ? (
        <FlowTable {...shared} />
      ) : (
        <FlowDiagram {...shared} selected={selected?.id ?? null} />
      )}
      <FlowPanel
        node={selected}
        description={selected ? t(`steps.${selected.id}.text`) : ""}
        chosenPackage={chosenPackage}
        onClose={() => setStep("")}
      />
    </div>
  );
}

/** The steps of a flow in the reader's language, each with the packages that are there. */
function useFlowViews(
  flow: FlowName,
  positions: readonly FlowPosition[],
  chosenPackage: string | null,
): { nodes: FlowNodeView[]; edges: FlowEdgeView[] } {
  const t = useTranslations();
  return useMemo(() => {
    const here = positions.filter(
      (position) =>
        position.flow === flow && (chosenPackage === null || position.packageGuid === chosenPackage),
    );
    const chipOf = (position: FlowPosition): FlowChip => {
      const look = updateStateView(position.state, position.prereqFlag);
      const { line } = position;
      return {
        key: `${position.packageGuid}-${position.siteCode ?? ""}`,
        packageGuid: position.packageGuid,
        name: position.name,
        siteCode: position.siteCode,
        state: t(`updates.states.${look.key}`),
        tone: look.tone,
        busy: look.busy,
        line: line && { ...line, href: logHref(position.packageGuid, line.logFile, line.siteCode) },
      };
    };
    const nodes = FLOWS[flow].steps.map((step, index) => ({
      ...step,
      number: index + 1,
      title: t(`flow.steps.${step.id}.title`),
      chips: here.filter((position) => position.step === step.id).map(chipOf),
    }));
    const edges = FLOWS[flow].edges.map(({ from, to, answer }) => ({
      from,
      to,
      label: answer ? t(`flow.answers.${answer}`) : null,
    }));
    return { nodes, edges };
  }, [flow, positions, chosenPackage, t]);
}
