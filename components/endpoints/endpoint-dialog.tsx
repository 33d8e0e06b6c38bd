"use client";

import { RotateCw } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { requestProbeAction } from "@/app/(portal)/endpoints/actions";
import type { ProbedLayer } from "@/lib/db/schema";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime, RelativeTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import { EndpointBadge } from "./endpoint-badge";
import { type Endpoint, stateOf } from "./endpoint-rows";
import { fixPlace, isForFirewall } from "./fix-place";
import { LAYER_LOOKS } from "./layer-look";
import { outcomeOfCode } from "./outcome-of-code";
import { RunStrip } from "./run-strip";

interface EndpointDialogProps {
  endpoint: Endpoint;
  /** From which it is tested. */
  server: { id: string; fqdn: string } | null;
  onClose(): void;
}

/** One endpoint in full: its layers, what mends it, its history. */
export function EndpointDialog({ endpoint, server, onClose }: EndpointDialogProps) {
  const t = useTranslations("endpointsPage");
  const words = useTranslations("connectivity");
  const denied = useDeniedReason()("role.manage");
  const test = useCommand(requestProbeAction, { success: t("testAsked") });
  const { result, host, scheme, ports, requiredBy } = endpoint;
  const transport = `${scheme.toUpperCase()}, TCP ${ports}`;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={host}
      description={words(`purposes.${endpoint.purpose}`)}
      footer={
        endpoint.testable && server ? (
          <Button
            variant="primary"
            pending={test.pending}
            disabledReason={denied}
            onClick={() => test.run({ serverId: server.id, endpoints: [endpoint.id] })}
          >
            <RotateCw aria-hidden />
            {t("testThis")}
          </Button>
        ) : null
      }
    >
      <div className="space-y-5 pb-1">
        {result ? <Layers layers={result.layers} serverId={server?.id ?? null} /> : null}
        {result && isForFirewall(result.code) ? (
          <p className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-sunken px-3 py-2 text-sm">
            <span className="min-w-0 flex-1 break-words font-mono">
              {t("rule", { source: server?.fqdn ?? "?", host, transport })}
            </span>
            <CopyButton
              text={t("rule", { source: server?.fqdn ?? "?", host, transport })}
              label={t("copyRule")}
            />
          </p>
        ) : null}
        <KeyValueList
          items={[
            {
              label: t("facts.state"),
              value: <EndpointBadge state={stateOf(endpoint)} needed={endpoint.needed} />,
            },
            ...(result && server
              ? [
                  {
                    label: t("facts.tested"),
                    value: (
                      <>
                        <AbsoluteTime at={result.at} style="seconds" /> (<RelativeTime at={result.at} />
                        ), {server.fqdn}
                      </>
                    ),
                  },
                  { label: t("facts.since"), value: <RelativeTime at={result.since} /> },
                  {
                    label: t("facts.history"),
                    value: (
                      <RunStrip
                        label={t("facts.history")}
                        bars={result.history.map(({ at, code }) => {
                          const outcome = outcomeOfCode(code);
                          return { key: at.toISOString(), at, outcome, text: t(`states.${outcome}`) };
                        })}
                      />
                    ),
                  },
                ]
              : []),
            { label: t("facts.address"), value: <code className="break-all font-mono">{endpoint.id}</code> },
            { label: t("facts.transport"), value: transport },
            {
              label: t("facts.requiredBy"),
              value: requiredBy.map((party) => words(`parties.${party}`)).join(", "),
            },
            { label: t("facts.feature"), value: words(`features.${endpoint.feature}`) },
            { label: t("facts.source"), value: endpoint.environment ?? t("facts.catalogue") },
            ...(endpoint.since || endpoint.until
              ? [
                  {
                    label: t("facts.versions"),
                    value: t("facts.fromTo", { since: endpoint.since ?? "–", until: endpoint.until ?? "–" }),
                  },
                ]
              : []),
          ]}
        />
      </div>
    </Dialog>
  );
}

function Layers({ layers, serverId }: { layers: readonly ProbedLayer[]; serverId: string | null }) {
  const t = useTranslations("endpointsPage");
  return (
    <ol className="divide-y divide-line rounded-md border border-line" aria-label={t("layersLabel")}>
      {layers.map((layer) => {
        const { icon: Icon, classes } = LAYER_LOOKS[layer.outcome];
        return (
          <li key={layer.layer} className="flex gap-3 px-3 py-2">
            <span
              className={cn("mt-0.5 grid size-5 shrink-0 place-items-center rounded-full border", classes)}
            >
              <Icon aria-hidden className="size-3" />
            </span>
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap justify-between gap-x-3">
                <span className="font-medium">
                  {t(`layers.${layer.layer}`)}
                  <span className="sr-only">: {t(`layerOutcomes.${layer.outcome}`)}</span>
                </span>
                {layer.outcome === "skipped" ? null : (
                  <span className="text-muted text-sm tabular-nums">
                    {t("took", { ms: layer.durationMs })}
                  </span>
                )}
              </p>
              <LayerFinding layer={layer} />
              <Fix layer={layer} serverId={serverId} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function LayerFinding({ layer }: { layer: ProbedLayer }) {
  const t = useTranslations("endpointsPage.findings");
  const { outcome, code, params } = layer;
  return (
    <div className="space-y-0.5 break-words text-sm">
      {code ? (
        <p className={outcome === "failed" ? "text-danger" : "text-warning"}>
          <FailureMessage failure={{ code, params }} />
        </p>
      ) : null}
      {outcome === "skipped" ? <p className="text-muted">{t(`skipped.${layer.layer}`)}</p> : null}
      {layer.layer === "dns" && params?.addresses ? (
        <p className="text-muted">{t("dns", { addresses: params.addresses })}</p>
      ) : null}
      {layer.layer === "tcp" && params?.address ? (
        <p className="text-muted">{t("tcp", { address: params.address })}</p>
      ) : null}
      {layer.layer === "proxy" && outcome === "ok" && params?.proxy ? (
        <p className="text-muted">{t("proxy", { proxy: params.proxy })}</p>
      ) : null}
      {layer.layer === "tls" && params?.chain ? (
        <>
          <p className="text-muted">
            {t("tls", { protocol: params.protocol ?? "?", issuer: params.issuer ?? "?" })}
          </p>
          <p className="text-muted">{t("chain", { chain: params.chain })}</p>
        </>
      ) : null}
      {layer.layer === "http" && params?.status && outcome !== "failed" ? (
        <p className="text-muted">{t("http", { status: params.status })}</p>
      ) : null}
      {layer.layer === "clock" && outcome === "ok" ? (
        <p className="text-muted">
          {params?.seconds === undefined ? t("noClock") : t("clock", { seconds: params.seconds })}
        </p>
      ) : null}
    </div>
  );
}

function Fix({ layer, serverId }: { layer: ProbedLayer; serverId: string | null }) {
  const t = useTranslations("endpointsPage.fix");
  const place = layer.outcome === "failed" && layer.code ? fixPlace(layer.code, serverId) : null;
  if (!place) return null;
  return (
    <Link href={place.href} className="rounded-sm text-accent-ink text-sm hover:underline">
      {t(place.label)}
    </Link>
  );
}
