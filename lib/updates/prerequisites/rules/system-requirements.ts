import { defineRule, EVERY_SITE, failed, type PrereqRule, passed } from "../model";

const category = "System Requirements";

/** The oldest PostgreSQL that this product is tested with. */
const MIN_DATABASE_VERSION = 15;
/** Connections that the threads of an installation may open beside those that are there. */
const CONNECTION_HEADROOM = 10;
/** Leases and schedules compare times of the two. */
const MAX_CLOCK_SKEW_MS = 60_000;
/** The installation writes every file of the package twice: below `<install>` and into `cd.latest`. */
const COPIES = 2;

export const SYSTEM_RULES: readonly PrereqRule[] = [
  defineRule({
    name: "free-disk-space",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Free disk space on site server",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["disk"],
    check({ disk: { folder, freeBytes, requiredBytes, providerBytes } }) {
      const params = { folder, freeBytes, requiredBytes: requiredBytes + providerBytes };
      return freeBytes >= params.requiredBytes ? passed(params) : failed(params);
    },
  }),
  defineRule({
    name: "package-disk-space",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Disk space for the files of the update",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["disk", "package"],
    check({ disk: { folder, freeBytes }, package: { totalBytes } }) {
      const params = { folder, freeBytes, requiredBytes: totalBytes * COPIES };
      return freeBytes >= params.requiredBytes ? passed(params) : failed(params);
    },
  }),
  defineRule({
    name: "pending-system-restart",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Pending system restart",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["restartMarkers"],
    check: ({ restartMarkers: [marker] }) => (marker ? failed({ marker }) : passed()),
  }),
  defineRule({
    name: "clock-skew",
    category,
    severity: "warning",
    appliesTo: EVERY_SITE,
    section: "database",
    description: "Clocks of the site server and the site database",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["clockSkewMs"],
    check({ clockSkewMs }) {
      const params = { seconds: Math.round(Math.abs(clockSkewMs) / 1_000) };
      return Math.abs(clockSkewMs) <= MAX_CLOCK_SKEW_MS ? passed(params) : failed(params);
    },
  }),
  defineRule({
    name: "database-version",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "database",
    description: "Version of the database server",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["database"],
    check({ database: { versionNumber } }) {
      const major = Math.floor(versionNumber / 10_000);
      const params = { version: String(major), required: String(MIN_DATABASE_VERSION) };
      return major >= MIN_DATABASE_VERSION ? passed(params) : failed(params);
    },
  }),
  defineRule({
    name: "database-encoding",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "database",
    description: "Required encoding of the site database",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["database"],
    check: ({ database: { encoding } }) =>
      encoding === "UTF8" ? passed({ encoding }) : failed({ encoding }),
  }),
  defineRule({
    name: "database-connection-headroom",
    category,
    severity: "warning",
    appliesTo: EVERY_SITE,
    section: "database",
    description: "Free connections of the database server",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["database"],
    check({ database: { maxConnections, usedConnections } }) {
      const params = { free: Math.max(0, maxConnections - usedConnections), max: maxConnections };
      return params.free >= CONNECTION_HEADROOM
        ? passed(params)
        : failed({ ...params, required: CONNECTION_HEADROOM });
    },
  }),
  defineRule({
    name: "database-consistency",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "database",
    description: "Verify database consistency",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["database"],
    check: ({ database: { invalidIndexes } }) =>
      invalidIndexes === 0 ? passed() : failed({ count: invalidIndexes }),
  }),
];
