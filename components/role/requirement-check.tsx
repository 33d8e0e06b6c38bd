"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { checkRequirementsAction } from "@/app/(portal)/service-connection-point/actions";
import type { RequirementsView } from "@/lib/hierarchy/site-system-roles/requirements/get-requirements";
import { useCan, useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { RelativeTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import { RequirementList } from "./requirement-list";

/** The requirement check of a server, done by its own executive: *Run Check* repeats it, it begins by itself once. */
export function RequirementCheck({ view }: { view: RequirementsView }) {
  const t = useTranslations("requirements");
  const denied = useDeniedReason()("role.manage");
  const may = useCan()("role.manage");
  const { run, pending } = useCommand(checkRequirementsAction);
  const { server, running, checkedAt, checks, unmet } = view;
  const responds = server.executive?.responding ?? false;
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current || !responds || !may || running) return;
    asked.current = true;
    run({ serverId: server.id });
  }, [responds, may, running, run, server.id]);
  return (
    <div className="space-y-4">
      <Reached view={view} />
      {responds && checkedAt && !running ? (
        <Banner
          tone={unmet > 0 ? "danger" : "success"}
          live
          title={t(unmet > 0 ? "unmet" : "met", { count: unmet })}
        >
          <p>
            {t("checkedBy", { server: server.fqdn })} <RelativeTime at={checkedAt} />.
          </p>
        </Banner>
      ) : null}
      {checks.length > 0 ? <RequirementList checks={checks} /> : null}
      <Button
        pending={pending || (running && responds)}
        disabledReason={denied ?? (responds ? undefined : t("notReachable"))}
        onClick={() => run({ serverId: server.id })}
      >
        {t("run")}
      </Button>
    </div>
  );
}

/** Whether the server's executive answers; if not, how it comes to. */
function Reached({ view: { server, running } }: { view: RequirementsView }) {
  const t = useTranslations("requirements");
  const { executive } = server;
  const page = (
    <Button asChild size="sm">
      <Link href={`/hierarchy/servers/${server.id}`}>{t("openServer")}</Link>
    </Button>
  );
  if (executive?.responding)
    return running ? (
      <p role="status" className="text-muted">
        {t("running", { server: server.fqdn })}
      </p>
    ) : null;
  return (
    <Banner
      tone="warning"
      live
      title={t(executive ? "silentTitle" : "notReachableTitle", { server: server.fqdn })}
      actions={page}
    >
      <p>{t(executive ? "silentText" : "notReachableText")}</p>
    </Banner>
  );
}
