import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Help } from "@/components/help/help";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.nav");
  return { title: t("help") };
}

export default function HelpPage() {
  return <Help />;
}
