import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentUser } from "@/app/_server/current-user";
import { read } from "@/app/_server/read";
import { NoRecovery } from "@/components/recovery/no-recovery";
import { RecoveryView } from "@/components/recovery/recovery-view";
import { NoAccess } from "@/components/shell/no-access";
import { can } from "@/lib/access/permissions";
import { getRecovery } from "@/lib/backup/recovery/get-recovery";
import { closeRecoveryAction, tickRecoveryPointAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recoveryPage"))("title") };
}

export default async function RecoveryPage() {
  const user = await currentUser();
  if (!user || !can(user.actor, "backup.view")) return <NoAccess action="backup.view" />;
  const recovery = await read(getRecovery);
  if (!recovery) return <NoRecovery />;
  return (
    <RecoveryView
      initial={recovery}
      commands={{ tick: tickRecoveryPointAction, close: closeRecoveryAction }}
    />
  );
}
