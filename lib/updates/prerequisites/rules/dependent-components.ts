import { defineRule, EVERY_SITE, failed, type PrereqRule, passed } from "../model";

const category = "Dependent Components";

export const DEPENDENT_RULES: readonly PrereqRule[] = [
  defineRule({
    name: "staged-content",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Content of the update in the staging folder",
    link: "/hierarchy/{site}?tab=content",
    needs: ["staged"],
    check({ staged: { checked, damaged, example } }) {
      return damaged === 0 ? passed({ count: checked }) : failed({ count: damaged, path: example });
    },
  }),
  defineRule({
    name: "unsupported-site-system-role",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Unsupported site system role",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["unsupportedRoles"],
    check({ unsupportedRoles }) {
      const [first] = unsupportedRoles;
      return first ? failed({ ...first }) : passed();
    },
  }),
  defineRule({
    name: "executive-responding",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "SMS_EXECUTIVE on the servers of the site",
    link: "/components",
    needs: ["components"],
    check({ components: { silentServers } }) {
      const [server] = silentServers;
      return server ? failed({ server, count: silentServers.length }) : passed();
    },
  }),
  defineRule({
    name: "component-threads",
    category,
    severity: "warning",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Component threads of the site",
    link: "/components",
    needs: ["components"],
    check({ components }) {
      const [thread] = components.failed;
      return thread ? failed({ thread, count: components.failed.length }) : passed();
    },
  }),
  defineRule({
    name: "backlogged-inboxes",
    category,
    severity: "warning",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Backlogged inboxes",
    link: "/components",
    needs: ["backlog"],
    check: ({ backlog: { files, folder } }) => (files === 0 ? passed() : failed({ count: files, folder })),
  }),
  defineRule({
    name: "pre-production-collection",
    category,
    severity: "warning",
    appliesTo: ["top-level"],
    section: "site",
    description: "Pre-production collection",
    link: "/settings?tab=client-upgrade",
    needs: ["piloting", "package"],
    check({ piloting: { wanted, collection }, package: { clientVersion } }) {
      if (clientVersion === null) return null;
      if (!wanted) return passed({}, "notWanted");
      return collection ? passed({ collection }) : failed();
    },
  }),
];
