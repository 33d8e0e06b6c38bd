import type { Result } from "@/lib/result";

type Command<T = unknown> = (input: unknown) => Promise<Result<T>>;

/** What the page of the offline round trip can start: its server actions. */
export interface OfflineCommands {
  /** `{wants}`: packs a request. */
  prepare: Command;
  /** Looks into the transfer folders of the server now. */
  look: Command;
  /** `{path}`: has a package of a transfer folder examined. */
  examine: Command<{ importId: string }>;
  /** `{importId, acceptExpired}`. */
  approve: Command;
  /** `{importId}`. */
  cancel: Command;
}
