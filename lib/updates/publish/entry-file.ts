import { readFile } from "node:fs/promises";
import type { z } from "zod";
import {
  type ManifestEntry,
  type ManifestEntryFacts,
  manifestEntryFactsSchema,
  manifestEntrySchema,
} from "../manifest";
import { PublishError } from "./failure";

/**
 * Reads the JSON file in which a publisher describes an update.
 * @throws PublishError `entry-not-json`, `entry-invalid` naming every faulty field
 */
export async function readEntryFile(file: string): Promise<ManifestEntryFacts> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PublishError("entry-not-json", { file, reason }, { cause });
  }
  return parse(manifestEntryFactsSchema, json);
}

/** @throws PublishError `entry-invalid` naming every faulty field */
export const parseEntry = (entry: unknown): ManifestEntry => parse(manifestEntrySchema, entry);

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join(".") || "(entry)"}: ${message}`,
  );
  throw new PublishError("entry-invalid", { faults: faults.join("\n") });
}
