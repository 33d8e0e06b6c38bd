import { Minute, Second } from "@/lib/clock";
import { ContentLibrary, contentName, manifestName } from "@/lib/content-library/content-library";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { Verdict } from "@/lib/file-exchange/serve-files";
import type { SharedFile } from "@/lib/file-exchange/share-path";
import { obstacleOf, type RouteObstacle } from "./route";
import { type Grant, readSenderGrants, type SenderGrants } from "./sender-grants";
import { SenderLimit } from "./sender-limit";
import { SenderLog } from "./sender-log";

/** When a route has no next opening: somebody will open it by hand. */
const ASK_AGAIN_MS = 5 * Minute.ms;
/** Names of files in manifests that are kept at hand. */
const MANIFESTS_KEPT = 16;

type DeskThread = Pick<ThreadContext, "db" | "siteCode" | "installDir" | "clock" | "log">;

/** Decides for SMS_LAN_SENDER who gets which file, and how fast. */
export class SenderDesk {
  private known: SenderGrants = { clients: new Map(), grants: new Map(), routes: new Map() };
  private readonly limits = new Map<string, SenderLimit>();
  private readonly manifests = new Map<string, ReadonlySet<string>>();
  private readonly library: ContentLibrary;
  private readonly log: SenderLog;
  private reading: Promise<void> | null = null;

  constructor(private readonly thread: DeskThread) {
    this.library = new ContentLibrary(thread.installDir);
    this.log = new SenderLog(thread.log);
  }

  /** Looks at the database again; what it says is obeyed at once, also by transfers under way. */
  refresh(): Promise<void> {
    // Many requests may find their grant missing at once; one look answers all that ask before it begins.
    this.reading ??= this.read().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  async judge(certificate: string | null, file: SharedFile): Promise<Verdict> {
    if (certificate === null) return { verdict: "unknown-certificate" };
    // A certificate or a send request may be newer than the last look.
    if (!this.known.clients.has(certificate)) await this.refresh();
    const siteCode = this.known.clients.get(certificate)?.siteCode;
    if (siteCode === undefined) return { verdict: "unknown-certificate" };
    let grant = await this.grantFor(siteCode, file);
    if (!grant) {
      await this.refresh();
      grant = await this.grantFor(siteCode, file);
    }
    if (!grant) return { verdict: "refused" };
    const obstacle = this.obstacle(siteCode);
    if (obstacle) return { verdict: "busy", retryAfterSeconds: this.secondsUntil(obstacle) };
    this.log.asked(grant);
    const limit = this.limitOf(siteCode);
    return {
      verdict: "allowed",
      root: this.library.folder,
      pace: {
        stepBytes: () => limit.stepBytes(),
        take: async (bytes, signal) => {
          await limit.take(bytes, signal);
          return this.obstacle(siteCode) === null;
        },
      },
    };
  }

  private async read(): Promise<void> {
    this.known = await readSenderGrants(this.thread.db, this.thread.siteCode);
    for (const [siteCode, { bytesPerSecond }] of this.known.routes) {
      this.limitOf(siteCode).set(bytesPerSecond);
    }
    this.log.follow([...this.known.grants.values()].flat());
  }

  private async grantFor(siteCode: string, { share, path }: SharedFile): Promise<Grant | undefined> {
    if (share !== "ContentLib") return undefined;
    for (const grant of this.known.grants.get(siteCode) ?? []) {
      if (path === manifestName(grant.packageId, grant.version)) return grant;
      if ((await this.contentOf(grant)).has(path)) return grant;
    }
    return undefined;
  }

  private async contentOf({ packageId, version, manifestSha256 }: Grant): Promise<ReadonlySet<string>> {
    const kept = this.manifests.get(manifestSha256);
    if (kept) return kept;
    // A manifest that is missing or damaged here names nothing that may be given.
    const manifest = await this.library.readManifest(packageId, version, manifestSha256).catch(() => null);
    if (!manifest) return new Set();
    const names = new Set(manifest.files.map(({ sha256 }) => contentName(sha256)));
    const [oldest] = this.manifests.keys();
    if (this.manifests.size >= MANIFESTS_KEPT && oldest) this.manifests.delete(oldest);
    this.manifests.set(manifestSha256, names);
    return names;
  }

  private obstacle(siteCode: string): RouteObstacle | null {
    const route = this.known.routes.get(siteCode);
    return route ? obstacleOf(route, this.thread.clock.now()) : null;
  }

  private secondsUntil({ opensAt }: RouteObstacle): number {
    const ms = opensAt === null ? ASK_AGAIN_MS : opensAt.getTime() - this.thread.clock.now().getTime();
    return Math.max(1, Math.ceil(ms / Second.ms));
  }

  private limitOf(siteCode: string): SenderLimit {
    const limit = this.limits.get(siteCode) ?? new SenderLimit();
    this.limits.set(siteCode, limit);
    return limit;
  }
}
