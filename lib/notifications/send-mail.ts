import { createTransport } from "nodemailer";
import { Second } from "@/lib/clock";
import type { mailServer } from "@/lib/db/schema";
import { NotificationError, type NotificationErrorCode } from "./notification-error";

export type MailServer = Pick<
  typeof mailServer.$inferSelect,
  "host" | "port" | "security" | "from" | "userName"
>;

export interface MailToSend {
  /** Unique; the same at each attempt, so that whoever gets it twice can tell. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
}

const TIMEOUTS = {
  connectionTimeout: 15 * Second.ms,
  greetingTimeout: 15 * Second.ms,
  socketTimeout: 60 * Second.ms,
  dnsTimeout: 15 * Second.ms,
};

/**
 * Hands a mail to the company's mail server. That is not the cloud: it is done whatever mode the role runs in.
 * @param password in clear; null: the server wants none
 * @throws NotificationError
 */
export async function sendMail(
  { host, port, security, from, userName }: MailServer,
  password: string | null,
  { messageId, to, subject, text }: MailToSend,
): Promise<void> {
  const transport = createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    auth: userName ? { user: userName, pass: password ?? "" } : undefined,
    tls: { minVersion: "TLSv1.2" },
    disableFileAccess: true,
    disableUrlAccess: true,
    ...TIMEOUTS,
  });
  try {
    await transport.sendMail({
      from,
      to,
      subject,
      text,
      messageId: `<${messageId}@${domainOf(from)}>`,
      headers: { "auto-submitted": "auto-generated" },
    });
  } catch (error) {
    throw mailError(error, host, port);
  } finally {
    transport.close();
  }
}

const domainOf = (address: string): string => address.split("@").at(-1) ?? "localhost";

/** By nodemailer's own code of the failure. */
const CODES: Record<string, NotificationErrorCode> = {
  EDNS: "mail-server-unreachable",
  ECONNECTION: "mail-server-unreachable",
  ESOCKET: "mail-server-unreachable",
  ETIMEDOUT: "mail-server-silent",
  ETLS: "mail-server-insecure",
  EAUTH: "mail-login-refused",
  EENVELOPE: "mail-address-refused",
  EMESSAGE: "mail-refused",
  EPROTOCOL: "mail-refused",
};

/** No text of the server is passed on: it could say the password back. */
function mailError(error: unknown, host: string, port: number): NotificationError {
  const {
    code = "",
    responseCode = 0,
    cause,
  } = error as {
    code?: string;
    responseCode?: number;
    cause?: { code?: string };
  };
  const isTls = /CERT|SSL|TLS/.test(`${code} ${cause?.code ?? ""} ${messageCode(error)}`);
  const named = isTls ? "mail-server-insecure" : (CODES[code] ?? "unexpected");
  return new NotificationError(named, { host, port, status: responseCode }, { cause: error });
}

/** Node writes what is wrong with a certificate into the message alone when nodemailer wraps the error. */
const messageCode = (error: unknown): string =>
  error instanceof Error && /certificate|wrong version number/i.test(error.message) ? "TLS" : "";
