import "reflect-metadata";
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as x509 from "@peculiar/x509";
import { Day, Hour } from "@/lib/clock";
import { inTurn } from "@/lib/content-library/pins";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";

const VALID_DAYS = 397;
const RENEW_DAYS_BEFORE_EXPIRY = 30;
/** The other servers' clocks may be a little behind. */
const BACKDATE_MS = Hour.ms;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** What a server proves itself with to other servers, PEM. */
export interface ServerIdentity {
  certificate: string;
  privateKey: string;
  expires: Date;
}

/**
 * The server's own certificate, made at the first call and again a month before it expires. The key is readable by
 * the account of the executive only and never leaves the installation folder.
 */
export function serverIdentity(installDir: string, fqdn: string, now: Date): Promise<ServerIdentity> {
  const file = path.join(installDir, "file-exchange", "identity.pem");
  // Several threads of a server ask at once; they must get the same.
  return inTurn(file, async () => {
    const known = await readIdentity(file, fqdn, now);
    if (known) return known;
    const made = await createIdentity(fqdn, now);
    // Certificate and key in one file: a kill cannot leave a pair that does not fit.
    await writeFileAtomic(file, Buffer.from(`${made.certificate}\n${made.privateKey}\n`), 0o600);
    return made;
  });
}

async function createIdentity(fqdn: string, now: Date): Promise<ServerIdentity> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [fqdn] }],
    notBefore: new Date(now.getTime() - BACKDATE_MS),
    notAfter: new Date(now.getTime() + VALID_DAYS * Day.ms),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      new x509.SubjectAlternativeNameExtension([{ type: "dns", value: fqdn }]),
    ],
  });
  const der = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
  return {
    certificate: certificate.toString("pem"),
    privateKey: x509.PemConverter.encode(der, "PRIVATE KEY"),
    expires: certificate.notAfter,
  };
}

async function readIdentity(file: string, fqdn: string, now: Date): Promise<ServerIdentity | null> {
  const pem = await readFile(file, "utf8").catch(() => null);
  if (!pem) return null;
  const [certificateDer, keyDer] = x509.PemConverter.decode(pem);
  if (!certificateDer || !keyDer) return null;
  const certificate = new x509.X509Certificate(certificateDer);
  const renewAt = certificate.notAfter.getTime() - RENEW_DAYS_BEFORE_EXPIRY * Day.ms;
  if (now.getTime() >= renewAt || certificate.subjectName.getField("CN")[0] !== fqdn) return null;
  return {
    certificate: certificate.toString("pem"),
    privateKey: x509.PemConverter.encode(keyDer, "PRIVATE KEY"),
    expires: certificate.notAfter,
  };
}
