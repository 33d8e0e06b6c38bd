import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";

export interface HierarchySize {
  /** At most 25. */
  primaries: number;
  secondaries: number;
  packages: number;
  /** Over which the packages were released. */
  years: number;
}

/** The largest hierarchy the product supports (reference/role.md §2), and five years of its updates. */
export const LARGE_HIERARCHY: HierarchySize = { primaries: 25, secondaries: 6_250, packages: 200, years: 5 };

/** Installed, as in lib/updates/state-machine.ts. */
const INSTALL_SUCCESS = 0x00030004;

/** `0` to `9`, then `A` to `Z`: site codes as numbers to the base 36. */
const siteCode = (prefix: string, digits: number) => {
  const alphabet = sql.raw("'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'");
  const places = Array.from(
    { length: digits },
    (_, at) => sql`substr(${alphabet}, (n / ${sql.raw(String(36 ** (digits - 1 - at)))}) % 36 + 1, 1)`,
  );
  return sql`${sql.raw(`'${prefix}'`)} || ${sql.join(places, sql` || `)}`;
};

/** Fills an empty, migrated database; set by set, since row by row would take minutes. */
export async function seedLargeHierarchy(db: Database, size: HierarchySize = LARGE_HIERARCHY): Promise<void> {
  await db.transaction(async (transaction) => {
    const tx = transaction as unknown as Database;
    await seedSites(tx, size);
    await seedPackages(tx, size);
    await seedServicing(tx);
    await seedTimeline(tx);
  });
  await db.execute(sql`analyze`);
}

async function seedSites(tx: Database, size: HierarchySize): Promise<void> {
  const version = sql`'1906', '5.00.8853.1000'`;
  await tx.execute(sql`insert into sites (site_code, name, type, version, full_version)
    values ('CAS', 'Contoso Central', 4, ${version})`);
  await tx.execute(sql`insert into sites (site_code, name, type, parent_site_code, version, full_version)
    select ${siteCode("P", 2)}, 'Primary ' || n, 2, 'CAS', ${version}
    from generate_series(0, ${size.primaries - 1}) n`);
  // From S00 on: clear of CAS and of the primaries, which begin with P; SMS is reserved.
  await tx.execute(sql`insert into sites (site_code, name, type, parent_site_code, version, full_version)
    select code, 'Branch ' || n, 1, 'P0' || substr('0123456789ABCDEFGHIJKLMNO', (n % ${size.primaries})::int + 1, 1), ${version}
    from (
      select row_number() over (order by n) as n, code
      from (select n, ${siteCode("", 3)} as code from generate_series(36 * 36 * 26, 36 * 36 * 32 - 1) n) codes
      where code <> 'SMS'
    ) numbered where n <= ${size.secondaries}`);
  await tx.execute(sql`insert into site_system_servers (fqdn, site_code)
    select lower(site_code) || '.contoso.com', site_code from sites`);
  await tx.execute(sql`insert into site_system_roles (server_id, role)
    select v.id, r.role from site_system_servers v,
      (values ('SMS Site Server'), ('SMS Site System'), ('SMS SQL Server')) r (role)`);
}

async function seedPackages(tx: Database, size: HierarchySize): Promise<void> {
  await tx.execute(sql`insert into update_packages (package_guid, name, description, full_version, min_cm_version,
      max_cm_version, date_created, date_released, last_update_time, impact, update_type, state, manifest_entry,
      total_bytes, installed_at, applicability_checked_at)
    select gen_random_uuid(), 'Update ' || n, '{"en":"An update."}', '5.00.8853.' || n, '5.00.8325.1000',
      '5.00.8853.9999', at, at, at, 31, 2, ${INSTALL_SUCCESS}, jsonb_build_object('files',
      (select jsonb_agg(jsonb_build_object('path', 'file' || f, 'sha256', md5(f::text))) from generate_series(1, 100) f)),
      1000000000, at, at
    from (select n, now() - make_interval(days => n * ${size.years} * 365 / ${size.packages}) as at
      from generate_series(1, ${size.packages}) n) dated`);
  await tx.execute(sql`insert into update_package_files (package_guid, path, kind, target_path, bytes, sha256, bytes_done)
    select package_guid, 'file' || f, 'payload', 'file' || f, 10000000, md5(f::text) || md5(f::text), 10000000
    from update_packages, generate_series(1, 100) f`);
}

async function seedServicing(tx: Database): Promise<void> {
  await tx.execute(sql`insert into update_package_runs (package_guid, prereq_flag, requested_by, requested_at,
      finished_at, final_state)
    select package_guid, flag, 'CONTOSO\\anna', date_released, date_released + interval '2 hours', ${INSTALL_SUCCESS}
    from update_packages, generate_series(0, 1) flag`);
  await tx.execute(sql`insert into update_package_site_status (package_guid, site_code, state, prereq_flag,
      site_install_id, last_update_time, started_at, finished_at)
    select package_guid, site_code, ${INSTALL_SUCCESS}, 0, 1, date_released, date_released, date_released
    from update_packages, sites where type <> 1`);
  await tx.execute(sql`insert into update_package_steps (package_guid, site_code, site_install_id, phase, step,
      is_complete, progress, started_at, finished_at, message_time)
    select package_guid, site_code, 1, 'installation', 'step-' || n, 2, 100, last_update_time, last_update_time,
      last_update_time
    from update_package_site_status, generate_series(1, 35) n`);
  await tx.execute(sql`insert into update_package_prereq_status (package_guid, site_code, site_install_id, rule,
      result, checked_at)
    select package_guid, site_code, 1, 'rule-' || n, 'passed', last_update_time
    from update_package_site_status, generate_series(1, 25) n`);
}

async function seedTimeline(tx: Database): Promise<void> {
  await tx.execute(sql`insert into update_package_events (package_guid, time, code, actor)
    select package_guid, date_released + make_interval(mins => n), 'file-verified', 'SMS_DMP_DOWNLOADER'
    from update_packages, generate_series(1, 100) n`);
  await tx.execute(sql`insert into update_package_log_lines (package_guid, time, site_code, log_file, component,
      severity, message)
    select package_guid, date_released + make_interval(secs => n), 'CAS', 'cmupdate.log',
      'CONFIGURATION_MANAGER_UPDATE', 1, 'INFO: line ' || n
    from update_packages, generate_series(1, 1000) n`);
  await tx.execute(sql`insert into status_messages (time, message_id, severity, message_type, component,
      machine_name, site_code, process_id, thread_id)
    select now() - make_interval(mins => n * 26), 500, 1073741824, 256, 'SMS_EXECUTIVE', 'cas.contoso.com', 'CAS', 1, 1
    from generate_series(1, 100000) n`);
}
