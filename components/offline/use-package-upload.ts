"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Failure } from "@/lib/result";
import { useToast } from "../ui/toast";
import type { UploadProgress } from "../upload/rate";
import type { OfflineCommands } from "./offline-commands";
import { uploadPackage } from "./upload-package";

interface PackageUpload {
  files: readonly File[];
  importId: string | null;
  progress: UploadProgress;
  failure: Failure | null;
}

/** The one upload of this page: begun, followed, gone on with after a failure, or given up. */
export function usePackageUpload(cancelCommand: OfflineCommands["cancel"]) {
  const t = useTranslations("offlinePage.import");
  const toast = useToast();
  const [upload, setUpload] = useState<PackageUpload | null>(null);
  const running = useRef<AbortController | null>(null);
  // Leaving the page stops the sending; what has arrived stays and is gone on with.
  useEffect(() => () => running.current?.abort(), []);
  const change = (part: Partial<PackageUpload>) => setUpload((old) => (old ? { ...old, ...part } : old));

  const start = async (files: readonly File[]) => {
    const controller = new AbortController();
    running.current = controller;
    setUpload({ files, importId: null, progress: { bytesDone: 0, bytesPerSecond: null }, failure: null });
    const result = await uploadPackage({
      files,
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
    toast({ tone: "success", title: t("uploaded", { name: files[0]?.name ?? "" }) });
  };

  const cancel = async () => {
    running.current?.abort();
    if (upload?.importId) await cancelCommand({ importId: upload.importId });
    setUpload(null);
    toast({ tone: "success", title: t("uploadCanceled") });
  };
  return { upload, start, cancel };
}
