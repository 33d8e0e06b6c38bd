import type { ServerResponse } from "node:http";
import { readRepository } from "@/lib/updates/publish/repository";
import { type Receipt, type Relevance, TUS_VERSION } from "@/lib/usage-data/ingestion-protocol";
import { USAGE_DOCUMENT_MAX_BYTES } from "@/lib/usage-data/model";
import { readUploadMetadata } from "@/lib/usage-data/upload-metadata";
import type { FaultBoard } from "../faults";
import { refuseByFault } from "../refuse-by-fault";
import { type Exchange, type LabRoute, sendJson } from "../router";
import type { BatchStore, StoredUpload } from "./batch-store";
import { judgeRelevance } from "./judge-relevance";
import { UploadLocks } from "./upload-locks";
import { whatArrives } from "./what-arrives";

export const USAGE_DATA_PATH = "/usage-data/";
const BATCHES = `${USAGE_DATA_PATH}batches/`;
const HIERARCHIES = `${USAGE_DATA_PATH}hierarchies/`;

export interface UsageDataService {
  batches: BatchStore;
  /** Folder of the catalogue that relevance is judged for. */
  repository: () => string;
  now: () => Date;
}

/** The ingestion of usage data (lib/usage-data/ingestion-protocol.ts), and the faults that are on. */
export function usageDataRoutes(service: UsageDataService, faults: FaultBoard): LabRoute[] {
  const { batches } = service;
  const locks = new UploadLocks();
  const tus =
    (handle: (exchange: Exchange) => Promise<void>) =>
    async (exchange: Exchange): Promise<void> => {
      const { request, response } = exchange;
      response.setHeader("tus-resumable", TUS_VERSION);
      response.setHeader("cache-control", "no-store");
      if (refuseByFault(exchange, faults)) return;
      if (request.headers["tus-resumable"] === TUS_VERSION) return handle(exchange);
      response.setHeader("tus-version", TUS_VERSION);
      sendJson(response, 412, { code: "version-unsupported" });
    };

  return [
    {
      methods: ["POST"],
      path: BATCHES,
      handle: tus(async ({ request, response, rest }) => {
        if (rest !== "") return sendJson(response, 404, { code: "not-found" });
        const bytes = numberOf(request.headers["upload-length"]);
        const metadata = readUploadMetadata(headerOf(request.headers["upload-metadata"]));
        if (bytes === null || bytes === 0 || !metadata)
          return sendJson(response, 400, { code: "upload-invalid" });
        if (bytes > USAGE_DOCUMENT_MAX_BYTES) return sendJson(response, 413, { code: "upload-too-large" });
        const upload = await batches.create(metadata, bytes);
        response.writeHead(201, { location: `${BATCHES}${upload.id}` }).end();
      }),
    },
    {
      methods: ["HEAD"],
      path: BATCHES,
      handle: tus(async ({ response, rest }) => {
        if (faults.take("lost-upload", () => true)) await batches.remove(rest);
        await locks.hold(rest, async () => {
          const upload = await batches.find(rest);
          if (!upload) return void response.writeHead(404).end();
          const wrong = faults.take("wrong-offset", () => true)?.bytes ?? 0;
          response.writeHead(200, {
            "upload-offset": Math.max(0, upload.offset + wrong),
            "upload-length": upload.bytes,
          });
          response.end();
        });
      }),
    },
    {
      methods: ["PATCH"],
      path: BATCHES,
      handle: tus(async ({ request, response, rest }) => {
        if (request.headers["content-type"] !== "application/offset+octet-stream")
          return sendJson(response, 415, { code: "content-type-unsupported" });
        await locks.hold(rest, async (released) => {
          const upload = await batches.find(rest);
          if (!upload) return sendJson(response, 404, { code: "not-found" });
          const asked = numberOf(request.headers["upload-offset"]);
          const isConflict = faults.take("upload-conflict", () => true) !== undefined;
          if (isConflict || asked !== upload.offset)
            return sendJson(response, 409, { code: "offset-conflict" });
          const cut = faults.take("cut-upload", () => true);
          const offset = await batches.append(upload, whatArrives(request, released, cut?.afterBytes));
          if (cut) return void response.destroy();
          await answerPart(response, { ...upload, offset });
        });
      }),
    },
    {
      methods: ["GET"],
      path: BATCHES,
      async handle(exchange) {
        const { response, rest } = exchange;
        if (refuseByFault(exchange, faults)) return;
        const upload = await batches.find(/^(.+)\/receipt$/.exec(rest)?.[1] ?? "");
        if (!upload) return sendJson(response, 404, { code: "not-found" });
        if (upload.offset < upload.bytes) return sendJson(response, 409, { code: "upload-incomplete" });
        const taken = await batches.accept(upload);
        if (typeof taken === "string") return sendJson(response, 422, { code: taken });
        const relevance = await judgeAll(service, upload.metadata.hierarchy);
        if (!relevance) throw new Error("an accepted batch is not among the accepted ones");
        const { receiptId, acceptedAt } = taken;
        const isWrong = faults.take("wrong-receipt", () => true) !== undefined;
        const bodySha256 = isWrong ? "0".repeat(64) : taken.bodySha256;
        sendJson(response, 200, { receiptId, bodySha256, acceptedAt, relevance } satisfies Receipt);
      },
    },
    {
      methods: ["GET"],
      path: HIERARCHIES,
      async handle(exchange) {
        const { response, rest } = exchange;
        if (refuseByFault(exchange, faults)) return;
        const hierarchy = /^(.+)\/relevance$/.exec(rest)?.[1];
        const relevance = hierarchy ? await judgeAll(service, hierarchy) : null;
        if (!relevance) return sendJson(response, 404, { code: "not-found" });
        const isMalformed = faults.take("malformed-relevance", () => true) !== undefined;
        sendJson(response, 200, isMalformed ? { ...relevance, updates: "all" } : relevance);
      },
    },
  ];

  async function answerPart(response: ServerResponse, upload: StoredUpload): Promise<void> {
    if (upload.offset === upload.bytes) {
      const taken = await batches.accept(upload);
      if (typeof taken === "string") return sendJson(response, 422, { code: taken });
    }
    response.writeHead(204, { "upload-offset": upload.offset }).end();
  }
}

async function judgeAll(
  { batches, repository, now }: UsageDataService,
  hierarchy: string,
): Promise<Relevance | null> {
  const newest = await batches.newestAccepted(hierarchy);
  if (!newest) return null;
  const { manifest } = await readRepository(repository());
  return {
    bodySha256: newest.receipt.bodySha256,
    evaluatedAt: now().toISOString(),
    updates: manifest.updates.map((entry) => {
      const reason = judgeRelevance(entry, newest.inputs);
      return { packageGuid: entry.packageGuid, relevant: reason === null, ...(reason && { reason }) };
    }),
  };
}

const numberOf = (header: string | string[] | undefined): number | null =>
  typeof header === "string" && /^\d{1,15}$/.test(header) ? Number(header) : null;

const headerOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === "string" ? header : undefined;
