"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "../ui/copy-button";

export interface ShellCommand {
  /** Where it is typed, e.g. `PowerShell`. */
  shell: string;
  text: string;
}

/** The same thing to do in several shells, each to be copied. */
export function ShellCommands({ commands }: { commands: readonly ShellCommand[] }) {
  const t = useTranslations("usageDataPage");
  return (
    <dl className="space-y-3">
      {commands.map(({ shell, text }) => (
        <div key={shell}>
          <dt className="text-muted text-sm">{shell}</dt>
          <dd className="flex items-start gap-1">
            <code className="min-w-0 flex-1 whitespace-pre-wrap break-all rounded-md bg-sunken px-2 py-1 font-mono text-sm">
              {text}
            </code>
            <CopyButton text={text} label={t("copyCommand", { shell })} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
