"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ListedApplication } from "@/lib/azure-services/applications/list-applications";
import type { ApplicationChoiceProps } from "./application-choice";
import { ApplicationList } from "./application-list";
import { CreateClientForm } from "./create-client-form";
import { CreateServerForm } from "./create-server-form";
import { ImportClientForm } from "./import-client-form";
import { ImportServerForm } from "./import-server-form";

type View = "list" | "import" | "create";

export interface ApplicationFormProps {
  type: ApplicationChoiceProps["type"];
  environment: ApplicationChoiceProps["environment"];
  server: ListedApplication | null;
  /** Back to the list. */
  onBack(): void;
  onClose(): void;
  /** The new app belongs to the hierarchy, by the id of its row. */
  onDone(applicationId: string): void;
}

/** *Server app* and *Client App*: an app that is there, one to import, or one to create. */
export function ApplicationDialog({
  kind,
  type,
  environment,
  server,
  chosenId,
  apps,
  importOnly,
  onClose,
  onChoose,
}: ApplicationChoiceProps & {
  apps: readonly ListedApplication[];
  importOnly: boolean;
  onClose(): void;
}) {
  const t = useTranslations("azureServicesPage.apps");
  const [view, setView] = useState<View>(importOnly && apps.length === 0 ? "import" : "list");
  const [doneId, setDoneId] = useState<string | null>(null);
  if (view === "list") {
    return (
      <ApplicationList
        title={t(`${kind}.dialog`)}
        apps={apps}
        chosenId={doneId ?? chosenId}
        importOnly={importOnly}
        onImport={() => setView("import")}
        onCreate={() => setView("create")}
        onClose={onClose}
        onChoose={onChoose}
      />
    );
  }
  const form: ApplicationFormProps = {
    type,
    environment,
    server,
    onBack: () => setView("list"),
    onClose,
    onDone: (applicationId) => {
      setDoneId(applicationId);
      setView("list");
    },
  };
  if (kind === "server") {
    return view === "import" ? <ImportServerForm {...form} /> : <CreateServerForm {...form} />;
  }
  return view === "import" ? <ImportClientForm {...form} /> : <CreateClientForm {...form} />;
}
