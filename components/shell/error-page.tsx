"use client";

import { CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

/** Shown in the page's place when rendering it failed; the frame around it stays usable. */
export function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset(): void }) {
  const t = useTranslations();
  return (
    <div role="alert">
      <EmptyState
        icon={CircleX}
        titleAs="h1"
        title={t("shell.error.title")}
        description={
          <>
            {t("shell.error.text")} {error.digest ? t("shell.error.digest", { digest: error.digest }) : null}
          </>
        }
        action={
          <Button variant="primary" onClick={reset}>
            {t("common.retry")}
          </Button>
        }
      />
    </div>
  );
}
