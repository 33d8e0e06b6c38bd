"use client";

import { ChevronDown, ChevronRight, RotateCw, Search, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { requestProbeAction } from "@/app/(portal)/endpoints/actions";
import { ENDPOINT_PARTIES, type EndpointFeature } from "@/lib/connectivity/endpoints/model";
import { useDeniedReason } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { useAddressParam } from "../ui/use-address-param";
import { useCommand } from "../ui/use-command";
import { EndpointItem } from "./endpoint-item";
import {
  byFeature,
  ENDPOINT_STATES,
  type Endpoint,
  type FeatureGroup,
  filterEndpoints,
} from "./endpoint-rows";

/** Every endpoint by feature: what is connected stands first and open. */
export function EndpointList({
  endpoints,
  serverId,
  onOpen,
}: {
  endpoints: readonly Endpoint[];
  /** From which they are tested; null: from none. */
  serverId: string | null;
  onOpen(id: string): void;
}) {
  const t = useTranslations("endpointsPage");
  const words = useTranslations("connectivity");
  const [search, setSearch] = useAddressParam("search");
  const [state, setState] = useAddressParam("state");
  const [party, setParty] = useAddressParam("party");
  const isFiltered = search !== "" || state !== "" || party !== "";
  const found = filterEndpoints(endpoints, { search, state, party });
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const isOpen = (group: FeatureGroup) => (group.needed || isFiltered) !== turned.has(group.feature);
  const toggle = (feature: string) => {
    const next = new Set(turned);
    if (!next.delete(feature)) next.add(feature);
    setTurned(next);
  };
  const reset = () => {
    for (const clear of [setSearch, setState, setParty]) clear("");
  };
  return (
    <Card padded={false}>
      <div className="flex flex-wrap items-center gap-2 px-4 py-2.5">
        <div className="relative min-w-40 flex-1 basis-52">
          <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
          <input
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            placeholder={t("search")}
            aria-label={t("search")}
            className="field-control pl-8"
          />
        </div>
        <select
          aria-label={t("state")}
          value={state}
          onChange={(event) => setState(event.target.value)}
          className="field-control w-auto min-w-0 max-w-60"
        >
          <option value="">{t("allStates")}</option>
          <option value="needed">{t("neededOnly")}</option>
          {ENDPOINT_STATES.map((one) => (
            <option key={one} value={one}>
              {t(`states.${one}`)}
            </option>
          ))}
        </select>
        <select
          aria-label={t("party")}
          value={party}
          onChange={(event) => setParty(event.target.value)}
          className="field-control w-auto min-w-0 max-w-60"
        >
          <option value="">{t("allParties")}</option>
          {ENDPOINT_PARTIES.map((one) => (
            <option key={one} value={one}>
              {words(`parties.${one}`)}
            </option>
          ))}
        </select>
        {isFiltered ? (
          <Button size="sm" variant="ghost" onClick={reset}>
            {t("clear")}
          </Button>
        ) : null}
      </div>
      <p role="status" className="sr-only">
        {isFiltered ? t("found", { count: found.length }) : ""}
      </p>
      {found.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={t("nothing")}
          action={<Button onClick={reset}>{t("clear")}</Button>}
        />
      ) : (
        byFeature(found).map((group) => (
          <Feature
            key={group.feature}
            group={group}
            serverId={serverId}
            open={isOpen(group)}
            onToggle={() => toggle(group.feature)}
            onOpen={onOpen}
          />
        ))
      )}
    </Card>
  );
}

function Feature({
  group,
  serverId,
  open,
  onToggle,
  onOpen,
}: {
  group: FeatureGroup;
  serverId: string | null;
  open: boolean;
  onToggle(): void;
  onOpen(id: string): void;
}) {
  const t = useTranslations("endpointsPage");
  const words = useTranslations("connectivity.features");
  const id = useId();
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <section aria-labelledby={id} className="border-line border-t">
      <h2 id={id} className="bg-sunken font-semibold">
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex w-full flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2 text-left hover:bg-hover focus-visible:outline-offset-[-2px]"
        >
          <Chevron aria-hidden className="size-4 text-muted" />
          <span className="flex-1 basis-40">{words(group.feature)}</span>
          <FeatureBadge group={group} />
          <span className="font-normal text-muted text-sm tabular-nums">
            {t("count", { count: group.endpoints.length })}
          </span>
        </button>
      </h2>
      {open ? (
        <ul aria-labelledby={id} className="divide-y divide-line border-line border-t">
          {group.endpoints.map((endpoint) => (
            <EndpointItem key={endpoint.id} endpoint={endpoint} onOpen={() => onOpen(endpoint.id)} />
          ))}
        </ul>
      ) : null}
      {open && serverId && group.endpoints.some(({ testable }) => testable) ? (
        <TestFeature serverId={serverId} feature={group.feature} />
      ) : null}
    </section>
  );
}

/** Also tests what nothing needs yet, e.g. before a service is connected. */
function TestFeature({ serverId, feature }: { serverId: string; feature: EndpointFeature }) {
  const t = useTranslations("endpointsPage");
  const denied = useDeniedReason()("role.manage");
  const test = useCommand(requestProbeAction, { success: t("testAsked") });
  return (
    <div className="flex justify-end border-line border-t px-4 py-2">
      <Button
        size="sm"
        pending={test.pending}
        disabledReason={denied}
        onClick={() => test.run({ serverId, features: [feature] })}
      >
        <RotateCw aria-hidden />
        {t("testFeature")}
      </Button>
    </div>
  );
}

function FeatureBadge({ group: { needed, failed, tested } }: { group: FeatureGroup }) {
  const t = useTranslations("endpointsPage.feature");
  if (!needed) return <StatusBadge tone="neutral">{t("notConnected")}</StatusBadge>;
  if (failed > 0) return <StatusBadge tone="danger">{t("failed", { count: failed })}</StatusBadge>;
  if (tested === 0) return <StatusBadge tone="neutral">{t("untested")}</StatusBadge>;
  return <StatusBadge tone="success">{t("reachable")}</StatusBadge>;
}
