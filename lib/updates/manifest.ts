import { z } from "zod";
import { fail, ok, type Result } from "@/lib/result";
import { CM_VERSION_PATTERN, compareCmVersions } from "./cm-version";
import { findCollidingPath, isSafeManifestPath } from "./manifest-path";

/** The TUF target that carries the catalogue (reference/updates.md §2). */
export const MANIFEST_TARGET = "manifest.json";

/** A larger manifest is refused unread; ten years of updates stay below a tenth of it. */
export const MANIFEST_MAX_BYTES = 4 * 1024 * 1024;

/** Redistributables live in this folder of the package, as in `EasySetupPayload\[guid]\redist`. */
export const REDIST_FOLDER = "redist";

/** `SMS_CM_UpdatePackages.Impact`. */
export const IMPACT = { siteServer: 1, console: 2, client: 4, newFeatures: 8, bugFixes: 16 } as const;

const ALL_IMPACTS = 31;

/**
 * The fact in `sites.configuration` of the top-level site that opts the hierarchy into the early update ring
 * of one version, e.g. `earlyUpdateRing2002`: the opt-in holds for that version only.
 */
export const earlyUpdateRingFact = (version: string): string => `earlyUpdateRing${version}`;

const text = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((value) => !/[^\P{Cc}\n\t]/u.test(value), "contains control characters");

const localizedText = (maxLength: number) =>
  z.strictObject({ en: text(maxLength), de: text(maxLength).optional() });

/** Lower case, as PostgreSQL prints it; the portal shows it in upper case. */
const guid = z.guid().toLowerCase();

const cmVersion = z.string().regex(CM_VERSION_PATTERN, "is not a version such as 5.00.8913.1000");

const httpsLink = z.url({ protocol: /^https$/, message: "is not an https link" }).max(2048);

const distinct = <T>(items: readonly T[]): boolean => new Set(items).size === items.length;

/** Sizes and hashes are not here: only the signed TUF targets metadata may say them. */
const manifestFileSchema = z.strictObject({
  /** Below the package's folder, `/` as separator; a redistributable's begins with `redist/`. */
  path: z.string().min(1).refine(isSafeManifestPath, "is not a safe relative path"),
  kind: z.enum(["payload", "redist"]),
  /** Name of the TUF target, made of characters that mean themselves in a URL. */
  target: z
    .string()
    .max(400)
    .regex(/^[\w~()+-][\w~()+.-]*(\/[\w~()+-][\w~()+.-]*)*$/, "is not a safe target name"),
});

const files = z
  .array(manifestFileSchema)
  .min(1)
  .max(10_000)
  .superRefine((entries, issues) => {
    const colliding = findCollidingPath(entries.map((entry) => entry.path));
    if (colliding !== undefined)
      issues.addIssue({ code: "custom", message: `"${colliding}" collides with another path` });
    for (const [index, { path, kind }] of entries.entries()) {
      const inRedistFolder = path.toLowerCase().startsWith(`${REDIST_FOLDER}/`);
      if (inRedistFolder !== (kind === "redist"))
        issues.addIssue({
          code: "custom",
          path: [index, "kind"],
          message: `files below ${REDIST_FOLDER}/ are redistributables, and only they`,
        });
    }
  });

/** What a publisher writes about an update; the publishing library adds the list of its files. */
export const manifestEntryFactsSchema = z.strictObject({
  packageGuid: guid,
  name: text(200),
  description: localizedText(4000),
  moreInfoLink: httpsLink.optional(),
  /** YYMM of the current branch, e.g. `1910`. */
  version: z.string().regex(/^\d{2}(0[1-9]|1[0-2])$/, "is not a version such as 1910"),
  /** What a site reports once the update is installed. */
  fullVersion: cmVersion,
  /** Absent when the update brings no new client. */
  clientVersion: cmVersion.optional(),
  /** Oldest and newest site version the update can be installed on, both included. */
  minCmVersion: cmVersion,
  maxCmVersion: cmVersion,
  dateReleased: z.iso.datetime(),
  /** Bits, see {@link IMPACT}. */
  impact: z.int().min(1).max(ALL_IMPACTS),
  /** `SMS_CM_UpdatePackages.UpdateType`: 0 regular update, 1 weave, 2 QFE. */
  updateType: z.literal([0, 1, 2]),
  /** Package that must be installed first. */
  prerequisitePackageGuid: guid.optional(),
  /** Packages this one makes unnecessary. */
  supersedes: z.array(guid).max(100).refine(distinct, "names a package twice").default([]),
  /** Facts that must be true in `sites.configuration` of the top-level site. */
  requiredConfiguration: z
    .array(z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/, "is not a configuration name"))
    .max(50)
    .refine(distinct, "names a configuration twice")
    .default([]),
  /** Offered only to hierarchies with {@link earlyUpdateRingFact} of this version. */
  earlyUpdateRing: z.boolean().default(false),
  eula: localizedText(100_000).optional(),
});

export const manifestEntrySchema = manifestEntryFactsSchema
  .extend({ files })
  .refine((entry) => compareCmVersions(entry.minCmVersion, entry.maxCmVersion) <= 0, {
    path: ["maxCmVersion"],
    message: "is older than minCmVersion",
  })
  .refine((entry) => entry.prerequisitePackageGuid !== entry.packageGuid, {
    path: ["prerequisitePackageGuid"],
    message: "names the package itself",
  })
  .refine((entry) => !entry.supersedes.includes(entry.packageGuid), {
    path: ["supersedes"],
    message: "names the package itself",
  });

const manifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  published: z.iso.datetime(),
  updates: z
    .array(manifestEntrySchema)
    .max(1000)
    .refine((updates) => distinct(updates.map((update) => update.packageGuid)), "names a package twice"),
});

export type ManifestEntryFacts = z.output<typeof manifestEntryFactsSchema>;
export type ManifestEntry = z.output<typeof manifestEntrySchema>;
export type Manifest = z.output<typeof manifestSchema>;

export type ManifestFailureCode = "manifest-too-large" | "manifest-not-json" | "manifest-invalid";

/**
 * Reads the catalogue's manifest. The bytes must already be verified against the TUF targets metadata; this
 * checks that what was signed also makes sense.
 * @returns `manifest-invalid` with the dotted path of the first fault in `params.path`
 */
export function parseManifest(bytes: Uint8Array): Result<Manifest, ManifestFailureCode> {
  if (bytes.byteLength > MANIFEST_MAX_BYTES)
    return fail("manifest-too-large", { params: { bytes: bytes.byteLength, maxBytes: MANIFEST_MAX_BYTES } });
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // The parser's own words quote the content; where it is broken helps nobody who did not publish it.
    return fail("manifest-not-json");
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail("manifest-invalid", {
    params: { path: issue?.path.join(".") ?? "", issue: issue?.message ?? "" },
  });
}
