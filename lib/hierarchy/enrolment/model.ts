import { z } from "zod";
import { Hour } from "@/lib/clock";

export const TOKEN_VALID_MS = 24 * Hour.ms;

/** What a server posts to join. It has made its keys by itself and keeps the private ones. */
export const joinRequestSchema = z.object({
  secret: z.string().max(100),
  fqdn: z.string().min(1).max(255),
  hostName: z.string().min(1).max(255),
  version: z.string().min(1).max(50),
  /** Raw public key, base64url: what the answer and later secrets are sealed to. */
  sealingKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** Certificate of its file exchange, PEM. */
  certificate: z.string().min(1).max(8_192),
});
export type JoinRequest = z.output<typeof joinRequestSchema>;

/** What it gets back: `databaseAccessSchema` as JSON, sealed to its key. */
export const joinAnswerSchema = z.object({ ok: z.literal(true), value: z.object({ sealed: z.string() }) });

/** What the answer is sealed for, so that it opens in no other place. */
export const sealPurpose = (fqdn: string): string => `database access of ${fqdn.toLowerCase()}`;

export const databaseAccessSchema = z.object({
  /** With its own login and password. */
  url: z.url({ protocol: /^postgres(ql)?$/ }),
  /** PEM of the authority that vouches for the database server, where its address asks for one. */
  authority: z.string().optional(),
});
export type DatabaseAccess = z.output<typeof databaseAccessSchema>;

/** Whether and how a server takes part from a machine of its own. */
export type EnrolmentView =
  /** A token waits to be used. */
  | { state: "waiting"; createdAt: Date; createdBy: string; expiresAt: Date }
  | { state: "joined"; joinedAt: Date; hostName: string; version: string; keyFingerprint: string }
  /** It had joined; nobody hosts it until it joins again. */
  | { state: "revoked"; endedAt: Date; endedBy: string };
