import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { setupIsOpen } from "@/app/_server/setup-is-open";
import { Setup } from "@/components/setup/setup";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("setup"))("title") };
}

/** There while there is no hierarchy; afterwards the way in is the sign-in. */
export default async function SetupPage() {
  if (!(await setupIsOpen())) redirect("/sign-in");
  return <Setup />;
}
