"use client";

import { useEffect, useRef, useState } from "react";
import type { Failure, Result } from "@/lib/result";
import { useToast } from "../ui/toast";
import type { UploadProgress } from "./rate";

/** What one kind of upload does and says; `T` is what the reader chose. */
interface UploadKind<T> {
  /** Rejects when `signal` aborts; tells the id of the import as soon as the server gave one. */
  send(
    chosen: T,
    follow: {
      signal: AbortSignal;
      onImport(importId: string): void;
      onProgress(progress: UploadProgress): void;
    },
  ): Promise<Result<unknown>>;
  giveUp(importId: string): Promise<unknown>;
  /** Said when it is over. */
  done(chosen: T): string;
  canceled: string;
}

interface Upload<T> {
  chosen: T;
  importId: string | null;
  progress: UploadProgress;
  failure: Failure | null;
}

/** The one upload of a page: begun, followed, gone on with after a failure, or given up. */
export function useUpload<T>({ send, giveUp, done, canceled }: UploadKind<T>) {
  const toast = useToast();
  const [upload, setUpload] = useState<Upload<T> | null>(null);
  const running = useRef<AbortController | null>(null);
  // Leaving the page stops the sending; what has arrived stays and is gone on with.
  useEffect(() => () => running.current?.abort(), []);
  const change = (part: Partial<Upload<T>>) => setUpload((old) => (old ? { ...old, ...part } : old));

  const start = async (chosen: T) => {
    const controller = new AbortController();
    running.current = controller;
    setUpload({ chosen, importId: null, progress: { bytesDone: 0, bytesPerSecond: null }, failure: null });
    const result = await send(chosen, {
      signal: controller.signal,
      onImport: (importId) => change({ importId }),
      onProgress: (progress) => change({ progress }),
    }).catch(() => null);
    // Aborted: by the reader, who was told, or by leaving.
    if (!result || controller.signal.aborted) return;
    if (!result.ok) {
      change({ failure: result });
      return;
    }
    setUpload(null);
    toast({ tone: "success", title: done(chosen) });
  };

  const cancel = async () => {
    running.current?.abort();
    if (upload?.importId) await giveUp(upload.importId);
    setUpload(null);
    toast({ tone: "success", title: canceled });
  };
  return { upload, start, cancel };
}
