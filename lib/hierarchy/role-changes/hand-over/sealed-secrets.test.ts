import { getTableColumns, getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { expect, it } from "vitest";
import * as schema from "@/lib/db/schema";

/** Each column of bytes, and what a move of the role means for it. A new one is decided about here. */
const BYTES: Record<
  string,
  "handed over" | "of a server that stays" | "ends with its process" | "no secret"
> = {
  "azure_application_secrets.sealed": "handed over",
  "azure_operations.sealed": "handed over",
  "mail_server.password": "handed over",
  "notification_targets.secret": "handed over",
  // The tokens of a sign-in are in the memory of the old holder.
  "azure_sign_ins.sealed_answer": "ends with its process",
  "site_system_proxies.sealed": "of a server that stays",
  "site_system_installation_accounts.sealed": "of a server that stays",
  "role_change_secrets.sealed": "of a server that stays",
  "usage_data_runs.body": "no secret",
  "offline_requests.body": "no secret",
  "out_of_band_chunks.data": "no secret",
  "file_upload_chunks.data": "no secret",
};

it("every column that holds sealed bytes is known to the move of the role", () => {
  const columns = Object.values(schema)
    .filter((table) => is(table, PgTable))
    .flatMap((table) =>
      Object.values(getTableColumns(table))
        .filter((column) => column.getSQLType() === "bytea")
        .map((column) => `${getTableName(table)}.${column.name}`),
    );
  expect(columns.sort()).toEqual(Object.keys(BYTES).sort());
});
