import { stat } from "node:fs/promises";
import path from "node:path";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { ok } from "@/lib/result";
import { unseal } from "@/lib/secrets/seal";
import { loadServerKey } from "@/lib/secrets/server-key";
import { defineServerTask } from "@/lib/server-tasks/model";
import { readSealedSecrets } from "../hand-over/sealed-secrets";
import { ROLE_COMPONENTS } from "../role-threads";
import { INSPECT_ROLE, type RoleInspection } from "./inspect-role.order";

/** The server that got the role looks at what only it can see: its own files, and what its own key opens. */
export const inspectRoleTask = defineServerTask({
  ...INSPECT_ROLE,
  async run({ db, installDir }, { since }) {
    const { privateKey } = await loadServerKey(installDir);
    const unreadable: RoleInspection["unreadable"] = [];
    for (const { id, sort, name, purpose, sealed } of await readSealedSecrets(db))
      if ((await unseal(privateKey, purpose, sealed)) === null) unreadable.push({ id, sort, name });
    const silentLogs: string[] = [];
    for (const component of ROLE_COMPONENTS) {
      const file = COMPONENT_LOG_FILES[component];
      const written = await stat(path.join(installDir, "Logs", file)).catch(() => null);
      if (!written || written.size === 0 || written.mtime < new Date(since)) silentLogs.push(file);
    }
    return ok({ silentLogs, unreadable } satisfies RoleInspection);
  },
});
