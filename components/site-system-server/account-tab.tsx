"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  removeInstallationAccountAction,
  setInstallationAccountAction,
} from "@/app/(portal)/hierarchy/servers/actions";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import type { InstallationAccountView } from "@/lib/hierarchy/site-system-roles/installation-account/get-installation-account";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { TextField } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { KeyValueList } from "../ui/key-value";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { useCommand } from "../ui/use-command";
import { TestTransfer } from "./test-transfer";

/** Tab *Installation account*: what the site server presents to fetch updates from this server. */
export function AccountTab({ server }: { server: SiteSystemServer }) {
  const t = useTranslations("installationAccount");
  const { data: view } = useLiveQuery("getInstallationAccount", { serverId: server.id });
  if (!view) return <Skeleton className="h-40" />;
  if (view.siteServer === null)
    return (
      <Card title={t("title")}>
        <p>{t("ofSiteServer")}</p>
      </Card>
    );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title={t("title")} description={t("text", { siteServer: view.siteServer })}>
        <Account serverId={server.id} account={view.account} />
      </Card>
      <TestTransfer server={server} siteServer={view.siteServer} test={view.test} />
    </div>
  );
}

function Account({ serverId, account }: { serverId: string } & Pick<InstallationAccountView, "account">) {
  const t = useTranslations("installationAccount");
  const denied = useDeniedReason()("role.manage");
  const [open, setOpen] = useState(false);
  const remove = useCommand(removeInstallationAccountAction, { success: t("removeDone") });
  return (
    <div className="space-y-4">
      {account ? (
        <KeyValueList
          items={[
            { label: t("account"), value: <span className="wrap-anywhere">{account.userName}</span> },
            {
              label: t("changed"),
              value: (
                <>
                  <RelativeTime at={account.changedAt} />, {account.changedBy}
                </>
              ),
            },
          ]}
        />
      ) : (
        <p>{t("none")}</p>
      )}
      {account && !account.readable ? <Banner tone="danger" title={t("unreadable")} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button disabledReason={denied} onClick={() => setOpen(true)}>
          {t(account ? "change" : "set")}
        </Button>
        {account ? (
          <Button
            variant="ghost"
            pending={remove.pending}
            disabledReason={denied}
            onClick={() => remove.run({ serverId })}
          >
            {t("remove")}
          </Button>
        ) : null}
      </div>
      {open ? (
        <AccountDialog
          serverId={serverId}
          userName={account?.userName ?? ""}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </div>
  );
}

function AccountDialog({
  serverId,
  userName: known,
  onClose,
}: {
  serverId: string;
  userName: string;
  onClose(): void;
}) {
  const t = useTranslations("installationAccount");
  const [userName, setUserName] = useState(known);
  const [password, setPassword] = useState("");
  const save = useCommand(setInstallationAccountAction, {
    quiet: true,
    success: t("setDone"),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      size="sm"
      title={t("title")}
      submitLabel={t("save")}
      pending={save.pending}
      failure={save.failure}
      noValidate
      onSubmit={() => save.run({ serverId, userName, password })}
      onClose={onClose}
    >
      <TextField
        label={t("userName")}
        hint={t("userNameHint")}
        value={userName}
        onChange={(event) => setUserName(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        label={t("password")}
        hint={t("passwordHint")}
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="new-password"
      />
    </FormDialog>
  );
}
