import { hostname } from "node:os";
import { z } from "zod";
import { CommandLineError, EXIT, sentenceOf } from "@/bin/command-line/error";
import { serverIdentity } from "@/lib/file-exchange/identity";
import { readJoinToken } from "@/lib/hierarchy/enrolment/join-token";
import { keepDatabaseAccess, readDatabaseAccess } from "@/lib/hierarchy/enrolment/kept-access";
import { databaseAccessSchema, joinAnswerSchema, sealPurpose } from "@/lib/hierarchy/enrolment/model";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { unseal } from "@/lib/secrets/seal";
import { loadServerKey } from "@/lib/secrets/server-key";
import { askPortal, PortalError } from "./ask-portal";

const refusalSchema = z.object({
  ok: z.literal(false),
  code: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Joins the hierarchy: makes the server's keys, posts the public ones with the token, and keeps the database login that
 * comes back sealed. A token that was used for what is kept already is fine.
 * @param installDir the server's own folder; its keys are there and nowhere else
 * @throws CommandLineError
 */
export async function joinHierarchy(fqdn: string, text: string, installDir: string): Promise<void> {
  const token = readJoinToken(text);
  if (!token) throw refused("The token is incomplete. Copy the whole command from the server's page.");
  const kept = await readDatabaseAccess(installDir);
  if (kept?.cameFor(token.secret)) return;
  const key = await loadServerKey(installDir);
  const identity = await serverIdentity(installDir, fqdn, new Date());
  const answer = await askPortal(token, "/api/servers/join", {
    secret: token.secret,
    fqdn,
    hostName: hostname(),
    version: PRODUCT_VERSION,
    sealingKey: key.publicKey.toString("base64url"),
    certificate: identity.certificate,
  }).catch((error: unknown) => {
    if (error instanceof PortalError) throw refused(error.message);
    throw error;
  });
  const refusal = refusalSchema.safeParse(answer);
  if (refusal.success) throw refused(sentenceOf(refusal.data.code, refusal.data.params));
  const { sealed } = joinAnswerSchema.parse(answer).value;
  const opened = await unseal(key.privateKey, sealPurpose(fqdn), Buffer.from(sealed, "base64url"));
  if (opened === null) throw refused("What the portal sent was not made for this server.");
  await keepDatabaseAccess(installDir, databaseAccessSchema.parse(JSON.parse(opened)), token.secret);
}

const refused = (message: string): CommandLineError =>
  new CommandLineError(message, { exitCode: EXIT.refused });
