"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState, useSyncExternalStore } from "react";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { TextField } from "../ui/field";
import { guessSiteCode, unsaltedHash } from "./guess-site-code";

interface Outcome {
  hash: string;
  siteCode: string;
  tried: number;
  ms: number;
}

const noChanges = () => () => {};

/** Shows in the browser how soon an unsalted hash of a site code is a site code again. */
export function HashDemonstration() {
  const t = useTranslations("usageDataPage.protection.demonstration");
  const [code, setCode] = useState("CAS");
  const [running, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const siteCode = code.trim().toUpperCase();
  const wrong = !/^[A-Z0-9]{3}$/.test(siteCode);
  // Absent on an insecure connection, whatever its type says.
  const canHash = useSyncExternalStore(
    noChanges,
    () => Boolean(globalThis.crypto?.subtle),
    () => true,
  );
  const refusal = canHash ? (wrong ? t("wrong") : undefined) : t("noHashing");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (refusal || running) return;
    setRunning(true);
    const hash = await unsaltedHash(siteCode);
    const start = performance.now();
    const found = await guessSiteCode(hash);
    if (found) setOutcome({ hash, ...found, ms: Math.round(performance.now() - start) });
    setRunning(false);
  };
  return (
    <Card title={t("title")} description={t("hint")}>
      <form noValidate onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <TextField
          label={t("siteCode")}
          maxLength={3}
          autoComplete="off"
          className="w-32"
          inputClassName="font-mono uppercase"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button type="submit" pending={running} disabledReason={refusal}>
          {t("guess")}
        </Button>
      </form>
      <div role="status" className="mt-3 empty:mt-0">
        {outcome ? (
          <>
            <p className="break-all rounded-md bg-sunken px-3 py-2 font-mono text-sm">{outcome.hash}</p>
            <p className="mt-2 max-w-prose">
              {t("found", { siteCode: outcome.siteCode, tried: outcome.tried, ms: outcome.ms })}
            </p>
          </>
        ) : null}
      </div>
    </Card>
  );
}
