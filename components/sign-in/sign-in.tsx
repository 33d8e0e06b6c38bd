"use client";

import { FlaskConical } from "lucide-react";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import type { SignInFailureCode } from "@/lib/access/sign-in-failure";
import { Logo } from "../shell/logo";
import { LanguageMenu, ThemeMenu } from "../shell/preferences";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { useFailureText } from "../ui/failure-message";
import { LocalSignIn } from "./local-sign-in";

interface SignInProps {
  /** Path of the portal to go to afterwards. */
  callbackPath: string;
  sessionEnded: boolean;
  /** Failure of a sign-in that left this page, i.e. with Entra ID. */
  failureCode: SignInFailureCode | null;
  entra: boolean;
  lab: boolean;
}

export function SignIn({ callbackPath, sessionEnded, failureCode, entra, lab }: SignInProps) {
  const t = useTranslations();
  const failureText = useFailureText();
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex justify-end gap-1 p-3">
        <LanguageMenu />
        <ThemeMenu />
      </header>
      <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center gap-5 px-4 pt-2 pb-24">
        <div className="flex items-center gap-3">
          <Logo className="size-11 shrink-0" />
          <div>
            <p className="font-semibold text-lg leading-snug">{t("common.productName")}</p>
            <p className="text-muted text-sm">{t("account.signIn.product")}</p>
          </div>
        </div>
        {sessionEnded ? <Banner tone="info" title={t("account.signIn.sessionEnded")} /> : null}
        {failureCode ? <Banner tone="danger" live title={failureText({ code: failureCode })} /> : null}
        <section
          aria-labelledby="sign-in"
          className="rounded-lg border border-line bg-surface p-5 shadow-card"
        >
          <h1 id="sign-in" className="mb-4 font-semibold text-xl">
            {t("account.signIn.title")}
          </h1>
          <LocalSignIn callbackPath={callbackPath} />
          {entra ? (
            <>
              <p className="my-4 flex items-center gap-3 text-muted text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
                {t("account.signIn.or")}
              </p>
              <Button
                size="lg"
                className="w-full"
                onClick={() => void signIn("entra-id", { callbackUrl: callbackPath })}
              >
                {t("account.signIn.entra")}
              </Button>
            </>
          ) : null}
        </section>
        {lab ? (
          <p className="flex gap-2.5 text-muted text-sm">
            <FlaskConical aria-hidden className="mt-0.5 size-4 shrink-0" />
            {t("account.signIn.lab")}
          </p>
        ) : null}
      </main>
    </div>
  );
}
