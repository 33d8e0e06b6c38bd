import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { NoAccess } from "@/components/shell/no-access";
import { ImportView } from "@/components/updates/import/import-view";
import { listHotfixImports } from "@/lib/updates/out-of-band/list-hotfix-imports";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outOfBand.page"))("title") };
}

export default async function ImportPage() {
  const imports = await read(listHotfixImports);
  return imports ? <ImportView initial={imports} /> : <NoAccess action="offline.import" />;
}
