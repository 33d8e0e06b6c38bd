import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { SignedIn } from "@/components/azure-services/signed-in";

/** Anybody can write an address: what is not a code is not shown. */
const refusalCode = z
  .string()
  .regex(/^[a-z-]{1,60}$/)
  .nullable()
  .catch(null);

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("azureServicesPage.signIn"))("title") };
}

export default async function SignedInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { refused } = await searchParams;
  return <SignedIn refused={refusalCode.parse(refused ?? null)} />;
}
