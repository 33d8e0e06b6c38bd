"use client";

import { ChevronDown, ChevronUp, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue, useMemo, useState } from "react";
import { usageDataFileName } from "@/lib/usage-data/file-name";
import { Button, IconButton } from "../ui/button";
import { Card } from "../ui/card";
import { VirtualLines } from "../ui/virtual-lines";
import type { OpenedDocument } from "./open-document";
import { exactLines, linesWith, readableLines } from "./raw-lines";
import { ShellCommands } from "./shell-commands";

/** The whole document as it travels, a search through all of it, and how anybody checks its hash without the portal. */
export function RawDocument({ opened }: { opened: OpenedDocument }) {
  const t = useTranslations("usageDataPage.raw");
  const [exact, setExact] = useState(false);
  const [find, setFind] = useState("");
  const [hit, setHit] = useState(0);
  const asked = useDeferredValue(find.trim());
  const lines = useMemo(
    () => (exact ? exactLines(opened.text) : readableLines(opened.document)),
    [exact, opened],
  );
  const hits = useMemo(() => linesWith(lines, asked), [lines, asked]);
  const occurrences = useMemo(() => countOf(opened.text, asked), [opened, asked]);
  const step = (by: number) => setHit((hit + by + hits.length) % hits.length);
  return (
    <div className="space-y-4">
      <Card title={t("title")} description={t(exact ? "exactHint" : "readableHint")}>
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <div className="relative min-w-48 flex-1 basis-64">
            <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
            <input
              type="search"
              value={find}
              onChange={(event) => {
                setFind(event.target.value);
                setHit(0);
              }}
              placeholder={t("find")}
              aria-label={t("find")}
              className="field-control pl-8"
            />
          </div>
          <IconButton
            label={t("previous")}
            disabledReason={hits.length === 0 ? t("noHit") : undefined}
            onClick={() => step(-1)}
          >
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton
            label={t("next")}
            disabledReason={hits.length === 0 ? t("noHit") : undefined}
            onClick={() => step(1)}
          >
            <ChevronDown aria-hidden />
          </IconButton>
          <Button size="sm" aria-pressed={exact} onClick={() => setExact(!exact)}>
            {t(exact ? "showReadable" : "showExact")}
          </Button>
        </div>
        <p role="status" className="mb-2 text-muted text-sm">
          {asked ? t("occurrences", { count: occurrences, text: asked }) : t("findHint")}
        </p>
        <VirtualLines
          lines={lines}
          label={t("text")}
          find={asked}
          at={asked ? hits[hit] : undefined}
          className="h-[60dvh] max-h-none"
        />
      </Card>
      <OwnCheck opened={opened} />
    </div>
  );
}

/** Case does not matter, as names are written either way. */
function countOf(text: string, find: string): number {
  if (find === "") return 0;
  return text.toLowerCase().split(find.toLowerCase()).length - 1;
}

function OwnCheck({ opened: { document, bodySha256 } }: { opened: OpenedDocument }) {
  const t = useTranslations("usageDataPage.raw");
  const file = usageDataFileName(document, "json.gz");
  const commands = [
    { shell: "Linux, macOS", text: `echo "${bodySha256}  ${file}" | sha256sum --check` },
    { shell: "PowerShell", text: `(Get-FileHash ${file}).Hash -eq "${bodySha256.toUpperCase()}"` },
  ];
  return (
    <Card title={t("ownCheck")} description={t("ownCheckHint")}>
      <ShellCommands commands={commands} />
    </Card>
  );
}
