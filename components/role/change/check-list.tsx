"use client";

import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  LoaderCircle,
  type LucideIcon,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { checkRoleAgainAction } from "@/app/(portal)/service-connection-point/actions";
import type { CheckView } from "@/lib/hierarchy/role-changes/verification/check-views";
import { useDeniedReason } from "../../shell/access";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { cn } from "../../ui/cn";
import { useFailureText } from "../../ui/failure-message";
import { AbsoluteTime } from "../../ui/relative-time";
import { useCommand } from "../../ui/use-command";
import type { ChangeReport } from "./change-view";

const LOOKS = {
  waiting: { icon: CircleDashed, classes: "text-faint" },
  running: { icon: LoaderCircle, classes: "animate-spin text-info" },
  passed: { icon: CircleCheck, classes: "text-success" },
  failed: { icon: CircleAlert, classes: "text-danger" },
  "not-applicable": { icon: CircleMinus, classes: "text-faint" },
} as const satisfies Record<CheckView["state"], { icon: LucideIcon; classes: string }>;

/** The verification checklist: each point proved by the server that got the role, with its time and its cure. */
export function CheckList({ report: { change, checks, isCurrent } }: { report: ChangeReport }) {
  const t = useTranslations("roleMove.verification");
  const words = useTranslations("roleChanges.checks");
  const denied = useDeniedReason()("role.manage");
  const again = useCommand(checkRoleAgainAction);
  const failed = checks.filter(({ state }) => state === "failed").length;
  const open = checks.filter(({ state }) => state === "waiting" || state === "running").length;
  const whyNot = denied ?? (isCurrent ? undefined : t("elsewhere"));
  const ask = (check: string | null) => again.run({ changeId: change.id, check });
  return (
    <Card
      title={t("title")}
      description={t("text", { server: change.toServer ?? "" })}
      actions={
        <Button
          size="sm"
          className="print:hidden"
          pending={again.pending || open > 0}
          disabledReason={whyNot}
          onClick={() => ask(null)}
        >
          {t("againAll")}
        </Button>
      }
    >
      <p role="status" className="mb-2 font-medium">
        {open > 0 ? t("running", { count: open }) : t(failed > 0 ? "failed" : "passed", { count: failed })}
      </p>
      <ul aria-label={t("title")} className="divide-y divide-line">
        {checks.map((check) => (
          <Check
            key={check.key}
            check={check}
            again={
              <Button
                size="sm"
                variant="ghost"
                className="print:hidden"
                aria-label={t("againOne", { name: words(`${check.id}.name`, check.params) })}
                pending={again.pending}
                disabledReason={whyNot}
                onClick={() => ask(check.key)}
              >
                {t("again")}
              </Button>
            }
          />
        ))}
      </ul>
    </Card>
  );
}

function Check({ check, again }: { check: CheckView; again: ReactNode }) {
  const t = useTranslations("roleChanges");
  const page = useTranslations("roleMove.verification");
  const failureText = useFailureText();
  const { id, key, state, code, params, finishedAt } = check;
  const { icon: Icon, classes } = LOOKS[state];
  const isOver = state !== "waiting" && state !== "running";
  return (
    <li data-check={key} data-state={state} className="flex gap-3 py-2.5">
      <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", classes)} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="wrap-anywhere font-medium">{t(`checks.${id}.name`, params)}</span>
          <span className="text-muted text-sm">
            {t(`checkStates.${state}`)}
            {finishedAt && isOver ? (
              <>
                {" · "}
                <AbsoluteTime at={finishedAt} style="seconds" />
              </>
            ) : null}
          </span>
        </p>
        {code && isOver ? (
          <p className="wrap-anywhere text-sm">
            {t.has(`checkCodes.${code}`) ? t(`checkCodes.${code}`, params) : failureText({ code, params })}
          </p>
        ) : null}
        {state === "failed" ? (
          <p className="mt-1 flex flex-wrap items-center gap-x-3 text-sm">
            <span className="max-w-prose">{t(`checks.${id}.cure`)}</span>
            <Link href={check.cure} className="rounded-sm text-accent-ink underline print:hidden">
              {page("toCure")}
            </Link>
          </p>
        ) : null}
      </div>
      {isOver ? <div className="shrink-0">{again}</div> : null}
    </li>
  );
}
