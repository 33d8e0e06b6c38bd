import "reflect-metadata";
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { readFile } from "node:fs/promises";
import * as x509 from "@peculiar/x509";
import { Day } from "@/lib/clock";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";

const ALGORITHM = {
  name: "RSASSA-PKCS1-v1_5",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: "SHA-256",
};
const LIFETIME_MS = 3650 * Day.ms;

/** The key that signs all tokens of the lab's Azure AD. */
export class SigningKey {
  /** The certificate's thumbprint, as Azure AD names its keys. */
  readonly id: string;
  readonly #public: KeyObject;

  constructor(
    private readonly key: KeyObject,
    private readonly certificate: Buffer,
  ) {
    this.id = createHash("sha1").update(certificate).digest("base64url");
    this.#public = createPublicKey(key);
  }

  /** @returns a JWT signed by RS256 */
  sign(claims: Record<string, unknown>): string {
    const header = { typ: "JWT", alg: "RS256", x5t: this.id, kid: this.id };
    const content = `${encode(header)}.${encode(claims)}`;
    return `${content}.${sign("sha256", Buffer.from(content), this.key).toString("base64url")}`;
  }

  /** @returns the claims, or undefined for what this key did not sign */
  read(token: string): unknown {
    const parts = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token);
    if (!parts) return undefined;
    const [, header = "", payload = "", signature = ""] = parts;
    const content = Buffer.from(`${header}.${payload}`);
    if (!verify("sha256", content, this.#public, Buffer.from(signature, "base64url"))) return undefined;
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  }

  /** As the key set shows it: without `alg`, which the real one lacks too. */
  toJsonWebKey(): Record<string, unknown> {
    const { kty, n, e } = this.#public.export({ format: "jwk" });
    return { kty, use: "sig", kid: this.id, x5t: this.id, n, e, x5c: [this.certificate.toString("base64")] };
  }
}

/** Reads the key, or makes it at the first run; only its owner can read the file. */
export async function openSigningKey(file: string, now: Date): Promise<SigningKey> {
  const pem = (await readFile(file, "utf8").catch(() => undefined)) ?? (await createKey(file, now));
  const [certificate, privateKey] = x509.PemConverter.decode(pem);
  if (!certificate || !privateKey) throw new Error(`${file} has no certificate with its key`);
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: "der", type: "pkcs8" });
  return new SigningKey(key, Buffer.from(certificate));
}

async function createKey(file: string, now: Date): Promise<string> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Lab tokens",
    notBefore: now,
    notAfter: new Date(now.getTime() + LIFETIME_MS),
    keys,
    signingAlgorithm: ALGORITHM,
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  const pem = `${certificate.toString("pem")}\n${x509.PemConverter.encode(key, "PRIVATE KEY")}\n`;
  await writeFileAtomic(file, Buffer.from(pem), 0o600);
  return pem;
}

const encode = (part: Record<string, unknown>): string =>
  Buffer.from(JSON.stringify(part)).toString("base64url");
