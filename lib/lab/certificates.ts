import "reflect-metadata";
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as x509 from "@peculiar/x509";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";

const DAY_MS = 24 * 60 * 60 * 1000;
const AUTHORITY_DAYS = 3650;
/** Runtimes refuse server certificates that live longer than 398 days. */
const SERVER_DAYS = 397;
const RENEW_DAYS_BEFORE_EXPIRY = 30;
/** The other computers' clocks may be a little behind. */
const BACKDATE_MS = 60 * 60 * 1000;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export interface ServerCertificate {
  /** PEM: the server's certificate, then the authority's. */
  certificate: string;
  privateKey: string;
  /** PEM of the authority that clients are to trust. */
  authority: string;
  expires: Date;
}

interface Identity {
  certificate: x509.X509Certificate;
  keys: CryptoKeyPair;
}

/**
 * The lab's certificate for `localhost` and the loopback addresses, signed by the lab's own authority. Both are
 * made at the first run and again a month before they expire.
 * @param folder private keys are kept here, readable by the owner only
 */
export async function labCertificate(folder: string, now: Date): Promise<ServerCertificate> {
  const authorityFile = path.join(folder, "authority.pem");
  const serverFile = path.join(folder, "server.pem");
  let authority = await readIdentity(authorityFile, now);
  let server = await readIdentity(serverFile, now);
  if (!authority) {
    authority = await createAuthority(now);
    server = undefined;
    await writeIdentity(authorityFile, authority);
  }
  if (!server || !(await server.certificate.verify({ publicKey: authority.certificate, date: now }))) {
    server = await createServer(authority, now);
    await writeIdentity(serverFile, server);
  }
  const authorityPem = authority.certificate.toString("pem");
  return {
    certificate: `${server.certificate.toString("pem")}\n${authorityPem}\n`,
    privateKey: await exportKey(server.keys.privateKey),
    authority: authorityPem,
    expires: server.certificate.notAfter,
  };
}

/** Whether the certificate is to be made again now. */
export const isNearExpiry = (expires: Date, now: Date): boolean =>
  expires.getTime() - now.getTime() < RENEW_DAYS_BEFORE_EXPIRY * DAY_MS;

async function createAuthority(now: Date): Promise<Identity> {
  const keys = await createKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Service connection point lab",
    ...validity(now, AUTHORITY_DAYS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function createServer(authority: Identity, now: Date): Promise<Identity> {
  const keys = await createKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    subject: "CN=localhost",
    issuer: authority.certificate.subject,
    ...validity(now, SERVER_DAYS),
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" },
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
    ],
  });
  return { certificate, keys };
}

const createKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

const validity = (now: Date, days: number) => ({
  notBefore: new Date(now.getTime() - BACKDATE_MS),
  notAfter: new Date(now.getTime() + days * DAY_MS),
});

async function exportKey(key: CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey("pkcs8", key));
  return x509.PemConverter.encode(der, "PRIVATE KEY");
}

/** Certificate and key travel in one file, so that a kill cannot leave a pair that does not fit. */
async function writeIdentity(file: string, { certificate, keys }: Identity): Promise<void> {
  const pem = `${certificate.toString("pem")}\n${await exportKey(keys.privateKey)}\n`;
  await writeFileAtomic(file, Buffer.from(pem), 0o600);
}

async function readIdentity(file: string, now: Date): Promise<Identity | undefined> {
  const pem = await readFile(file, "utf8").catch(() => undefined);
  if (!pem) return undefined;
  const [certificateDer, keyDer] = x509.PemConverter.decode(pem);
  if (!certificateDer || !keyDer) return undefined;
  const certificate = new x509.X509Certificate(certificateDer);
  if (isNearExpiry(certificate.notAfter, now)) return undefined;
  const privateKey = await crypto.subtle.importKey("pkcs8", keyDer, ALGORITHM, true, ["sign"]);
  return { certificate, keys: { privateKey, publicKey: await certificate.publicKey.export() } };
}
