import { open } from "node:fs/promises";
import path from "node:path";
import { isMissing } from "@/lib/content-library/content-error";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { type FileExchangePeer, openPeer, peerOver } from "@/lib/file-exchange/open-peer";
import { findSourceServer } from "../updates/easy-setup/prepare-easy-setup-package";
import { packageFolder } from "../updates/run-download";
import { ReplicationError } from "./failure";

/**
 * Opens `EasySetupPayload/<GUID>` of the server that holds the role: on this server, or over the file exchange.
 * Paths are those below the package's folder, whatever the share.
 * @throws ReplicationError `source-server-unknown`, and what the file exchange throws
 */
export async function openPayloadSource(
  thread: ThreadContext,
  packageGuid: string,
): Promise<FileExchangePeer> {
  const server = await findSourceServer(thread.db);
  if (!server) throw new ReplicationError("source-server-unknown", { server: "EasySetupPayload" });
  const { id, fqdn } = server;
  if (id === thread.serverId) return localPayload(fqdn, packageFolder(thread.installDir, packageGuid));
  const peer = await openPeer(thread, id);
  const inShare = (file: string) => ({ share: "EasySetupPayload", path: `${packageGuid}/${file}` }) as const;
  return {
    ...peer,
    readRange: (request) => peer.readRange({ ...request, ...inShare(request.path) }),
    readStream: (request) => peer.readStream({ ...request, ...inShare(request.path) }),
    readFile: (request) => peer.readFile({ ...request, ...inShare(request.path) }),
  };
}

const localPayload = (fqdn: string, folder: string): FileExchangePeer =>
  peerOver(
    fqdn,
    async ({ path: file, start, end, signal }) => {
      signal.throwIfAborted();
      const handle = await open(path.join(folder, ...file.split("/")), "r").catch((error) => {
        if (!isMissing(error)) throw error;
        throw new ReplicationError("source-incomplete", { path: file }, { cause: error });
      });
      try {
        const { size } = await handle.stat();
        const data = Buffer.alloc(Math.max(0, Math.min(end, size) - start));
        const { bytesRead } = await handle.read(data, 0, data.length, start);
        return { data: data.subarray(0, bytesRead), totalBytes: size };
      } finally {
        await handle.close();
      }
    },
    () => {},
  );
