import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { Day } from "@/lib/clock";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import { batchMetadata } from "@/lib/usage-data/ingestion-protocol";
import { readDocument } from "@/lib/usage-data/read-document";
import { type RelevanceInputs, relevanceInputsOf } from "@/lib/usage-data/relevance-inputs";
import type { BatchMetadata } from "@/lib/usage-data/upload-metadata";
import { type BatchFault, examineBatch } from "./examine-batch";

/** What the service keeps data for (reference/usage-data.md §1). */
const RETENTION_MS = 365 * Day.ms;
/** Uploads that nobody goes on with. */
const UNFINISHED_MS = 7 * Day.ms;

const uploadFile = z.object({
  metadata: batchMetadata,
  bytes: z.int().min(0),
  createdAt: z.iso.datetime(),
});
const receiptFile = z.object({
  receiptId: z.guid(),
  bodySha256: z.string(),
  acceptedAt: z.iso.datetime(),
  collectedAt: z.iso.datetime(),
});
export type StoredReceipt = z.infer<typeof receiptFile>;

/** An upload, its bytes so far and what they should become. */
export interface StoredUpload {
  /** `<hierarchy folder>/<SHA-256>`: its place below the batches, on disk and in the URL. */
  id: string;
  metadata: BatchMetadata;
  bytes: number;
  offset: number;
  receipt: StoredReceipt | null;
}

const UPLOAD_ID = /^[0-9a-f]{64}\/[0-9a-f]{64}$/;

/** Usage data as files: a folder for each hierarchy, below it one for each batch, known by its SHA-256. */
export class BatchStore {
  constructor(
    private readonly folder: string,
    private readonly now: () => Date,
  ) {}

  /** Makes room for a batch; the same batch again has the room it has. */
  async create(metadata: BatchMetadata, bytes: number): Promise<StoredUpload> {
    await this.dropExpired();
    const id = `${folderOf(metadata.hierarchy)}/${metadata.sha256}`;
    const known = await this.find(id);
    if (known) return known;
    const createdAt = this.now().toISOString();
    await this.writeJson(id, "upload.json", { metadata, bytes, createdAt });
    return { id, metadata, bytes, offset: 0, receipt: null };
  }

  async find(id: string): Promise<StoredUpload | null> {
    if (!UPLOAD_ID.test(id)) return null;
    const upload = await this.readJson(id, "upload.json", uploadFile);
    if (!upload) return null;
    const body = await stat(this.file(id, "body")).catch(() => null);
    const receipt = await this.readJson(id, "receipt.json", receiptFile);
    return { id, metadata: upload.metadata, bytes: upload.bytes, offset: body?.size ?? 0, receipt };
  }

  /**
   * Adds what arrives until it ends.
   * @returns the offset that is on disk
   */
  async append({ id, bytes, offset }: StoredUpload, parts: AsyncIterable<Buffer>): Promise<number> {
    const body = await open(this.file(id, "body"), "a");
    let end = offset;
    try {
      for await (const part of parts) {
        const fitting = part.subarray(0, bytes - end);
        await body.appendFile(fitting);
        end += fitting.length;
      }
    } finally {
      await body.sync();
      await body.close();
    }
    return end;
  }

  /**
   * Takes a batch whose bytes are all there, once; a batch that is not what it says is thrown away.
   * @returns its receipt, or why it is refused
   */
  async accept(upload: StoredUpload): Promise<StoredReceipt | BatchFault> {
    if (upload.receipt) return upload.receipt;
    const examined = await examineBatch(await readFile(this.file(upload.id, "body")), upload.metadata);
    if (typeof examined === "string") {
      await this.remove(upload.id);
      return examined;
    }
    const receipt: StoredReceipt = {
      receiptId: randomUUID(),
      bodySha256: upload.metadata.sha256,
      acceptedAt: this.now().toISOString(),
      collectedAt: examined.collectedAt,
    };
    await this.writeJson(upload.id, "receipt.json", receipt);
    return receipt;
  }

  /** Forgets an upload, as an operator may. */
  async remove(id: string): Promise<void> {
    await rm(path.join(this.folder, id), { recursive: true, force: true });
  }

  /** What the newest batch of a hierarchy says of it; null before the first one. */
  async newestAccepted(
    hierarchy: string,
  ): Promise<{ receipt: StoredReceipt; inputs: RelevanceInputs | null } | null> {
    await this.dropExpired();
    const uploads = await this.list(folderOf(hierarchy));
    const receipts = uploads.flatMap(({ receipt }) => receipt ?? []);
    const newest = receipts.toSorted((a, b) => Date.parse(b.collectedAt) - Date.parse(a.collectedAt))[0];
    if (!newest) return null;
    const body = await readFile(this.file(`${folderOf(hierarchy)}/${newest.bodySha256}`, "body"));
    return { receipt: newest, inputs: relevanceInputsOf(await readDocument(body)) };
  }

  private async dropExpired(): Promise<void> {
    const now = this.now().getTime();
    for (const hierarchy of await readdir(this.folder).catch(() => [])) {
      for (const { id, receipt, createdAt } of await this.list(hierarchy)) {
        const age = now - Date.parse(receipt?.acceptedAt ?? createdAt);
        if (age > (receipt ? RETENTION_MS : UNFINISHED_MS)) await this.remove(id);
      }
    }
  }

  private async list(hierarchy: string) {
    const names = await readdir(path.join(this.folder, hierarchy)).catch(() => []);
    const read = async (name: string) => {
      const id = `${hierarchy}/${name}`;
      const upload = await this.readJson(id, "upload.json", uploadFile);
      if (!upload) return [];
      const receipt = await this.readJson(id, "receipt.json", receiptFile);
      return [{ id, createdAt: upload.createdAt, receipt }];
    };
    return (await Promise.all(names.map(read))).flat();
  }

  private file(id: string, name: string): string {
    return path.join(this.folder, id, name);
  }

  private async writeJson(id: string, name: string, content: object): Promise<void> {
    await mkdir(path.join(this.folder, id), { recursive: true });
    await writeFileAtomic(this.file(id, name), Buffer.from(JSON.stringify(content)));
  }

  private async readJson<T extends z.ZodType>(
    id: string,
    name: string,
    schema: T,
  ): Promise<z.output<T> | null> {
    const text = await readFile(this.file(id, name), "utf8").catch(() => null);
    return text === null ? null : schema.parse(JSON.parse(text));
  }
}

/** The name of a hierarchy is what a client says: only its hash becomes a path. */
const folderOf = (hierarchy: string): string => createHash("sha256").update(hierarchy).digest("hex");
