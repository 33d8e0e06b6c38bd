import { Check, Minus, TriangleAlert, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ProbedLayer } from "@/lib/db/schema";
import { cn } from "../ui/cn";

/** How an outcome of a layer looks. */
export const LAYER_LOOKS = {
  ok: { icon: Check, classes: "border-success/40 bg-success-soft text-success" },
  warning: { icon: TriangleAlert, classes: "border-warning/40 bg-warning-soft text-warning" },
  failed: { icon: X, classes: "border-danger/40 bg-danger-soft text-danger" },
  skipped: { icon: Minus, classes: "border-line bg-sunken text-muted" },
} as const satisfies Record<ProbedLayer["outcome"], unknown>;

/** The layers of the way to an endpoint, in one line: where it ends is seen at a glance. */
export function LayerStrip({ layers, className }: { layers: readonly ProbedLayer[]; className?: string }) {
  const t = useTranslations("endpointsPage");
  return (
    <ol className={cn("flex flex-wrap gap-1", className)} aria-label={t("layersLabel")}>
      {layers.map(({ layer, outcome }) => {
        const { icon: Icon, classes } = LAYER_LOOKS[outcome];
        return (
          <li
            key={layer}
            className={cn(
              "inline-flex h-5 items-center gap-0.5 whitespace-nowrap rounded-sm border px-1 font-medium text-xs",
              classes,
            )}
          >
            <Icon aria-hidden className="size-3 shrink-0" />
            {t(`layers.${layer}`)}
            <span className="sr-only">: {t(`layerOutcomes.${outcome}`)}</span>
          </li>
        );
      })}
    </ol>
  );
}
