/**
 * How to start a process that downloads, so that it stays small. Received parts live outside V8's heap and are
 * freed by its collections: a small young generation brings those early; and glibc keeps one arena per thread
 * unless told otherwise.
 */
export const DOWNLOAD_PROCESS = {
  execArgv: ["--max-semi-space-size=1"],
  env: { MALLOC_ARENA_MAX: "2" },
} as const;
