"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { editServiceAction } from "@/app/(portal)/azure-services/actions";
import { SERVICE_RULES } from "@/lib/azure-services/model";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { FailureMessage } from "../ui/failure-message";
import { TextField } from "../ui/field";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import type { ServiceDetails } from "./service-view";

/** Name and description, which can be edited, and what the connection was made with. */
export function ServiceProperties({ service }: { service: ServiceDetails }) {
  const t = useTranslations("azureServicesPage.service");
  const common = useTranslations("common");
  const types = useTranslations("azureServicesPage.services");
  const denied = useDeniedReason()(SERVICE_RULES[service.type].action);
  const [name, setName] = useState(service.name);
  const [description, setDescription] = useState(service.description);
  const edit = useCommand(editServiceAction, { success: t("saved"), quiet: true });
  const unchanged = name === service.name && description === service.description;
  const atName = edit.failure?.field === "name";
  return (
    <Card title={t("general")}>
      <form
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!unchanged && !denied) edit.run({ serviceId: service.id, name, description });
        }}
      >
        <TextField
          label={t("name")}
          value={name}
          maxLength={100}
          disabled={denied !== undefined}
          error={atName && edit.failure ? <FailureMessage failure={edit.failure} /> : undefined}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t("description")}
          value={description}
          maxLength={1_000}
          disabled={denied !== undefined}
          onChange={(event) => setDescription(event.target.value)}
        />
        {edit.failure && !atName ? (
          <p role="alert" className="text-danger text-sm">
            <FailureMessage failure={edit.failure} />
          </p>
        ) : null}
        <Button
          type="submit"
          variant="primary"
          pending={edit.pending}
          disabledReason={denied ?? (unchanged ? t("unchanged") : undefined)}
        >
          {common("apply")}
        </Button>
      </form>
      <KeyValueList
        className="mt-5 border-line border-t pt-4"
        items={[
          { label: t("type"), value: types(`${service.type}.name`) },
          { label: t("environment"), value: service.environmentName },
          { label: t("createdBy"), value: service.createdBy },
          { label: t("createdAt"), value: <AbsoluteTime at={service.createdAt} /> },
        ]}
      />
    </Card>
  );
}
