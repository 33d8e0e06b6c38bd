import type { DetailedPeerCertificate, TLSSocket } from "node:tls";

/** A certificate the other side presented, as a reader names it. */
export interface PresentedCertificate {
  subject: string;
  issuer: string;
  /** SHA-256 of the certificate, upper-case hex with colons. */
  fingerprint: string;
  validFrom: string;
  validTo: string;
}

const LONGEST_CHAIN = 10;

/** What the other side presented, its own certificate first. */
export function presentedChain(socket: TLSSocket): PresentedCertificate[] {
  const chain: PresentedCertificate[] = [];
  let link: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (link?.fingerprint256 && chain.length < LONGEST_CHAIN) {
    chain.push({
      subject: nameOf(link.subject),
      issuer: nameOf(link.issuer),
      fingerprint: link.fingerprint256,
      validFrom: new Date(link.valid_from).toISOString(),
      validTo: new Date(link.valid_to).toISOString(),
    });
    // Node lets one that signed itself point at itself.
    if (link.issuerCertificate === link) break;
    link = link.issuerCertificate;
  }
  return chain;
}

/** What says best who it is: common name, else organization. */
function nameOf(name: DetailedPeerCertificate["subject"] | undefined): string {
  const common = one(name?.CN);
  const organization = one(name?.O);
  if (common && organization && common !== organization) return `${common} (${organization})`;
  return common ?? organization ?? one(name?.OU) ?? "?";
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;
