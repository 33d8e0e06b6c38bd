import path from "node:path";
import { metadataFolder, targetFile, targetsFolder } from "@/lib/updates/publish/layout";
import type { Publisher } from "@/lib/updates/publish/publisher";
import { readRepository } from "@/lib/updates/publish/repository";
import { cutConnection, flipByte, slowDown } from "./body-steps";
import type { FaultBoard } from "./faults";
import { forgedTimestamp } from "./forged-timestamp";
import { refuseByFault } from "./refuse-by-fault";
import { type Exchange, type LabRoute, sendJson } from "./router";
import { type BodyStep, serveFile } from "./serve-file";

export const METADATA_PATH = "/catalogue/metadata/";
export const TARGETS_PATH = "/catalogue/targets/";

const METHODS = ["GET", "HEAD"];
const IMMUTABLE = "public, max-age=31536000, immutable";
const ALWAYS_ASK = "no-cache";

/**
 * The update catalogue as static files, the way any web server would host it, and the faults that are on.
 * @param publisher gives the repository's folder, and the keys that forged timestamps need
 */
export function catalogueRoutes(publisher: () => Publisher, faults: FaultBoard): LabRoute[] {
  return [
    {
      methods: METHODS,
      path: METADATA_PATH,
      async handle(exchange) {
        if (refuseByFault(exchange, faults)) return;
        const { request, response, rest } = exchange;
        const isTimestamp = rest === "timestamp.json";
        const forgery = isTimestamp ? forgeryOf(faults) : undefined;
        if (forgery) {
          response.setHeader("content-type", "application/json");
          response.end(await forgedTimestamp(publisher(), forgery));
          return;
        }
        if (!isPublicPath(rest)) return sendJson(response, 404, { code: "not-found" });
        await serveFile(request, response, {
          file: path.join(metadataFolder(publisher().repository), rest),
          contentType: "application/json",
          cacheControl: isTimestamp ? ALWAYS_ASK : IMMUTABLE,
          steps: wireSteps(exchange, faults),
        });
      },
    },
    {
      methods: METHODS,
      path: TARGETS_PATH,
      async handle(exchange) {
        if (refuseByFault(exchange, faults)) return;
        const { request, response, rest } = exchange;
        if (!isPublicPath(rest)) return sendJson(response, 404, { code: "not-found" });
        const target = targetOf(rest);
        const flip = faults.take("flip-byte", (fault) => fault.target === target);
        const truncate = faults.take("truncate", (fault) => fault.target === target);
        await serveFile(request, response, {
          file:
            (await swappedFile(publisher().repository, target, faults)) ??
            fileOf(publisher().repository, rest),
          contentType: "application/octet-stream",
          cacheControl: IMMUTABLE,
          lengthBytes: truncate?.bytes,
          steps: [...(flip ? [flipByte(flip.offset)] : []), ...wireSteps(exchange, faults)],
        });
      },
    },
  ];
}

const fileOf = (repository: string, rest: string): string => path.join(targetsFolder(repository), rest);

/** Files that are still being written, and the lock, begin with a dot. */
const isPublicPath = (rest: string): boolean =>
  rest.split("/").every((segment) => segment !== "" && !segment.startsWith(".") && !/[\\\0]/.test(segment));

/** `a/<sha256>.b.cab` → `a/b.cab`. */
const targetOf = (rest: string): string => rest.replace(/[0-9a-f]{64}\.([^/]*)$/, "$1");

async function swappedFile(
  repository: string,
  target: string,
  faults: FaultBoard,
): Promise<string | undefined> {
  const swap = faults.take("swap-targets", (fault) => fault.target === target || fault.with === target);
  if (!swap) return undefined;
  const { targets } = await readRepository(repository);
  const other = targets.signed.targets[swap.target === target ? swap.with : swap.target];
  return other && targetFile(repository, other.path, other.hashes.sha256 ?? "");
}

function forgeryOf(faults: FaultBoard): "expired" | "rolled-back" | undefined {
  if (faults.take("expired-timestamp", () => true)) return "expired";
  return faults.take("rolled-back-metadata", () => true) && "rolled-back";
}

function wireSteps({ path: requested }: Exchange, faults: FaultBoard): BodyStep[] {
  const slow = faults.take("slow", (fault) => requested.includes(fault.path));
  const cut = faults.take("cut-connection", (fault) => requested.includes(fault.path));
  return [...(slow ? [slowDown(slow.bytesPerSecond)] : []), ...(cut ? [cutConnection(cut.afterBytes)] : [])];
}
