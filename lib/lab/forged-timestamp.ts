import { Metadata, Timestamp } from "@tufjs/models";
import { loadSigner } from "@/lib/updates/publish/keys";
import type { Publisher } from "@/lib/updates/publish/publisher";
import { readRepository } from "@/lib/updates/publish/repository";
import { expiresAt } from "@/lib/updates/publish/roles";

/**
 * A timestamp with the right signature and the wrong content, as an attacker would replay it. An expired one is
 * newer than any the client has, or it would be dropped unread; one rolled back is the first ever signed.
 * @returns the JSON to serve in place of `timestamp.json`
 */
export async function forgedTimestamp(
  publisher: Publisher,
  kind: "expired" | "rolled-back",
): Promise<Buffer> {
  const state = await readRepository(publisher.repository);
  const { version, specVersion, snapshotMeta } = state.timestamp.signed;
  const forged = new Metadata(
    new Timestamp({
      specVersion,
      snapshotMeta,
      version: kind === "expired" ? version + 1 : 1,
      expires: expiresAt(publisher.now, kind === "expired" ? -1 : publisher.lifetimeDays.timestamp),
    }),
  );
  const signer = await loadSigner(publisher.keys, "timestamp", state.root.signed);
  forged.sign((data) => signer.sign(data));
  return Buffer.from(JSON.stringify(forged.toJSON()));
}
