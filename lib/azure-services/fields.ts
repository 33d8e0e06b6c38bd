import { z } from "zod";

/** Longest input that is looked at; nothing of Azure is longer. */
const MAX_FIELD = 1_000;
const MAX_NAME = 100;
/** Azure's own secrets have 16 to 64 characters (reference/protocols/graph.md §3.3); others may be longer. */
const SECRET_LENGTH = { min: 8, max: 256 };

/** A field as it was typed; what it must be, the use case says at the field. */
export const typed = z.string().max(MAX_FIELD);

/** A GUID as people paste it: with blanks around it, braces, upper case. @returns lower case, or null */
export function parseGuid(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\{(.*)\}$/, "$1")
    .trim()
    .toLowerCase();
  return z.guid().safeParse(bare).success ? bare : null;
}

/** A name of the product: 1 to 100 characters, trimmed. */
export function parseName(text: string): string | null {
  const name = text.trim();
  return name.length > 0 && name.length <= MAX_NAME && !/\p{Cc}/u.test(name) ? name : null;
}

/**
 * `https://…` or `api://…` without query and fragment. It is kept as it was typed: Azure compares it by its
 * characters, and Desktop Analytics' ends in `/`.
 */
export function parseAppIdUri(text: string): string | null {
  const uri = text.trim();
  const url = URL.parse(uri);
  if (!url || !["https:", "api:"].includes(url.protocol) || url.host === "") return null;
  const isPlain = !/[\s*]/.test(uri) && url.search === "" && url.hash === "" && url.username === "";
  return isPlain && uri.length <= 255 ? uri : null;
}

/** `https://…`, or `http://localhost`, as Azure takes them for a home page or a reply. */
export function parseWebUrl(text: string): string | null {
  const address = text.trim();
  const url = URL.parse(address);
  if (url?.username !== "" || url.hash !== "" || /\s/.test(address) || address.length > 255) return null;
  return url.protocol === "https:" || (url.protocol === "http:" && url.hostname === "localhost")
    ? address
    : null;
}

/** @returns why it cannot be a secret key; null when it can. The usual mistake is to paste the id of the secret. */
export function whyNoSecret(secret: string): "secret-is-id" | "secret-malformed" | null {
  if (parseGuid(secret)) return "secret-is-id";
  const fits = secret.length >= SECRET_LENGTH.min && secret.length <= SECRET_LENGTH.max;
  return fits && /^[\x21-\x7e]+$/.test(secret) ? null : "secret-malformed";
}

/**
 * @param text `YYYY-MM-DD`
 * @returns the beginning of that day (UTC), because nobody knows at which hour the key ends; null when there is no such
 *   day
 */
export function parseDay(text: string): Date | null {
  const day = text.trim();
  return z.iso.date().safeParse(day).success ? new Date(`${day}T00:00:00Z`) : null;
}
