"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useToast } from "@/components/ui/toast";
import type { UploadProgress } from "@/components/upload/rate";
import type { Failure } from "@/lib/result";
import { cancelUpload, uploadHotfix } from "./upload";

interface Upload {
  file: File;
  importId: string | null;
  progress: UploadProgress;
  failure: Failure | null;
}

/** The one upload of this page: begun, followed, gone on with after a failure, or given up. */
export function useUpload() {
  const t = useTranslations("outOfBand.page");
  const toast = useToast();
  const [upload, setUpload] = useState<Upload | null>(null);
  const running = useRef<AbortController | null>(null);
  // Leaving the page stops the sending; what has arrived stays and is gone on with.
  useEffect(() => () => running.current?.abort(), []);
  const change = (part: Partial<Upload>) => setUpload((old) => (old ? { ...old, ...part } : old));

  const start = async (file: File) => {
    const controller = new AbortController();
    running.current = controller;
    setUpload({ file, importId: null, progress: { bytesDone: 0, bytesPerSecond: null }, failure: null });
    const result = await uploadHotfix({
      file,
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
    toast({ tone: "success", title: t("done", { name: file.name }) });
  };

  const cancel = async () => {
    running.current?.abort();
    if (upload?.importId) await cancelUpload(upload.importId);
    setUpload(null);
    toast({ tone: "success", title: t("canceled") });
  };
  return { upload, start, cancel };
}
