"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

/**
 * Asks before something half-made is left: by *Cancel*, by a link of the portal, or by closing the window (there the
 * browser asks in its own words).
 */
export function useLeaveGuard(active: boolean) {
  const t = useTranslations("azureServicesPage.wizard.leave");
  const router = useRouter();
  const [target, setTarget] = useState<string | null>(null);
  useEffect(() => {
    if (!active) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const href = leavesTo(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(href);
    };
    window.addEventListener("beforeunload", onUnload);
    // Before the links hear of it: they would go at once.
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, { capture: true });
    };
  }, [active]);
  return {
    leave: (href: string) => (active ? setTarget(href) : router.push(href)),
    dialog: (
      <ConfirmDialog
        open={target !== null}
        onOpenChange={() => setTarget(null)}
        title={t("title")}
        description={t("text")}
        confirmLabel={t("confirm")}
        dismissLabel={t("stay")}
        danger
        onConfirm={() => target && router.push(target)}
      />
    ),
  };
}

/** The page of the portal that a click leads to; null when it stays here or opens elsewhere. */
function leavesTo(event: MouseEvent): string | null {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank") return null;
  const { origin, pathname, search } = new URL(link.href);
  if (origin !== window.location.origin || pathname === window.location.pathname) return null;
  return pathname + search;
}
