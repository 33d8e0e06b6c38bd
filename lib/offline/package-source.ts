import type { WireResponse } from "@/lib/connectivity/wire";
import type { CatalogueSource } from "@/lib/updates/catalogue/read-catalogue";
import { targetUrl } from "@/lib/updates/target-url";
import { TransferError } from "./failure";
import { METADATA_FOLDER, TARGETS_FOLDER } from "./model";
import type { TransferPackage } from "./open-package";

/** Names nothing that exists (RFC 2606): what would ask for it on a network gets no answer. */
const BASE = "https://transfer-package.invalid/";

const METADATA_URL = `${BASE}${METADATA_FOLDER}`;
const TARGETS_URL = `${BASE}${TARGETS_FOLDER}`;

/** Where {@link packageSource} has a target. */
export const packedTargetUrl = (target: { targetPath: string; sha256: string }): string =>
  targetUrl(TARGETS_URL, target.targetPath, target.sha256);

/**
 * A transfer package in the place of the cloud: the same questions, by the same client and the same download, answered
 * from the zip. What comes is verified as what a server sends.
 */
export function packageSource(
  pack: TransferPackage,
  environment: Pick<CatalogueSource["environment"], "id" | "catalogueTrustedRoot">,
): CatalogueSource {
  return {
    environment: {
      ...environment,
      catalogueMetadataUrl: METADATA_URL,
      catalogueTargetsUrl: TARGETS_URL,
    },
    async get(url, { headers, signal } = {}) {
      const path = entryOf(url);
      const bytes = pack.bytesOf(path);
      // By this the client learns that there is no newer root; all else must be there.
      if (bytes === null && /\.root\.json$/.test(path)) return answer(404, nothing(), {});
      if (bytes === null) throw new TransferError("transfer-contents-differ", { path });
      const range = /^bytes=(\d+)-(\d+)$/.exec(headers?.range ?? "");
      const part = range && pack.readPart(path, Number(range[1]), Number(range[2]) + 1);
      if (part) return answer(206, part, { "content-range": `bytes ${range[1]}-${range[2]}/${bytes}` });
      const whole =
        pack.readPart(path, 0, bytes) ?? pack.stream(path, signal ?? new AbortController().signal);
      return answer(200, whole, { "content-length": String(bytes) });
    },
  };
}

/** Targets lie under their hash, by which a client of consistent snapshots asks for them (TUF 1.0 §5.7.3). */
function entryOf(url: string): string {
  const path = decodeURIComponent(new URL(url).pathname.slice(1));
  if (!path.startsWith(TARGETS_FOLDER)) return path;
  const hash = /([0-9a-f]{64})\.[^/]*$/.exec(path)?.[1];
  return hash === undefined ? path : TARGETS_FOLDER + hash;
}

const answer = (
  status: number,
  body: AsyncIterable<Buffer>,
  headers: Record<string, string>,
): WireResponse => ({ status, header: (name) => headers[name], body, discard: () => {} });

async function* nothing(): AsyncGenerator<Buffer> {}
