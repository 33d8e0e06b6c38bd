"use client";

import { type ReactNode, useState } from "react";
import type { WizardProps } from "./wizard";

interface WizardPages<Page extends string, Lack> {
  pages: readonly Page[];
  current: Page;
  go(page: string): void;
  title(page: Page): string;
  /** What keeps the reader on a page; null: it may be left. */
  missingOn(page: Page): Lack | null;
  say(lack: Lack): string;
  /** @param missing what the page lacks, once the reader tried to leave it */
  content(page: Page, missing: Lack | null): ReactNode;
}

/** The steps of a `Wizard`; a page shows what it lacks only after the reader tried to leave it. */
export function useWizardPages<Page extends string, Lack>({
  pages,
  current,
  go,
  title,
  missingOn,
  say,
  content,
}: WizardPages<Page, Lack>): Pick<WizardProps, "current" | "steps" | "onGo" | "onBlocked"> {
  const [tried, setTried] = useState<Page | null>(null);
  return {
    current,
    onGo(page) {
      setTried(null);
      go(page);
    },
    onBlocked: () => setTried(current),
    steps: pages.map((id) => {
      const missing = missingOn(id);
      return {
        id,
        title: title(id),
        blockedBy: missing === null ? undefined : say(missing),
        content: content(id, tried === id ? missing : null),
      };
    }),
  };
}
