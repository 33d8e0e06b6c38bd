import { sql } from "drizzle-orm";
import { failed, passed, type Requirement } from "../model";

/** What the threads of the role write, at the least. */
const WRITTEN = [
  ["service_connection_point", "UPDATE"],
  ["component_threads", "INSERT"],
  ["status_messages", "INSERT"],
  ["alerts", "INSERT"],
  ["update_check", "UPDATE"],
  ["update_packages", "UPDATE"],
  ["update_downloads", "UPDATE"],
  ["usage_data_uploads", "UPDATE"],
  ["azure_operations", "UPDATE"],
  ["azure_application_secrets", "UPDATE"],
  ["file_exchange_endpoints", "INSERT"],
  ["sealing_keys", "INSERT"],
] as const;

/**
 * The counterpart of the inboxes of the site server: what a site system says to its site goes through the site
 * database, and so does the group that its computer account is put into (reference/role.md §7.2).
 */
export const databaseRights: Requirement = {
  id: "database-rights",
  severity: "error",
  async run({ db }) {
    for (const [table, right] of WRITTEN) {
      const { rows } = await db.execute<{ may: boolean; account: string }>(
        sql`select has_table_privilege(${table}, ${right}) as may, current_user as account`,
      );
      if (!rows[0]?.may) return failed({ table, right, account: rows[0]?.account ?? "" });
    }
    return passed({ tables: WRITTEN.length });
  },
};
