import { defineRule, EVERY_SITE, failed, type PrereqRule, passed } from "../model";

const category = "Access Permissions";

export const ACCESS_RULES: readonly PrereqRule[] = [
  defineRule({
    name: "site-server-administrative-rights",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "site",
    description: "Site server computer account administrative rights",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["unwritable"],
    check({ unwritable }) {
      const [first] = unwritable;
      return first ? failed({ ...first, count: unwritable.length }) : passed();
    },
  }),
  defineRule({
    name: "database-connection",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "database",
    description: "Connection to the site database",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["database"],
    // Without a connection there is nothing to check: the rule counts as unchecked then, with the reason.
    check: ({ database }) =>
      database.readOnly ? failed({}, "readOnly") : passed({ connections: database.usedConnections }),
  }),
  defineRule({
    name: "database-rights",
    category,
    severity: "error",
    appliesTo: EVERY_SITE,
    section: "database",
    description: "Rights to change the structure of the site database",
    link: "/hierarchy/{site}?tab=servers",
    needs: ["database"],
    check: ({ database }) => (database.mayCreate ? passed() : failed()),
  }),
];
