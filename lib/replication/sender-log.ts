import type { ComponentLog } from "@/lib/executive/component-thread";
import { transferRoot } from "./distribution";
import type { Grant } from "./sender-grants";

/** The lines of a transfer in sender.log, each once (reference/updates.md §4.1 step 7). */
export class SenderLog {
  /** Begun transfers; true when the end has been said too. */
  private readonly transfers = new Map<string, boolean>();

  constructor(private readonly log: ComponentLog) {}

  /** A site asked for a file of a version it may fetch. */
  asked(grant: Grant): void {
    const key = keyOf(grant);
    // Repairs are no transfers of a send request.
    if (grant.state !== "sending" || this.transfers.has(key)) return;
    this.transfers.set(key, false);
    const root = transferRoot(grant.packageId, grant.version);
    const about = { packageGuid: grant.packageGuid };
    this.log.info(`Package file = ${root}`, about);
    this.log.info(`Sending Started [${root}]`, about);
  }

  /** How the transfers are by now. @param grants all that may be fetched at the moment */
  follow(grants: readonly Grant[]): void {
    const now = new Map(grants.map((grant) => [keyOf(grant), grant]));
    for (const [key, ended] of this.transfers) {
      const grant = now.get(key);
      // Failed, canceled or begun anew under another send request: that one has its own lines.
      if (!grant) this.transfers.delete(key);
      else if (!ended && grant.state !== "sending") {
        this.transfers.set(key, true);
        const root = transferRoot(grant.packageId, grant.version);
        this.log.info(`Sending completed [${root}]`, { packageGuid: grant.packageGuid });
      }
    }
  }
}

const keyOf = ({ packageId, version, siteCode, sendRequestId }: Grant): string =>
  `${packageId}.${version} ${siteCode} ${sendRequestId}`;
