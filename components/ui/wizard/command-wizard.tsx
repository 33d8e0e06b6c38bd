"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Failure } from "@/lib/result";
import { Banner } from "../banner";
import { Button } from "../button";
import { FailureMessage } from "../failure-message";
import { Wizard, type WizardProps } from "./wizard";

interface CommandWizardProps extends Omit<WizardProps, "cancel"> {
  /** Why the command was refused; null: it was not. */
  failure: Failure | null;
  /** Stands above the reason. */
  refusedTitle: string;
  /** Where *Cancel* leads. */
  cancelHref: string;
}

/** A wizard that ends in one command: its refusal is said above, and nothing is done until it is given. */
export function CommandWizard({ failure, refusedTitle, cancelHref, ...wizard }: CommandWizardProps) {
  const t = useTranslations("common");
  return (
    <>
      {failure ? (
        <Banner tone="danger" live className="mb-4" title={refusedTitle}>
          <FailureMessage failure={failure} />
        </Banner>
      ) : null}
      <Wizard
        {...wizard}
        cancel={
          <Button asChild variant="ghost">
            <Link href={cancelHref}>{t("cancel")}</Link>
          </Button>
        }
      />
    </>
  );
}
