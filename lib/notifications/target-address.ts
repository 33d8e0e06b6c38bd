import { z } from "zod";
import { isMetadataHost } from "@/lib/connectivity/metadata-address";
import { fail, ok, type Result } from "@/lib/result";

export const targetKind = z.enum(["e-mail", "webhook"]);
export type TargetKind = z.infer<typeof targetKind>;

export const typedAddress = z.string().max(1_000);
export const language = z.enum(["en", "de"]);

export const typedSecret = z.string().max(1_000);

/** What deliveries are signed with is printable, and long enough not to be guessed. */
export const isSignatureSecret = (secret: string): boolean => /^[\x21-\x7e]{16,256}$/.test(secret);

/** A mailbox, or an https address that is no place where a cloud tells its machines their secrets. */
export function parseTargetAddress(
  kind: TargetKind,
  typed: string,
): Result<string, "mail-address-malformed" | "webhook-address-malformed" | "webhook-address-refused"> {
  const address = typed.trim();
  if (kind === "e-mail") {
    const isMailbox = address.length <= 254 && z.email().safeParse(address).success;
    return isMailbox ? ok(address) : fail("mail-address-malformed", { field: "address" });
  }
  const url = URL.parse(address);
  const isPlain = url?.protocol === "https:" && url.username === "" && url.password === "" && url.hash === "";
  if (!isPlain || /\s/.test(address)) return fail("webhook-address-malformed", { field: "address" });
  return isMetadataHost(url.hostname) ? fail("webhook-address-refused", { field: "address" }) : ok(url.href);
}
