import path from "node:path";

/** Where uploaded packages lie on the server that holds the role, each import in a folder of its own. */
export const uploadsFolder = (installDir: string): string => path.join(installDir, "OfflineUploads");

export const uploadFolder = (installDir: string, importId: string): string =>
  path.join(uploadsFolder(installDir), importId);
