"use client";

import { setNonce } from "get-nonce";

/**
 * Dialogs lock the page's scrolling with a style sheet of their own; it needs the nonce of the content security
 * policy. Set while rendering, because the first dialog may open before any effect has run.
 */
export function StyleNonce({ nonce }: { nonce: string | undefined }) {
  if (nonce && typeof window !== "undefined") setNonce(nonce);
  return null;
}
