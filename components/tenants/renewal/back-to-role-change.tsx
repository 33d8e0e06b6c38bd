"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { Banner } from "../../ui/banner";
import { Button } from "../../ui/button";

/** Only to a change of the role: an address from elsewhere leads nowhere. */
const CHANGE_PAGE = /^\/service-connection-point\/changes\/[0-9a-f-]{36}$/;

/** Whoever came from the report of a move finds the way back; its checklist is done there. */
export function BackToRoleChange() {
  const t = useTranslations("roleMove.renewal");
  const back = useSearchParams().get("return");
  if (!back || !CHANGE_PAGE.test(back)) return null;
  return (
    <Banner
      tone="info"
      className="mb-4"
      title={t("backTitle")}
      actions={
        <Button asChild size="sm">
          <Link href={back}>{t("back")}</Link>
        </Button>
      }
    />
  );
}
