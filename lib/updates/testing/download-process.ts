import { readFileSync } from "node:fs";
import { openWire } from "@/lib/connectivity/wire";
import { downloadFiles } from "@/lib/updates/download/download-files";
import type { PlannedFile } from "@/lib/updates/download/plan";

/** A download in a process of its own, to be killed: reads {files, folder, streams} from the named file. */
const request = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as {
  files: PlannedFile[];
  folder: string;
  streams: number;
};
const wire = openWire({ certificateAuthorities: null, proxy: null });
await downloadFiles({
  ...request,
  wire,
  signal: new AbortController().signal,
  verified: new Set(),
  onStarted: (progress) => setInterval(() => process.send?.(progress.bytesDone()), 20).unref(),
});
process.exit(0);
