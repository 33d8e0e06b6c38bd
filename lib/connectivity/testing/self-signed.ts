import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { Day } from "@/lib/clock";

/** As `https.createServer` takes it, PEM. */
export interface Identity {
  cert: string;
  key: string;
}

/** A certificate that vouches for itself, made out for `host`; over since yesterday where told. */
export async function selfSigned(host: string, { over = false } = {}): Promise<Identity> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${host}`,
    notBefore: new Date(Date.now() - 7 * Day.ms),
    notAfter: new Date(Date.now() + (over ? -Day.ms : Day.ms)),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true),
      new x509.SubjectAlternativeNameExtension([{ type: "dns", value: host }]),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { cert: certificate.toString("pem"), key: x509.PemConverter.encode(key, "PRIVATE KEY") };
}

/** For `https.createServer`: the newest protocol is one that no client should speak any more. */
export const ONLY_TLS_1_1 = {
  minVersion: "TLSv1",
  maxVersion: "TLSv1.1",
  ciphers: "ALL:@SECLEVEL=0",
} as const;
