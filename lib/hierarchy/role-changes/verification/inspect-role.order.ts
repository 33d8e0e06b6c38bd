import { z } from "zod";
import { namedSecrets } from "../hand-over/sealed-secrets";

/** What asking for it needs, without what does it. */
export const INSPECT_ROLE = {
  kind: "inspect-role",
  /** Since when the logs must have been written: an ISO text. */
  input: z.object({ since: z.string() }),
};

/** What the server that holds the role found out about itself. */
export const roleInspection = z.object({
  /** Logs of the role's threads without a line since then. */
  silentLogs: z.array(z.string()),
  /** Secrets of the role that it cannot open, by name, with the ids of their rows. */
  unreadable: namedSecrets.element.extend({ id: z.string() }).array(),
});

export type RoleInspection = z.infer<typeof roleInspection>;
