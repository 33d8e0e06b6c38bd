import { z } from "zod";
import { findCollidingPath, isSafeManifestPath } from "../manifest-path";
import { InstallationError } from "./installation-failure";

/** The file list of an update, packed; the product has a cabinet here (reference/updates.md §4.3). */
export const UPDATE_MAP_ARCHIVE = "SMSSetup/update.map.zip";
/** The list itself: the archive's one entry, and the name it is extracted to. */
export const UPDATE_MAP = "SMSSetup/update.map";

/** A larger list is refused unread: 10,000 files of 180 characters twice stay below a third of it. */
export const UPDATE_MAP_MAX_BYTES = 16 * 1024 * 1024;

/** What a file is part of; each category is put in place by a step of its own (reference/updates.md §5). */
export const FILE_CATEGORIES = [
  /** CONFIGURATION_MANAGER_UPDATE itself, which is updated first. */
  "self",
  "file",
  "language-pack",
  "component",
  "control",
  "osd",
  "site-component-manager",
  "console",
  "client",
  "redist",
] as const;
export type FileCategory = (typeof FILE_CATEGORIES)[number];

const safePath = z.string().min(1).refine(isSafeManifestPath, "is not a safe relative path");

const mappedFileSchema = z.strictObject({
  /** Below the package's folder, `/` as separator. */
  source: safePath,
  /** Below `<install>`, `/` as separator. */
  target: safePath,
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256 in hex"),
  category: z.enum(FILE_CATEGORIES),
});
export type MappedFile = z.output<typeof mappedFileSchema>;

/** Folders of `<install>` that belong to the engine, to other components or to the operator. */
const RESERVED_FOLDERS = new Set([
  ".update",
  "cmustaging",
  "contentlib",
  "easysetuppayload",
  "inboxes",
  "logs",
  "backup",
]);

const updateMapSchema = z
  .strictObject({
    format: z.literal(1),
    packageGuid: z.guid().toLowerCase(),
    fullVersion: z.string().min(1).max(40),
    files: z.array(mappedFileSchema).max(10_000),
  })
  .superRefine(({ files }, ctx) => {
    const refuse = (message: string) => ctx.addIssue({ code: "custom", message });
    const colliding = findCollidingPath(files.map(({ target }) => target));
    if (colliding !== undefined) refuse(`two files want the place of ${colliding}`);
    const twice = findCollidingPath(files.map(({ source }) => source));
    if (twice !== undefined) refuse(`${twice} is listed twice`);
    const reserved = files.find(({ target }) => RESERVED_FOLDERS.has(firstFolder(target)));
    if (reserved) refuse(`${reserved.target} is not a place for an update's files`);
  });
export type UpdateMap = z.output<typeof updateMapSchema>;

const firstFolder = (target: string): string => (target.split("/")[0] ?? "").toLowerCase();

/**
 * Reads the list of an update's files.
 * @throws InstallationError `update-map-damaged`, also when the list is another package's
 */
export function parseUpdateMap(text: string, packageGuid: string): UpdateMap {
  const map = parseJson(updateMapSchema, text, "update-map-damaged");
  if (map.packageGuid !== packageGuid.toLowerCase()) {
    throw new InstallationError("update-map-damaged", { reason: `it is of package ${map.packageGuid}` });
  }
  return map;
}

/** @throws InstallationError with `code` and the first fault */
export function parseJson<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  code: "update-map-damaged" | "install-map-damaged",
): z.output<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InstallationError(code, { reason: "it is not JSON" }, { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = `${issue?.path.join(".") || "(list)"}: ${issue?.message}`.slice(0, 300);
  throw new InstallationError(code, { reason });
}
