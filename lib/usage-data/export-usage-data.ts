import { z } from "zod";
import { ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { countRows, documentCsv } from "./document-rows";
import { EXPORT_FORMATS, type ExportFormat, usageDataFileName } from "./file-name";
import { findDocument, runInput } from "./find-document";
import { readDocument, readDocumentText } from "./read-document";

const CONTENT_TYPES: Record<ExportFormat, string> = {
  "json.gz": "application/gzip",
  json: "application/json",
  csv: "text/csv; charset=utf-8",
};

export interface UsageDataFile {
  fileName: string;
  contentType: string;
  /** Rows of the table, or items of the document. */
  rows: number;
  content: Iterable<Uint8Array>;
}

/** Lines travel in pieces of about this size. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * A collection as a file: `json.gz` is what travels, `json` the text inside, both byte by byte; `csv` has a row for each
 * value and opens in a spreadsheet as data only.
 */
export const exportUsageData = defineCommand({
  name: "export-usage-data",
  action: "usage-data.export",
  input: runInput.extend({ format: z.enum(EXPORT_FORMATS) }),
  async run({ db }, { runId, format }) {
    const found = await findDocument(db, runId);
    if (!found.ok) return found;
    const { body } = found.value;
    const document = await readDocument(body);
    const file = {
      fileName: usageDataFileName(document, format),
      contentType: CONTENT_TYPES[format],
    };
    if (format === "csv") {
      return ok({
        ...file,
        rows: countRows(document),
        content: inPieces(documentCsv(document)),
      } as UsageDataFile);
    }
    const content = [format === "json" ? Buffer.from(await readDocumentText(body)) : body];
    return ok({ ...file, rows: document.items.length, content } as UsageDataFile);
  },
  audit: ({ runId, format }, { rows }) => ({
    messageId: 60004,
    objectType: "usage-data",
    objectId: runId,
    strings: [format, String(rows)],
  }),
});

function* inPieces(lines: Iterable<string>): Generator<Uint8Array> {
  let piece = "";
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  if (piece) yield Buffer.from(piece);
}
