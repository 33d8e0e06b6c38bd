import { Hour } from "@/lib/clock";
import { installedSuccessor } from "../../applicability";
import { compareCmVersions } from "../../cm-version";
import { UPDATE_STATE } from "../../state-machine";
import {
  defineRule,
  EVERY_SITE,
  failed,
  PRIMARY_SITES,
  type PrereqParams,
  type PrereqRule,
  passed,
} from "../model";
import { isSupported, supportEnd } from "../version-support";

const category = "Site Upgrade Requirements";

/** `SMS_Site.Status` (reference/role.md §2). */
const ACTIVE = 1;
const UPGRADING = 5;
const SECONDARY_UPGRADE_FAILED = 7;
/** A backup that begins this soon would stop the services in the middle of the installation. */
const BACKUP_TOO_SOON_MS = 4 * Hour.ms;

export const UPGRADE_RULES: readonly PrereqRule[] = [
  defineRule({
    name: "upgrade-path",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Unsupported upgrade path",
    link: "/updates",
    needs: ["site", "package"],
    check({ site: { fullVersion }, package: { minCmVersion: min, maxCmVersion: max } }) {
      const fits = compareCmVersions(fullVersion, min) >= 0 && compareCmVersions(fullVersion, max) <= 0;
      return fits ? passed({ fullVersion, min, max }) : failed({ fullVersion, min, max });
    },
  }),
  defineRule({
    name: "version-support",
    category,
    severity: "warning",
    appliesTo: ["top-level"],
    section: "site",
    description: "Support of the version to be installed",
    link: "/updates",
    needs: ["package", "catalogue", "now"],
    // Installing a version whose support has ended is worth a warning while there is a better choice; when there is
    // none, the newest is still better than what the site has.
    check({ package: { fullVersion }, catalogue, now }) {
      const end = supportEnd(fullVersion);
      if (end === null || isSupported(fullVersion, now)) return passed();
      const better = catalogue.find((p) => p.withdrawnAt === null && isSupported(p.fullVersion, now));
      const params = { version: end.version, ends: end.ends };
      return better ? failed({ ...params, better: better.name }) : passed(params, "nothingNewer");
    },
  }),
  defineRule({
    name: "same-version",
    category,
    severity: "error",
    appliesTo: ["top-level"],
    section: "site",
    description: "All sites of the hierarchy on the same version",
    link: "/hierarchy",
    needs: ["package", "versions"],
    // A site that already has the new version is one where this update came through before.
    check({ package: { fullVersion, updateType }, versions }) {
      if (updateType !== 0) return null;
      const [first, other] = versions.filter((v) => compareCmVersions(v.fullVersion, fullVersion) !== 0);
      if (!first || !other) return passed({ version: first?.fullVersion ?? fullVersion });
      return failed({
        version: first.fullVersion,
        site: other.siteCode,
        siteVersion: other.fullVersion,
        sites: other.sites,
      });
    },
  }),
  defineRule({
    name: "site-status",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Status of the site",
    link: "/hierarchy/{site}",
    needs: ["site"],
    // An earlier attempt leaves the site in the status of an upgrade, and trying again is its cure.
    check({ site: { siteCode, status } }) {
      const fine = [ACTIVE, UPGRADING, SECONDARY_UPGRADE_FAILED].includes(status);
      return fine ? passed({ site: siteCode }) : failed({ site: siteCode, status });
    },
  }),
  defineRule({
    name: "sites-active",
    category,
    severity: "error",
    appliesTo: ["top-level"],
    section: "site",
    description: "All primary sites of the hierarchy are active",
    link: "/hierarchy",
    needs: ["inactiveSites"],
    check({ inactiveSites }) {
      const broken = inactiveSites.filter(({ status }) => status !== UPGRADING);
      const [first] = broken;
      return first ? failed({ site: first.siteCode, status: first.status, count: broken.length }) : passed();
    },
  }),
  defineRule({
    name: "parent-site-replication",
    category,
    severity: "error",
    appliesTo: ["child-primary", "secondary"],
    section: "site",
    description: "Parent site replication status",
    link: "/hierarchy",
    needs: ["site", "parent"],
    check({ site, parent }) {
      if (!parent) return failed({ site: site.siteCode }, "noParent");
      const silent = [parent, site].find(({ messagingEnabled }) => !messagingEnabled);
      return silent ? failed({ site: silent.siteCode }) : passed({ site: parent.siteCode });
    },
  }),
  defineRule({
    name: "content-replication",
    category,
    severity: "error",
    appliesTo: PRIMARY_SITES,
    section: "site",
    description: "Content of the update at the site",
    link: "/updates/{package}?tab=sites",
    needs: ["content", "site"],
    check({ content, site: { siteCode } }) {
      if (content?.state === "stored") return passed({ site: siteCode });
      return failed({ site: siteCode, state: content?.state ?? "missing" });
    },
  }),
  defineRule({
    name: "parent-site-version",
    category,
    severity: "error",
    appliesTo: ["child-primary", "secondary"],
    section: "site",
    description: "Verify central administration site version",
    link: "/hierarchy",
    needs: ["site", "parent", "package"],
    check({ site, parent, package: { fullVersion } }) {
      if (!parent) return failed({ site: site.siteCode }, "noParent");
      // A secondary follows its parent (reference/updates.md §12); a primary must only not be ahead of it.
      const required = site.kind === "secondary" ? fullVersion : site.fullVersion;
      const params = { site: parent.siteCode, version: parent.fullVersion, required };
      return compareCmVersions(parent.fullVersion, required) >= 0 ? passed(params) : failed(params);
    },
  }),
  defineRule({
    name: "prerequisite-package",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Update that this update requires",
    link: "/updates",
    needs: ["package", "catalogue"],
    check({ package: { prereqPackageGuid }, catalogue }) {
      if (prereqPackageGuid === null) return null;
      const required = catalogue.find(({ packageGuid }) => packageGuid === prereqPackageGuid);
      const name = required?.name ?? prereqPackageGuid;
      const installed =
        required?.state === UPDATE_STATE.INSTALL_SUCCESS ||
        installedSuccessor(prereqPackageGuid, catalogue) !== null;
      return installed ? passed({ name }) : failed({ name });
    },
  }),
  defineRule({
    name: "backup-running",
    category,
    severity: "error",
    appliesTo: PRIMARY_SITES,
    section: "site",
    description: "Backup Site Server does not run",
    link: "/components",
    needs: ["backup"],
    check: ({ backup }) => (backup?.running ? failed() : passed()),
  }),
  defineRule({
    name: "backup-scheduled",
    category,
    severity: "warning",
    appliesTo: PRIMARY_SITES,
    section: "site",
    description: "Backup Site Server is not due during the installation",
    link: "/components",
    needs: ["backup", "now"],
    check({ backup, now }) {
      if (!backup?.enabled || backup.nextRunAt === null) return passed();
      const inMs = backup.nextRunAt.getTime() - now.getTime();
      const params = { minutes: Math.max(0, Math.round(inMs / 60_000)) };
      return inMs > BACKUP_TOO_SOON_MS ? passed() : failed(params);
    },
  }),
  defineRule({
    name: "service-window",
    category,
    severity: "warning",
    appliesTo: PRIMARY_SITES,
    section: "site",
    description: "Service window of the site",
    link: "/hierarchy/{site}?tab=windows",
    needs: ["serviceWindow", "site"],
    // A child waits for its window by itself; only the top-level site cannot begin outside.
    check({ serviceWindow: { open, opensAt }, site: { kind } }) {
      if (open) return passed();
      const outcome = opensAt === null ? "never" : "later";
      const params: PrereqParams = opensAt === null ? {} : { opensAt: opensAt.toISOString() };
      if (kind === "child-primary" && opensAt !== null) return passed(params, "waits");
      return failed(params, outcome);
    },
  }),
];
