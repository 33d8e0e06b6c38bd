import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { codeHistogram, codeWord, count, hash, productText, version } from "../values";
import { clientHistogram } from "./clients";
import type { Collector } from "./model";
import { oneRow } from "./sql-values";

const GROUPS = 200;
const ISSUES = 50;

/** The items that look at clients by several properties at once, or by age. */
export const CLIENT_GROUPS: readonly Collector[] = [
  {
    id: "B-14",
    needs: "clients",
    schema: z.strictObject({
      groups: z.array(
        z.strictObject({
          /** Null where the client does not report it. */
          branch: productText.nullable(),
          build: version,
          forest: hash,
          devices: count,
        }),
      ),
      /** Devices of groups too small to be named. */
      other: count,
    }),
    async collect({ db, hash: hashOf }) {
      const { groups, other } = await largestGroups<{ forest: string }>(db, {
        by: { branch: sql`os_branch`, build: sql`os_build`, forest: sql`forest` },
        where: sql`os_name like 'Windows 10%'`,
      });
      return { groups: groups.map((group) => ({ ...group, forest: hashOf(group.forest) })), other };
    },
  },
  {
    id: "E-CLI-08",
    needs: "clients",
    schema: z.strictObject({
      healthy: count,
      issues: z.array(
        z.strictObject({
          issue: codeWord,
          clientVersion: version,
          operatingSystem: productText,
          devices: count,
        }),
      ),
      other: count,
    }),
    async collect({ db }) {
      const { groups, other } = await largestGroups(db, {
        by: { issue: sql`health_issue`, clientVersion: sql`client_version`, operatingSystem: sql`os_name` },
        where: sql`health_issue is not null`,
        limit: ISSUES,
      });
      const { healthy } = await oneRow<{ healthy: number }>(
        db,
        sql`select coalesce(sum(clients), 0)::int as healthy from client_summary where health_issue is null`,
      );
      return { healthy, issues: groups, other };
    },
  },
  {
    id: "E-MSC-09",
    needs: "clients",
    schema: z.strictObject({
      groups: z.array(
        z.strictObject({
          operatingSystem: productText,
          formFactor: z.enum(["desktop", "laptop", "tablet", "server"]),
          driveType: z.enum(["ssd", "hdd"]),
          devices: count,
          /** Average of the group. */
          bootSeconds: z.number().nonnegative(),
        }),
      ),
      other: count,
    }),
    collect: ({ db }) =>
      largestGroups(db, {
        by: { operatingSystem: sql`os_name`, formFactor: sql`form_factor`, driveType: sql`drive_type` },
        also: sql`, 'bootSeconds', round(sum(clients * boot_seconds_average)::numeric / sum(clients), 1)`,
      }),
  },
  {
    id: "E-CLI-12",
    needs: "clients",
    schema: z.strictObject({ devices: count, virtualizedBy: codeHistogram }),
    async collect({ db }) {
      const { devices } = await oneRow<{ devices: number }>(
        db,
        sql`select sum(clients)::int as devices from client_summary`,
      );
      return { devices, virtualizedBy: await clientHistogram(db, sql`virtualized_by`) };
    },
  },
  {
    id: "E-CLI-02",
    needs: "clients",
    schema: z.strictObject({ ages: z.array(z.strictObject({ years: count, devices: count })) }),
    collect: async ({ db, now }) => ({
      ages: await ages(db, "years", sql`greatest(0, ${now.getUTCFullYear()}::int - bios_year)`),
    }),
  },
  {
    id: "E-CLI-17",
    needs: "clients",
    schema: z.strictObject({ ages: z.array(z.strictObject({ months: count, devices: count })) }),
    collect: async ({ db, now }) => ({
      ages: await ages(
        db,
        "months",
        sql`greatest(0, (extract(year from ${now}::timestamptz) - extract(year from os_installed_in::date)) * 12
              + extract(month from ${now}::timestamptz) - extract(month from os_installed_in::date))::int`,
      ),
    }),
  },
];

/** The largest groups of clients that are alike in `by`, and how many devices are in the others. */
async function largestGroups<Group = object>(
  db: Database,
  {
    by,
    also = sql``,
    where = sql`true`,
    limit = GROUPS,
  }: { by: Record<string, SQL>; also?: SQL; where?: SQL; limit?: number },
): Promise<{ groups: Group[]; other: number }> {
  const names = Object.keys(by);
  const keys = sql.join(
    names.map((name) => by[name] ?? sql`null`),
    sql`, `,
  );
  const members = sql.join(
    names.map((name) => sql`${sql.raw(`'${name}'`)}, ${by[name]}`),
    sql`, `,
  );
  const { groups, other } = await oneRow<{ groups: Group[] | null; other: number | null }>(
    db,
    sql`select json_agg(value order by rank) filter (where rank <= ${limit}) as groups,
               sum(devices) filter (where rank > ${limit})::int as other
          from (select row_number() over (order by sum(clients) desc, ${keys}) as rank, sum(clients) as devices,
                       json_build_object(${members}, 'devices', sum(clients)${also}) as value
                  from client_summary where ${where} group by ${keys}) grouped`,
  );
  return { groups: groups ?? [], other: other ?? 0 };
}

async function ages(db: Database, unit: string, age: SQL): Promise<object[]> {
  const { ages: found } = await oneRow<{ ages: object[] | null }>(
    db,
    sql`select json_agg(json_build_object(${sql.raw(`'${unit}'`)}, age, 'devices', devices) order by age) as ages
          from (select ${age} as age, sum(clients) as devices from client_summary group by 1) grouped`,
  );
  return found ?? [];
}
