"use client";

import { ExternalLink, LoaderCircle, LogIn } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { AzureAccount, AzureSignInPrompt } from "@/lib/db/schema";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { FailureMessage } from "../ui/failure-message";
import { useLiveNow } from "../ui/now";
import type { AzureSignIn } from "./use-azure-sign-in";

/** **Sign in** of the dialogs that change something in Azure: with a code on any device, or in a new tab. */
export function AzureSignInPanel({
  azure,
  methods,
  who,
  error,
}: {
  azure: AzureSignIn;
  methods: readonly ("device-code" | "redirect")[];
  /** Which administrator it takes. */
  who: ReactNode;
  /** Why the form cannot do without. */
  error?: ReactNode;
}) {
  const t = useTranslations("azureServicesPage.signIn");
  return (
    <section aria-label={t("title")} className="space-y-3 rounded-lg border border-line bg-sunken p-4">
      <div>
        <h3 className="font-semibold">{t("title")}</h3>
        <p className="text-muted text-sm">{who}</p>
      </div>
      <SignInState azure={azure} methods={methods} />
      {error ? <p className="text-danger text-sm">{error}</p> : null}
    </section>
  );
}

function SignInState({
  azure,
  methods,
}: {
  azure: AzureSignIn;
  methods: readonly ("device-code" | "redirect")[];
}) {
  const t = useTranslations("azureServicesPage.signIn");
  const { signIn } = azure;
  if (signIn?.state === "signed-in" && signIn.account)
    return <SignedIn account={signIn.account} onOther={azure.cancel} />;
  if (signIn?.state === "prompting" && signIn.prompt)
    return <Prompt prompt={signIn.prompt} onCancel={azure.cancel} />;
  if (azure.pending || signIn?.state === "waiting") {
    return (
      <div className="flex flex-wrap items-center justify-between gap-2" role="status">
        <span className="flex items-center gap-2">
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          {t("asking")}
        </span>
        <Button size="sm" onClick={azure.cancel}>
          {t("cancel")}
        </Button>
      </div>
    );
  }
  const failure = signIn?.failure ?? azure.failure;
  return (
    <div className="space-y-3">
      {failure ? (
        <Banner tone="danger" live title={t("failed")}>
          <FailureMessage failure={failure} />
        </Banner>
      ) : null}
      {signIn?.state === "closed" ? <Banner tone="warning" live title={t("closed")} /> : null}
      <Begin azure={azure} methods={methods} />
    </div>
  );
}

function Begin({ azure, methods }: { azure: AzureSignIn; methods: readonly ("device-code" | "redirect")[] }) {
  const t = useTranslations("azureServicesPage.signIn");
  if (methods.length === 0) return <p className="text-muted">{t("notOffered")}</p>;
  return (
    <div className="flex flex-wrap gap-2">
      {methods.includes("redirect") ? (
        <Button variant="primary" onClick={() => azure.begin("redirect")}>
          <LogIn aria-hidden />
          {t("redirect")}
        </Button>
      ) : null}
      <Button
        variant={methods.includes("redirect") ? "secondary" : "primary"}
        onClick={() => azure.begin("device-code")}
      >
        {methods.includes("redirect") ? null : <LogIn aria-hidden />}
        {t(methods.includes("redirect") ? "deviceCode" : "signIn")}
      </Button>
    </div>
  );
}

function Prompt({ prompt, onCancel }: { prompt: AzureSignInPrompt; onCancel(): void }) {
  const t = useTranslations("azureServicesPage.signIn");
  return (
    <div className="space-y-3">
      {prompt.method === "device-code" ? (
        <>
          <p>{t("enterCode")}</p>
          <div className="flex items-center gap-2">
            <output
              aria-label={t("code")}
              className="rounded-md border border-line bg-surface px-4 py-2 font-mono font-semibold text-2xl tracking-[0.2em]"
            >
              {prompt.userCode}
            </output>
            <CopyButton text={prompt.userCode} label={t("copyCode")} />
          </div>
        </>
      ) : (
        <p>{t("openPage")}</p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button asChild variant="primary">
          <a
            href={prompt.method === "device-code" ? prompt.verificationUri : prompt.url}
            target="_blank"
            rel="noreferrer"
          >
            {t("open")}
            <ExternalLink aria-hidden />
          </a>
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
        <TimeLeft until={prompt.expiresAt} />
      </div>
    </div>
  );
}

/** Not announced: a screen reader that counts seconds says nothing else. */
function TimeLeft({ until }: { until: string }) {
  const t = useTranslations("azureServicesPage.signIn");
  const seconds = Math.max(0, Math.floor((new Date(until).getTime() - useLiveNow(1_000).getTime()) / 1_000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return <span className="text-muted text-sm tabular-nums">{t("timeLeft", { clock })}</span>;
}

function SignedIn({ account, onOther }: { account: AzureAccount; onOther(): void }) {
  const t = useTranslations("azureServicesPage.signIn");
  const roles = account.directoryRoles.join(", ");
  return (
    <Banner
      tone="success"
      live
      title={t("signedIn", { name: account.name })}
      actions={
        <Button size="sm" onClick={onOther}>
          {t("other")}
        </Button>
      }
    >
      <p className="wrap-anywhere">{account.username}</p>
      <p>{t("tenant", { name: account.tenantName, domain: account.tenantDomain })}</p>
      <p className="text-muted text-sm">{roles ? t("roles", { roles }) : t("noRoles")}</p>
    </Banner>
  );
}
