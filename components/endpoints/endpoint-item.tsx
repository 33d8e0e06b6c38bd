"use client";

import { useTranslations } from "next-intl";
import { FailureMessage } from "../ui/failure-message";
import { RelativeTime } from "../ui/relative-time";
import { EndpointBadge } from "./endpoint-badge";
import { type Endpoint, stateOf } from "./endpoint-rows";
import { LayerStrip } from "./layer-look";

/** One endpoint: where it is, what for, and how far the last test came; what mends it stands beside. */
export function EndpointItem({ endpoint, onOpen }: { endpoint: Endpoint; onOpen(): void }) {
  const t = useTranslations("endpointsPage");
  const words = useTranslations("connectivity");
  const { host, ports, path, purpose, environment, requiredBy, needed, result } = endpoint;
  const state = stateOf(endpoint);
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="grid w-full gap-x-4 gap-y-1.5 px-4 py-2.5 text-left hover:bg-hover focus-visible:outline-offset-[-2px] md:grid-cols-[minmax(0,5fr)_minmax(0,7fr)_11rem]"
      >
        <span className="min-w-0">
          <span className="block break-words font-mono text-sm">
            {host}
            <span className="text-muted">
              :{ports}
              {path === "/" ? "" : path}
            </span>
          </span>
          <span className="block text-muted text-sm">
            {words(`purposes.${purpose}`)}
            {environment ? ` · ${environment}` : null}
          </span>
        </span>
        <span className="min-w-0 space-y-1 text-sm">
          {result ? (
            <LayerStrip layers={result.layers} />
          ) : (
            <span className="block text-muted">
              {endpoint.testable
                ? t(needed ? "notTestedYet" : "onDemand")
                : t("neededBy", { parties: requiredBy.map((party) => words(`parties.${party}`)).join(", ") })}
            </span>
          )}
          {result && result.code !== "ok" ? (
            <span className="block break-words">
              <FailureMessage failure={result} />
            </span>
          ) : null}
        </span>
        <span className="flex flex-wrap items-center gap-2 md:flex-col md:items-end md:gap-0.5">
          <EndpointBadge state={state} needed={needed} />
          {result ? (
            <span className="text-muted text-xs">
              {t("sinceTime")} <RelativeTime at={result.since} />
            </span>
          ) : null}
        </span>
      </button>
    </li>
  );
}
