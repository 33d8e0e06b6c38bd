import { readFile, statfs } from "node:fs/promises";
import os from "node:os";
import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import type { ServerLease } from "./server-lease";

/** What a server is and how busy it is, as one look at its operating system shows. */
export interface PerformanceSample {
  sampledAt: Date;
  operatingSystem: string;
  architecture: string;
  processors: number;
  processorName: string;
  memoryBytes: number;
  diskBytes: number;
  diskFreeBytes: number;
  /** 0 to 100. */
  processorPercent: number;
  processResidentBytes: number;
  processStartedAt: Date;
}

/** Of all processors together, in milliseconds since the system started. */
export interface ProcessorTimes {
  idle: number;
  total: number;
}

/** Looks at this machine again and again; the load is that of the time between two looks. */
export class PerformanceSampler {
  private before: ProcessorTimes = { idle: 0, total: 0 };

  /** @param folder whose disk counts, e.g. that of the servers' installation folders */
  async sample(folder: string, now: Date): Promise<PerformanceSample> {
    const cpus = os.cpus();
    const times = processorTimes(cpus);
    const processorPercent = loadBetween(this.before, times);
    this.before = times;
    const disk = await statfs(folder);
    return {
      sampledAt: now,
      operatingSystem: await operatingSystemName(),
      architecture: os.arch(),
      processors: cpus.length,
      processorName: cpus[0]?.model.trim() || "unknown",
      memoryBytes: os.totalmem(),
      diskBytes: disk.blocks * disk.bsize,
      diskFreeBytes: disk.bavail * disk.bsize,
      processorPercent,
      processResidentBytes: process.memoryUsage.rss(),
      processStartedAt: new Date(now.getTime() - Math.round(process.uptime() * 1_000)),
    };
  }
}

const processorTimes = (cpus: readonly os.CpuInfo[]): ProcessorTimes => ({
  idle: cpus.reduce((sum, { times }) => sum + times.idle, 0),
  total: cpus.reduce((sum, { times }) => sum + Object.values(times).reduce((a, b) => a + b, 0), 0),
});

/** Percent of the time between two readings in which processors worked, to tenths. */
export function loadBetween(before: ProcessorTimes, after: ProcessorTimes): number {
  const total = after.total - before.total;
  if (total <= 0) return 0;
  const busy = total - (after.idle - before.idle);
  return Math.round(Math.min(1, Math.max(0, busy / total)) * 1_000) / 10;
}

/** `Windows Server 2019 Standard`, `Debian GNU/Linux 12 (bookworm)`. */
async function operatingSystemName(): Promise<string> {
  if (process.platform === "win32") return os.version();
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return prettyName(release) ?? `${os.type()} ${os.release()}`;
}

/** The name in an os-release file; null without one. */
export const prettyName = (osRelease: string): string | null =>
  /^PRETTY_NAME="?([^"\n]+?)"?$/m.exec(osRelease)?.[1] ?? null;

/** Writes the sample for the servers that share this machine, as far as they are still this executive's. */
export async function recordPerformance(
  db: Database,
  leases: readonly ServerLease[],
  sample: PerformanceSample,
): Promise<void> {
  await db.execute(sql`
    insert into server_performance (server_id, sampled_at, operating_system, architecture, processors, processor_name,
        memory_bytes, disk_bytes, disk_free_bytes, processor_percent, process_resident_bytes, process_started_at)
    select v.id, ${sample.sampledAt}::timestamptz, ${sample.operatingSystem}, ${sample.architecture}, ${sample.processors}::int,
        ${sample.processorName}, ${sample.memoryBytes}::bigint, ${sample.diskBytes}::bigint,
        ${sample.diskFreeBytes}::bigint, ${sample.processorPercent}::float8, ${sample.processResidentBytes}::bigint,
        ${sample.processStartedAt}::timestamptz
      from json_to_recordset(${JSON.stringify(leases)}::json)
             as mine("serverId" uuid, "executiveId" uuid, "token" bigint)
      join site_system_servers v
        on v.id = mine."serverId" and v.executive_id = mine."executiveId" and v.lease_token = mine."token"
    on conflict (server_id) do update
      set sampled_at = excluded.sampled_at, operating_system = excluded.operating_system,
          architecture = excluded.architecture, processors = excluded.processors,
          processor_name = excluded.processor_name, memory_bytes = excluded.memory_bytes,
          disk_bytes = excluded.disk_bytes, disk_free_bytes = excluded.disk_free_bytes,
          processor_percent = excluded.processor_percent,
          process_resident_bytes = excluded.process_resident_bytes,
          process_started_at = excluded.process_started_at`);
}
