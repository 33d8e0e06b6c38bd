import { readFileSync } from "node:fs";
import path from "node:path";
import { ContentLibrary } from "@/lib/content-library/content-library";
import { serverIdentity } from "@/lib/file-exchange/identity";
import { peerOver } from "@/lib/file-exchange/open-peer";
import { PeerConnection } from "@/lib/file-exchange/peer-connection";
import { ensureManifest, type ManifestRef, pullContent } from "@/lib/file-exchange/pull-content";

/** A receiving site in a process of its own, which begins when told: <folder of all sites> <site> <sender> <port> <ref> */
const [folder = "", site = "", sender = "", port = "", reference = ""] = process.argv.slice(2);
const ref = JSON.parse(reference) as ManifestRef;
const signal = new AbortController().signal;
const identityOf = (name: string) => serverIdentity(path.join(folder, name), name, new Date());
const { certificate } = await identityOf(sender);
const address = { server: sender, url: `https://127.0.0.1:${port}`, certificate, account: null };
const connection = new PeerConnection(address, await identityOf(site));
const peer = peerOver(
  sender,
  (request) => connection.range(request),
  () => connection.close(),
);
const library = new ContentLibrary(path.join(folder, site));
process.once("message", async () => {
  const manifest = await ensureManifest({ peer, library, signal }, ref);
  const missing = await library.findMissing(manifest, { deep: false, signal });
  await pullContent({ peer, library, manifest, missing, signal, streams: 4 });
  peer.close();
  const peakKib = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
  process.send?.({ peakMib: peakKib / 1024 }, () => process.exit(0));
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
