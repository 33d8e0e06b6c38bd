import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { currentUser } from "@/app/_server/current-user";
import { settings } from "@/app/_server/settings";
import { setupIsOpen } from "@/app/_server/setup-is-open";
import { signInOptions } from "@/app/_server/sign-in-options";
import { SignIn } from "@/components/sign-in/sign-in";
import { safeCallbackPath } from "@/lib/access/callback-url";
import { signInFailureOf } from "@/lib/access/sign-in-failure";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.signIn");
  return { title: t("title") };
}

const text = z.string().max(2_048).optional().catch(undefined);
const searchParamsSchema = z.object({ callbackUrl: text, reason: text, error: text });

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  if (await setupIsOpen()) redirect("/setup");
  const { callbackUrl, reason, error } = searchParamsSchema.parse(await searchParams);
  const callbackPath = safeCallbackPath(callbackUrl, settings().publicUrl);
  if (await currentUser()) redirect(callbackPath);
  return (
    <SignIn
      callbackPath={callbackPath}
      sessionEnded={reason === "session-ended"}
      failureCode={signInFailureOf(error)}
      {...signInOptions()}
    />
  );
}
