"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { type ShownFailure, useFailureText } from "../ui/failure-message";
import { TextField } from "../ui/field";
import { useLiveNow } from "../ui/now";
import { useSizes } from "../ui/sizes";
import { refusalOf } from "./refusal";

export function LocalSignIn({ callbackPath }: { callbackPath: string }) {
  const t = useTranslations("account.signIn");
  const failureText = useFailureText();
  const [failure, setFailure] = useState<ShownFailure | null>(null);
  const [lockedUntilMs, setLockedUntilMs] = useState(0);
  const [pending, startTransition] = useTransition();
  const remainingMs = Math.max(0, lockedUntilMs - useLiveNow(1_000).getTime());

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(async () => {
      setFailure(null);
      setLockedUntilMs(0);
      const answer = await signIn("credentials", {
        userName: form.get("userName"),
        password: form.get("password"),
        redirect: false,
      }).catch(() => undefined);
      if (answer?.ok) {
        // A full load: nothing of what was rendered for a stranger stays.
        window.location.assign(callbackPath);
        return;
      }
      const refused: ShownFailure = answer?.error ? refusalOf(answer.error) : { code: "unreachable" };
      setFailure(refused);
      const seconds = refused.params?.seconds;
      if (typeof seconds === "number") setLockedUntilMs(Date.now() + seconds * 1_000);
    });
  };

  return (
    // Without scripts the form would put the password into the address; POST keeps it out.
    <form method="post" onSubmit={submit} className="space-y-4">
      {failure ? <Refusal failure={failure} remainingMs={remainingMs} text={failureText(failure)} /> : null}
      <TextField
        label={t("userName")}
        name="userName"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        inputClassName="h-10"
      />
      <TextField
        label={t("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        inputClassName="h-10"
      />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        className="w-full"
        pending={pending}
        disabled={remainingMs > 0}
      >
        {t("submit")}
      </Button>
    </form>
  );
}

function Refusal({
  failure,
  remainingMs,
  text,
}: {
  failure: ShownFailure;
  remainingMs: number;
  text: string;
}) {
  const t = useTranslations("account.signIn");
  const sizes = useSizes();
  if (failure.code !== "sign-in-locked") return <Banner tone="danger" live title={text} />;
  if (remainingMs === 0) return <Banner tone="info" live title={t("unlocked")} />;
  return (
    // Read out once when it appears; a countdown that speaks every second would be unbearable.
    <Banner
      tone="danger"
      title={
        <>
          <span role="alert" className="sr-only">
            {text}
          </span>
          <span aria-hidden>{t("lockedFor", { duration: sizes.duration(remainingMs) })}</span>
        </>
      }
    />
  );
}
