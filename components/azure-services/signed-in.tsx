"use client";

import { CircleAlert, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { useFailureText } from "../ui/failure-message";

/** The end of a sign-in in a tab of its own: it goes on where it was begun. */
export function SignedIn({ refused }: { refused: string | null }) {
  const t = useTranslations("azureServicesPage.signIn");
  const failureText = useFailureText();
  return (
    <Card>
      {refused ? (
        <EmptyState
          icon={CircleAlert}
          titleAs="h1"
          title={t("notTaken")}
          description={failureText({ code: refused })}
        />
      ) : (
        <EmptyState icon={CircleCheck} titleAs="h1" title={t("back")} description={t("backText")} />
      )}
    </Card>
  );
}
