import { readFileSync } from "node:fs";
import { openWire } from "@/lib/connectivity/wire";
import { downloadFiles } from "@/lib/updates/download/download-files";

/** One download by the product's engine in a process of its own: url bytes sha256 folder streams. */
const [url = "", bytes = "", sha256 = "", folder = "", streams = ""] = process.argv.slice(2);
const wire = openWire({ certificateAuthorities: null, proxy: null });
const startedAt = performance.now();
await downloadFiles({
  files: [{ path: "payload.bin", url, bytes: Number(bytes), sha256 }],
  folder,
  wire,
  streams: Number(streams),
  signal: new AbortController().signal,
  verified: new Set(),
});
const seconds = (performance.now() - startedAt) / 1_000;
await wire.close();
const peakKib = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
process.stdout.write(JSON.stringify({ seconds, peakMib: peakKib / 1024 }));
