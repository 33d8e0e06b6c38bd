import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { runUseCase } from "@/app/_server/run-use-case";
import { NoRecovery } from "@/components/recovery/no-recovery";
import { RecoveryView } from "@/components/recovery/recovery-view";
import { NoAccess } from "@/components/shell/no-access";
import { getRecovery } from "@/lib/backup/recovery/get-recovery";
import { closeRecoveryAction, tickRecoveryPointAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recoveryPage"))("title") };
}

export default async function RecoveryPage() {
  const recovery = await runUseCase(getRecovery, {});
  if (!recovery.ok && recovery.code === "forbidden") return <NoAccess action="backup.view" />;
  if (!recovery.ok || recovery.value === null) return <NoRecovery />;
  return (
    <RecoveryView
      initial={recovery.value}
      commands={{ tick: tickRecoveryPointAction, close: closeRecoveryAction }}
    />
  );
}
