import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type Clock, systemClock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { serviceConnectionPoint } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { testCtx } from "@/lib/testing/factories";
import { judgePackages } from "@/lib/updates/judge-packages";
import { approveOfflineImport } from "../approve-offline-import";
import { connect } from "../connect/connect";
import type { ConnectOptions, ConnectStep } from "../connect/model";
import { openInternet } from "../connect/open-internet";
import { readRequest } from "../connect/read-requests";
import { listOfflineImports, type OfflineImport } from "../list-offline-imports";
import { prepareOfflineRequest } from "../prepare-offline-request";
import { prepareWaitingRequest } from "../prepare-waiting-request";
import { registerOfflineImport } from "../register-offline-import";
import { temporarySigningKey } from "../signing";
import { takeOfflineRequest } from "../take-offline-request";
import { workImports } from "../work-imports";

/** The three places of a round trip: the hierarchy, the stick, and the computer with internet access. */
export interface RoundTrip {
  /** What is carried lies here. */
  stick: string;
  /** What SMS_DMP_DOWNLOADER and SMS_HIERARCHY_MANAGER do, while the latter is at work. */
  thread(overrides?: Partial<ThreadContext>): ThreadContext;
  prepare(wants?: string[]): Promise<string>;
  connect(
    request: string,
    overrides?: Partial<ConnectOptions>,
  ): Promise<{ files: string[]; steps: ConnectStep[] }>;
  /** Hands a package over and has it examined. */
  examine(file: string): Promise<OfflineImport>;
  approve(importId: string, acceptExpired?: boolean): Promise<void>;
  /** Lets SMS_DMP_DOWNLOADER look once. */
  work(overrides?: Partial<ThreadContext>): Promise<void>;
  read(importId: string): Promise<OfflineImport>;
  close(): Promise<void>;
}

/** @param lend a thread of SMS_DMP_DOWNLOADER on the server that holds the role */
export async function startRoundTrip(
  db: Database,
  lend: () => ThreadContext,
  { clock = systemClock }: { clock?: Clock } = {},
): Promise<RoundTrip> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "scp-round-trip-"));
  const stick = path.join(folder, "stick");
  await db.update(serviceConnectionPoint).set({ configuredMode: "offline", runningMode: "offline" });
  const ctx = () => testCtx(db, { clock, actor: { kind: "command-line", osUser: "anna" } });
  const key = temporarySigningKey();

  const thread = (overrides: Partial<ThreadContext> = {}): ThreadContext => ({
    ...lend(),
    clock,
    // While it waits, the other thread does its work.
    wait: async () => {
      await judgePackages(db, clock, "SMS_HIERARCHY_MANAGER");
      return "event";
    },
    ...overrides,
  });
  const read = async (importId: string): Promise<OfflineImport> => {
    const [row] = await answerOf(listOfflineImports(ctx(), { importId }));
    if (!row) throw new Error("no import");
    return row;
  };

  return {
    stick,
    thread,
    read,
    async prepare(wants = []) {
      const { requestId } = await answerOf(prepareOfflineRequest(ctx(), { wants }));
      await prepareWaitingRequest(thread());
      const { fileName, body } = await answerOf(takeOfflineRequest(ctx(), { requestId }));
      const file = path.join(folder, fileName);
      await writeFile(file, body);
      return file;
    },
    async connect(file, overrides = {}) {
      const carried = await readRequest(file);
      if (!carried) throw new Error("no request");
      const wire = openInternet(carried.request, null);
      const steps: ConnectStep[] = [];
      try {
        const { files } = await connect(carried, {
          wire,
          choice: "default",
          workFolder: path.join(folder, "work"),
          destination: stick,
          volumeBytes: null,
          key,
          writtenBy: "service-connection-tool 0.1.0",
          now: clock.now(),
          signal: new AbortController().signal,
          report: (step) => steps.push(step),
          ...overrides,
        });
        return { files, steps };
      } finally {
        await wire.close();
      }
    },
    async examine(file) {
      const { size } = await stat(file);
      const { importId } = await answerOf(registerOfflineImport(ctx(), { path: file, bytes: size }));
      await workImports(thread());
      return read(importId);
    },
    async approve(importId, acceptExpired = false) {
      await answerOf(approveOfflineImport(ctx(), { importId, acceptExpired }));
    },
    work: (overrides) => workImports(thread(overrides)),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function answerOf<T>(
  result: Promise<{ ok: true; value: T } | { ok: false; code: string; params?: unknown }>,
): Promise<T> {
  const answer = await result;
  if (!answer.ok) throw new Error(`${answer.code} ${JSON.stringify(answer.params ?? {})}`);
  return answer.value;
}
