import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A company's mail server on loopback that takes everything and asks for nothing. */
export async function startMailServer() {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, _session, done) {
      let text = "";
      stream.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      stream.once("end", () => {
        // Quoted-printable breaks long lines.
        mails.push(text.replaceAll("=\r\n", ""));
        done();
      });
    },
  });
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  return {
    port,
    /** As they came, the first first. */
    mails,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
